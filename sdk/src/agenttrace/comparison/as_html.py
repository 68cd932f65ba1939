"""Write the diff of two runs as one page: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from agenttrace.comparison.as_text import rows_of_figures
from agenttrace.comparison.compare import Change, FieldChange, RunDiff

_STYLE = """
:root { color-scheme: light dark; --gone: #b42318; --new: #067647; --line: #8886; --dim: #888; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.2rem; overflow-wrap: anywhere; } h2 { font-size: 1.05rem; margin-top: 2rem; }
table { border-collapse: collapse; } td, th { padding: .2rem .8rem; text-align: right; }
td:first-child, th:first-child { text-align: left; }
details { border: 1px solid var(--line); border-radius: 6px; padding: .5rem .8rem; margin: .5rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; } small { color: var(--dim); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .4rem 0; }
del { color: var(--gone); } ins { color: var(--new); text-decoration: underline; }
.gone > summary { color: var(--gone); } .new > summary { color: var(--new); }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def diff_as_html(diff: RunDiff) -> str:
    """Return the page; everything that a run said is escaped."""
    title = f"{escape(diff.before.id)} → {escape(diff.after.id)}"
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f"<title>{title}</title><style>{_STYLE}</style></head><body>",
            f"<h1>{title}</h1>",
            *_figures(diff),
            *_changes(diff),
            "</body></html>",
        ]
    )


def _figures(diff: RunDiff) -> Iterator[str]:
    yield "<table><tr><th></th><th>before</th><th>after</th><th>difference</th></tr>"
    for row in rows_of_figures(diff):
        yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
    yield "</table>"


def _changes(diff: RunDiff) -> Iterator[str]:
    first = diff.first_divergence
    if first is None:
        yield "<p>The runs are the same.</p>"
        return
    yield "<h2>First divergence</h2>"
    yield from _change(first, is_open=True)
    if diff.downstream:
        yield f"<h2>Downstream of it: {len(diff.downstream)}</h2>"
        for change in diff.downstream:
            yield from _change(change)


def _change(change: Change, *, is_open: bool = False) -> Iterator[str]:
    yield f'<details class="{change.what}"{" open" if is_open else ""}>'
    path = " / ".join(change.path)
    yield f"<summary>{escape(change.node.title)} <small>{escape(change.what)} {escape(path)}</small></summary>"
    for each in change.fields:
        yield from _field(each)
    yield "</details>"


def _field(change: FieldChange) -> Iterator[str]:
    if change.words:
        tags = {"same": ("", ""), "gone": ("<del>", "</del>"), "new": ("<ins>", "</ins>")}
        text = "".join(f"{tags[what][0]}{escape(words)}{tags[what][1]}" for what, words in change.words)
        yield f"<pre>{escape(change.field)}: {text}</pre>"
    for each in change.differences:
        if not (change.words and each.path in ("$", "$.text")):
            before, after = escape(each.expected or "nothing"), escape(each.got or "nothing")
            yield f"<pre>{escape(change.field)} {escape(each.path)}: <del>{before}</del> <ins>{after}</ins></pre>"
