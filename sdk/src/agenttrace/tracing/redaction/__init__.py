"""Take secrets out of attributes before they leave the process."""

from agenttrace.tracing.redaction.engine import Redactor, RedactValue, redactor_for

__all__ = ["RedactValue", "Redactor", "redactor_for"]
