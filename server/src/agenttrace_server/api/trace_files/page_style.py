"""Keep the look of an exported page: light and dark, narrow and wide, and on paper."""

from __future__ import annotations

_INDENTS = "".join(f".d{level}{{margin-left:{level * 1.25:g}rem}}" for level in range(1, 25))

STYLE = (
    ":root{--paper:#fff;--ink:#1b1f24;--faint:#5c6570;--line:#d9dee4;--well:#f5f7f9;--bad:#b3261e;--mark:#0b57a4}"
    "@media (prefers-color-scheme:dark){:root{--paper:#14171a;--ink:#e4e8ec;--faint:#9aa4af;--line:#30363d;"
    "--well:#1d2125;--bad:#ff8a80;--mark:#7db8f5}}"
    "*{box-sizing:border-box}"
    "body{margin:0;padding:1.5rem;background:var(--paper);color:var(--ink);"
    "font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}"
    "h1{font-size:1.4rem;margin:0 0 .75rem}h2{font-size:.8rem;margin:.75rem 0 .25rem;color:var(--faint)}"
    ".facts{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;margin:0 0 1.5rem}"
    ".facts dt{font-size:.75rem;color:var(--faint)}.facts dd{margin:0}"
    "details{border-top:1px solid var(--line)}"
    "summary{cursor:pointer;padding:.35rem .25rem}"
    "summary>span{margin-right:.75rem}"
    "details>div{padding:0 .25rem .75rem 1.25rem}"
    ".type,.agent,.state{font-size:.8rem;color:var(--mark)}.name{font-weight:600}"
    ".figure,.ids{font-size:.8rem;color:var(--faint);font-variant-numeric:tabular-nums}"
    ".failed{color:var(--bad);font-weight:600}"
    "pre{margin:0 0 .5rem;padding:.5rem .75rem;background:var(--well);border-radius:4px;white-space:pre-wrap;"
    "unicode-bidi:plaintext;font:13px/1.45 ui-monospace,monospace}"
    + _INDENTS
    + "@media print{:root{--paper:#fff;--ink:#000;--faint:#444;--line:#bbb;--well:#fff;--bad:#900;--mark:#000}"
    "body{padding:0;font-size:10pt}pre{border:1px solid var(--line)}summary{break-after:avoid}"
    "details::details-content{content-visibility:visible;display:block}}"
)
"""Nothing in it names an address: the page asks for nothing."""
