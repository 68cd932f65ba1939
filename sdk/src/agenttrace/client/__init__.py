"""Read what a server knows, from Python."""

from agenttrace.client.client import DEFAULT_URL, Client, first
from agenttrace.client.errors import BadAnswer, ClientError, Mistake, ServerRefused, ServerUnreachable

__all__ = [
    "DEFAULT_URL",
    "BadAnswer",
    "Client",
    "ClientError",
    "Mistake",
    "ServerRefused",
    "ServerUnreachable",
    "first",
]
