"""Say at the beginning of a recording what writes it: whoever reads it later has nothing else to go by."""

from __future__ import annotations

import os
import platform
import sys
from typing import Any

from opentelemetry.sdk.resources import Resource

from agenttrace.recording.spans import as_json_object
from agenttrace.recording.tape.tools import redaction_mark
from agenttrace.tracing.outside.frameworks.hooks import PACKAGES
from agenttrace.tracing.provider.version import __version__
from agenttrace.tracing.redaction import Redactor
from agenttrace.tracing.settings import Settings


def about_process(settings: Settings, redact: Redactor, resource: Resource | None) -> dict[str, Any]:
    """Return the payload of `run.start`."""
    return {
        "project": settings.project,
        "pid": os.getpid(),
        "command": [redact.whole("command", word) for word in sys.argv],
        "python": platform.python_version(),
        "sdk": __version__,
        "redaction": redaction_mark(redact),
        "side_effects": list(settings.record_side_effects),
        "tools_of": list(PACKAGES),
        "resource": {} if resource is None else as_json_object(redact(resource.attributes)),
    }
