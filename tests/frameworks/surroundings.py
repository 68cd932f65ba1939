"""Tell a programme where the scripted model is, and keep its framework from talking to anyone else."""

from __future__ import annotations

import os
from pathlib import Path

from agenttrace.testing.llm_server import ScriptedLLM

KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE")
QUIET = {
    "CREWAI_DISABLE_TELEMETRY": "true",
    "CREWAI_DISABLE_TRACKING": "true",
    "CREWAI_TRACING_ENABLED": "false",
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_TELEMETRY": "False",
    "TRACELOOP_TELEMETRY": "false",
    "LANGSMITH_TRACING": "false",
    "DO_NOT_TRACK": "1",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "NO_PROXY": "127.0.0.1,localhost",
    "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT": "SPAN_ONLY",
    "OTEL_SEMCONV_STABILITY_OPT_IN": "gen_ai_latest_experimental",
}
"""What keeps frameworks from talking to their makers; whatever is not on loopback meets a proxy that does not exist."""


def environment_for(llm: ScriptedLLM, home: Path) -> dict[str, str]:
    """Return the whole environment of a programme that asks this model and has this folder for its home."""
    return {
        **{name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ},
        **QUIET,
        "HOME": str(home),
        "OPENAI_BASE_URL": llm.openai_base_url,
        "OPENAI_API_BASE": llm.openai_base_url,
        "OPENAI_API_KEY": "test",
        "ANTHROPIC_BASE_URL": llm.anthropic_base_url,
        "ANTHROPIC_API_BASE": llm.anthropic_base_url,
        "ANTHROPIC_API_KEY": "test",
    }
