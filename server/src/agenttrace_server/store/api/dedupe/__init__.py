"""Which spans are one model call or tool call, seen by several emitters; docs/concepts/counting.md says why."""

from agenttrace_server.store.api.dedupe.index import CallIndex
from agenttrace_server.store.api.dedupe.roles import ALONE, Role, role_of, roles_of, with_role
from agenttrace_server.store.api.dedupe.seen import SeenCall, Weight, seen_call, weight_of
from agenttrace_server.store.api.dedupe.tools import SeenTool, ToolIndex, arguments_of, roles_of_tools, seen_tool
from agenttrace_server.store.api.dedupe.trace import COUNTED_ONCE, Seen, SeenIndex, roles_in_trace, seen_of
from agenttrace_server.store.api.dedupe.twins import Head, HeadKey, TwinIndex, is_across, twin_roles, twins_in

__all__ = [
    "ALONE",
    "COUNTED_ONCE",
    "CallIndex",
    "Head",
    "HeadKey",
    "Role",
    "Seen",
    "SeenCall",
    "SeenIndex",
    "SeenTool",
    "ToolIndex",
    "TwinIndex",
    "Weight",
    "arguments_of",
    "is_across",
    "role_of",
    "roles_in_trace",
    "roles_of",
    "roles_of_tools",
    "seen_call",
    "seen_of",
    "seen_tool",
    "twin_roles",
    "twins_in",
    "weight_of",
    "with_role",
]
