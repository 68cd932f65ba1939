"""Read everything of Codex's under a path: rollouts, and output of `codex exec --json`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from agenttrace_server.errors import CannotImport
from agenttrace_server.imports.codex.exec_json import ROW_KINDS, ExecOutput
from agenttrace_server.imports.codex.making import Thread
from agenttrace_server.imports.codex.rollout import Rollout
from agenttrace_server.imports.lines import Progress, json_lines
from agenttrace_server.imports.reading import fields, first_text
from agenttrace_server.imports.span import ImportedSpan
from agenttrace_server.imports.tally import Tally

_ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst")


def paths(path: Path) -> list[Path]:
    """Return every file that an import of this path reads. Raises: CannotImport."""
    if not path.exists():
        raise CannotImport(f"{path}: there is no such file or folder")
    if path.is_file():
        return [path]
    found = sorted(file for file in path.rglob("*") if file.name.endswith(_ENDINGS) and file.is_file())
    if not found:
        raise CannotImport(f"{path}: holds no rollouts (*.jsonl)")
    return found


def spans(path: Path, tally: Tally, progress: Progress) -> Iterator[ImportedSpan]:
    """Yield the spans of everything under a path. Raises: CannotImport."""
    found = paths(path)
    threads = {thread for file in found if (thread := _thread_of(file, "session_meta"))} if len(found) > 1 else set()
    for file in found:
        if _thread_of(file, "thread.started") in threads:
            tally.note(f"{file}: left out, the rollout of its thread is imported and knows more")
        else:
            yield from _spans_of(file, tally, progress)


def _thread_of(file: Path, kind: str) -> str | None:
    """Return the thread that a file's first row of this kind names; None where it does not begin with one."""
    first = next(json_lines(file, Tally()), None)
    if first is None or first.row.get("type") != kind:
        return None
    payload = fields(first.row.get("payload"))
    return first_text(payload, "id", "session_id") or first_text(first.row, "thread_id")


def _spans_of(file: Path, tally: Tally, progress: Progress) -> Iterator[ImportedSpan]:
    reader: Rollout | ExecOutput | None = None
    for line in json_lines(file, tally, progress):
        if reader is None:
            reader = _reader_for(line.row, file, tally)
        yield from reader.read(line.row)
    if reader is not None:
        yield from reader.finish()


def _reader_for(row: dict[str, object], file: Path, tally: Tally) -> Rollout | ExecOutput:
    """Tell the two forms apart by their first row."""
    name = file.name.split(".")[0]
    if row.get("type") not in ROW_KINDS:
        return Rollout(tally, Thread(name))
    tally.note(
        f"{file}: output of codex exec has no times and no model; every span is at the time when the file was written. "
        "The thread's rollout, where there is one, knows more: import one of the two"
    )
    return ExecOutput(tally, Thread(name), file.stat().st_mtime_ns)
