"""Which spans of a trace are one model call, seen by several emitters; docs/concepts/counting.md says why."""

from agenttrace_server.store.api.dedupe.index import CallIndex
from agenttrace_server.store.api.dedupe.roles import ALONE, Role, role_of, roles_of, with_role
from agenttrace_server.store.api.dedupe.seen import SeenCall, Weight, seen_call, weight_of

__all__ = [
    "ALONE",
    "CallIndex",
    "Role",
    "SeenCall",
    "Weight",
    "role_of",
    "roles_of",
    "seen_call",
    "weight_of",
    "with_role",
]
