"""Take what senders bring, refuse what is not right, and acknowledge what is durable."""

from agenttrace_server.receive.otlp_http import create_app

__all__ = ["create_app"]
