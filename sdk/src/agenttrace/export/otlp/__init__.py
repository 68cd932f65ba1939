"""Speak OTLP over HTTP: encode spans, post them, understand the answer."""

from agenttrace.export.otlp.content import REDACTION_FAILED, WITHHELD, Redact
from agenttrace.export.otlp.encode import Encoded, Encoder
from agenttrace.export.otlp.post import Post, something_listens
from agenttrace.export.otlp.reply import Outcome, Verdict
from agenttrace.export.otlp.split import halves

__all__ = [
    "REDACTION_FAILED",
    "WITHHELD",
    "Encoded",
    "Encoder",
    "Outcome",
    "Post",
    "Redact",
    "Verdict",
    "halves",
    "something_listens",
]
