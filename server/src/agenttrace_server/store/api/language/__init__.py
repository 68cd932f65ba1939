"""The filter language: read it, write it, and say what it means."""

from agenttrace_server.store.api.language.fields import FIELDS, Field, Kind, Target
from agenttrace_server.store.api.language.holding import (
    is_meant,
    leaves_for_spans,
    leaves_for_traces,
    session_holds,
    span_holds,
    trace_holds,
)
from agenttrace_server.store.api.language.parser import parse
from agenttrace_server.store.api.language.tree import All, AnyOf, Has, Is, Leaf, Like, Node, Not, Op, Text
from agenttrace_server.store.api.language.window import without_window
from agenttrace_server.store.api.language.writer import write

__all__ = [
    "FIELDS",
    "All",
    "AnyOf",
    "Field",
    "Has",
    "Is",
    "Kind",
    "Leaf",
    "Like",
    "Node",
    "Not",
    "Op",
    "Target",
    "Text",
    "is_meant",
    "leaves_for_spans",
    "leaves_for_traces",
    "parse",
    "session_holds",
    "span_holds",
    "trace_holds",
    "without_window",
    "write",
]
