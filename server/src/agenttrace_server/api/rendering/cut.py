"""Keep one long value from freezing a page: strings above a size become a preview and a link to the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agenttrace.model import Json
from agenttrace_server.api.schemas import CutText

_PREVIEW_CHARS = 2_000
_NESTING_MAX = 100
_TOO_DEEP = "(nested more than 100 levels)"


@dataclass(frozen=True, slots=True)
class Cutter:
    """Cuts strings above `max_bytes` of UTF-8; None cuts nothing. `href` is where the whole is."""

    max_bytes: int | None
    href: str
    blob_href: str = ""
    """Where a file is, with {sha256} in the place of its hash."""

    def text(self, text: str) -> str | CutText:
        """Return the text, or what stands in its place."""
        if self.max_bytes is None or len(text) * 4 <= self.max_bytes:
            return text
        size = len(text.encode(errors="replace"))
        if size <= self.max_bytes:
            return text
        return CutText(preview=text[:_PREVIEW_CHARS], bytes=size, href=self.href)

    def value(self, value: Json, level: int = 0) -> object:
        """Return the value with every long string in it cut."""
        if isinstance(value, str):
            return self.text(value)
        if level >= _NESTING_MAX and isinstance(value, (dict, list)):
            return _TOO_DEEP
        if isinstance(value, Mapping):
            return {key: self.value(inner, level + 1) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.value(inner, level + 1) for inner in value]
        return value

    def mapping(self, values: Mapping[str, Json]) -> dict[str, object]:
        """Return the mapping with every long string in it cut."""
        return {key: self.value(inner, 1) for key, inner in values.items()}
