"""Hold what no linter knows: sizes, names, docstrings, the few places that may catch everything."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = (ROOT / "sdk" / "src", ROOT / "server" / "src")
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50
MAX_MODULES_IN_FOLDER = 12
MAX_TSX_LINES = 250
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager"}

# Exceptions, each with its reason. The list may only shrink.
TOO_LONG: dict[str, str] = {}
FUNCTION_TOO_LONG: dict[str, str] = {}

# Who may catch everything: the guard of the SDK, and the top of each worker loop. Each counts and logs.
CATCH_ALLS: dict[str, str] = {
    "sdk/src/agenttrace/tracing/guard.py": "our bug inside the user's agent must not stop the agent",
    "sdk/src/agenttrace/export/guard.py": "the same, for the export worker and the hooks of process exit",
    "server/src/agenttrace_server/journal/local/journal.py": "the writer thread: whoever waits for it must hear of it",
    "server/src/agenttrace_server/api/health.py": "whatever a store raises is what /health has to say",
    "server/src/agenttrace_server/pipeline/runner.py": "the pipeline thread: it backs off and tries again",
    "server/src/agenttrace_server/pipeline/reprocess/job.py": "the job's thread: the job fails, the server does not",
    "server/src/agenttrace_server/upkeep/keeper.py": "the keeper's thread: it says so in /health and tries again",
    "server/src/agenttrace_server/store/local/sealer.py": "the sealing thread: it tries again at the next turn",
}


def python_files() -> list[Path]:
    return sorted(path for source in SOURCES for path in source.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions_of(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_python_file_is_longer_than_its_room() -> None:
    long = {name_of(path) for path in python_files() if len(path.read_text().splitlines()) > MAX_FILE_LINES}
    assert long == set(TOO_LONG)


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name_of(path)}:{node.name}"
        for path in python_files()
        for node in functions_of(path)
        if (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION_LINES
    }
    assert long == set(FUNCTION_TOO_LONG)


def test_every_module_says_what_it_is_for_in_one_line() -> None:
    silent = [
        name_of(path)
        for path in python_files()
        if not (ast.get_docstring(ast.parse(path.read_text())) or "").split("\n")[0].strip()
    ]
    assert silent == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = [name_of(path) for path in python_files() if path.stem in FORBIDDEN_NAMES]
    folders = [name_of(path.parent) for path in python_files() if path.parent.name in FORBIDDEN_NAMES]
    assert named + folders == []


def test_no_folder_holds_more_modules_than_one_can_survey() -> None:
    folders: dict[Path, int] = {}
    for path in python_files():
        if path.name != "__init__.py":
            folders[path.parent] = folders.get(path.parent, 0) + 1
    crowded = {name_of(folder): count for folder, count in folders.items() if count > MAX_MODULES_IN_FOLDER}
    assert crowded == {}


def test_package_files_hold_names_only() -> None:
    with_logic = []
    for path in python_files():
        if path.name != "__init__.py":
            continue
        for node in ast.parse(path.read_text()).body:
            is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            is_name = isinstance(node, ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign)
            is_typing = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
            if not (is_docstring or is_name or is_typing):
                with_logic.append(f"{name_of(path)}:{node.lineno}")
    assert with_logic == []


def test_only_the_guard_and_the_worker_loops_catch_everything() -> None:
    found = set()
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ExceptHandler) and catches_everything(node):
                found.add(name_of(path))
    assert found == set(CATCH_ALLS)


def catches_everything(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    names = [
        ast.unparse(part) for part in (handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type])
    ]
    reraises = isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None
    return bool({"Exception", "BaseException"} & set(names)) and not reraises


def test_no_test_uses_a_mock() -> None:
    words = re.compile(r"unittest\.mock|MagicMock|monkeypatch\.setattr|vi\.mock")
    tests = [*ROOT.glob("*/tests/**/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("web/src/**/*.test.ts*")]
    assert [name_of(path) for path in tests if path != Path(__file__) and words.search(path.read_text())] == []


def test_no_react_file_is_longer_than_its_room() -> None:
    long = [
        name_of(path)
        for path in (ROOT / "web" / "src").rglob("*.tsx")
        if len(path.read_text().splitlines()) > MAX_TSX_LINES
    ]
    assert long == []


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "AGENTS.md", "README.md"])
def test_every_path_named_in_a_page_exists(page: str) -> None:
    text = (ROOT / page).read_text()
    named = re.findall(
        r"`((?:sdk|server|web|tests|docs|benchmarks|examples|requirements|changelog\.d)/[^\s`*<>{}]*)`", text
    )
    assert named, f"{page} names no path, so this test holds nothing"
    missing = [path for path in named if not (ROOT / path).exists()]
    assert missing == []
