"""Routers about money: prices, and pricing history anew."""

from agenttrace_server.api.routes.pricing import history, prices

__all__ = ["history", "prices"]
