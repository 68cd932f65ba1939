"""Make a context current for a block, also for one that ends in another task than it began in."""

from __future__ import annotations

from contextvars import Token

from opentelemetry import context as otel_context
from opentelemetry.context import Context


class Attachment:
    """A context that was made current. A block inside an async generator may end in whichever task closes it."""

    __slots__ = ("_context", "_token")

    def __init__(self, context: Context) -> None:
        self._context = context
        self._token: Token[Context] = otel_context.attach(context)

    def detach(self) -> None:
        """Make current what was before. In another task only where that still has ours, which it took over."""
        try:
            self._token.var.reset(self._token)
        except ValueError:
            if otel_context.get_current() is self._context:
                before = self._token.old_value
                otel_context.attach(before if isinstance(before, Context) else Context())
