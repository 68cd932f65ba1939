"""Calls that were told in two traces: where no span is open, each emitter begins a trace of its own."""

from agenttrace_server.store.api.dedupe.twins.heads import Head, HeadKey, head_of
from agenttrace_server.store.api.dedupe.twins.index import TwinIndex, twin_roles
from agenttrace_server.store.api.dedupe.twins.rules import is_across, twins_in

__all__ = ["Head", "HeadKey", "TwinIndex", "head_of", "is_across", "twin_roles", "twins_in"]
