"""Compare two texts word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

Word = tuple[Literal["same", "gone", "new"], str]

MAX_WORDS = 2_000
"""How many words are compared one by one, behind what both texts begin with and before what both end with."""
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


def word_diff(before: str, after: str, max_words: int = MAX_WORDS) -> list[Word]:
    """Return what stayed, went and came, in order: the parts that are not new make up `before`, not gone, `after`."""
    ours, theirs = _WORDS.findall(before), _WORDS.findall(after)
    shortest = min(len(ours), len(theirs))
    head = next((n for n in range(shortest) if ours[n] != theirs[n]), shortest)
    rest = shortest - head
    tail = next((n for n in range(rest) if ours[-1 - n] != theirs[-1 - n]), rest)
    middle = ours[head : len(ours) - tail], theirs[head : len(theirs) - tail]
    parts: list[Word] = [("same", "".join(ours[:head]))]
    if len(middle[0]) + len(middle[1]) > max_words:
        parts += [("gone", "".join(middle[0])), ("new", "".join(middle[1]))]
    else:
        parts += _compared(*middle)
    parts.append(("same", "".join(ours[len(ours) - tail :])))
    return [part for part in parts if part[1]]


def _compared(ours: list[str], theirs: list[str]) -> list[Word]:
    """Compare the words; white space alone does not part what went from what went beside it."""
    parts: list[Word] = []
    gone = new = space = ""
    for what, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        before, after = "".join(ours[a:b]), "".join(theirs[c:d])
        if what != "equal":
            gone, new, space = gone + space + before, new + space + after, ""
        elif before.isspace() and (gone or new):
            space = before
        else:
            parts += [("gone", gone), ("new", new), ("same", space + before)]
            gone = new = space = ""
    return [*parts, ("gone", gone), ("new", new), ("same", space)]
