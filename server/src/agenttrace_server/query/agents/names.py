"""Spell the names of agents one way: a tool `transfer_to_sales_desk` means the agent "Sales Desk"."""

from __future__ import annotations

from collections.abc import Iterable


class Names:
    """The agents of one trace."""

    def __init__(self, names: Iterable[str | None]) -> None:
        self._spelled: dict[str, str] = {}
        for name in names:
            if name is not None:
                self._spelled.setdefault(_bare(name), name)

    def spelled(self, name: str) -> str:
        """Return the agent's name as its own spans have it; a name that no agent has stays as it is."""
        return self._spelled.get(_bare(name), name)

    def knows(self, name: str) -> bool:
        """Whether an agent has this name, however it is spelled."""
        return _bare(name) in self._spelled


def _bare(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum()) or name
