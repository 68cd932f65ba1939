"""Files of other tools, small and made up, and the fixtures that were taken from the real ones."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from agenttrace_server.imports.lines import no_progress
from agenttrace_server.imports.span import ImportedSpan
from agenttrace_server.imports.table import SOURCES, SourceName
from agenttrace_server.imports.tally import Tally

TRANSCRIPTS = Path(__file__).parents[1] / "fixtures" / "transcripts"
CLAUDE = TRANSCRIPTS / "claude_code"
SESSION_ID = "e7bcd3ed-3dcc-4d12-a41f-282ee886e28b"
SESSION = CLAUDE / f"{SESSION_ID}.jsonl"
ROLLOUT = next((TRANSCRIPTS / "codex").glob("rollout-*.jsonl"))
EXEC = TRANSCRIPTS / "codex" / "exec-json.jsonl"
START = "2026-11-20T10:00:"


def read(source: str, path: Path) -> tuple[list[ImportedSpan], Tally]:
    tally = Tally()
    found = list(SOURCES[SourceName(source)].spans(path, tally, no_progress))
    for span in found:
        tally.sent(span)
    return found, tally


def write_lines(path: Path, rows: Iterable[Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return path


def prompt(text: str, second: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "type": "user",
        "uuid": f"prompt-{text}",
        "sessionId": "s",
        "timestamp": f"{START}{second:02}Z",
        "message": {"role": "user", "content": text},
        **more,
    }


def said(message: str, second: int, *blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    usage = {"input_tokens": 10, "cache_read_input_tokens": 5, "cache_creation_input_tokens": 1, "output_tokens": 7}
    return {
        "type": "assistant",
        "uuid": f"{message}-{second}",
        "requestId": "r" + message,
        "sessionId": "s",
        "timestamp": f"{START}{second:02}Z",
        "message": {
            "id": message,
            "model": "claude-opus-5-5",
            "role": "assistant",
            "content": list(blocks),
            "usage": usage,
        },
        **more,
    }


def tool_use(identity: str, name: str = "Bash", **arguments: Any) -> dict[str, Any]:
    return {"type": "tool_use", "id": identity, "name": name, "input": arguments}


def result(identity: str, second: int, text: str = "done", **more: Any) -> dict[str, Any]:
    block = {"type": "tool_result", "tool_use_id": identity, "content": text, **more}
    return {
        "type": "user",
        "uuid": f"result-{identity}",
        "sessionId": "s",
        "timestamp": f"{START}{second:02}Z",
        "message": {"role": "user", "content": [block]},
    }
