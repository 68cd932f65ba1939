from pathlib import Path

import pytest

from agenttrace_server.config import Settings, load, sources, write_setting
from agenttrace_server.errors import BadSetting


def environ(folder: Path, **variables: str) -> dict[str, str]:
    return {"AGENTTRACE_CONFIG": str(folder / "config.toml"), **variables}


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    settings = load(environ(tmp_path))
    assert (settings.host, settings.port, settings.http_port) == ("127.0.0.1", 4318, 8080)


def test_an_option_beats_the_environment_which_beats_the_file(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('port = 1\nhttp_port = 2\nseal_quiet_s = 1.5\ncors_origins = ["a", "b"]\n')
    settings = load(environ(tmp_path, AGENTTRACE_PORT="3", AGENTTRACE_HTTP_PORT="4"), port=5)
    assert (settings.port, settings.http_port, settings.seal_quiet_s) == (5, 4, 1.5)
    assert settings.cors_origins == ("a", "b")


def test_each_setting_says_where_it_came_from(tmp_path: Path) -> None:
    found = {source.name: source.origin for source in sources(environ(tmp_path, AGENTTRACE_LOG_LEVEL="debug"), port=1)}
    assert (found["port"], found["log_level"], found["host"]) == ("option", "environment", "default")


@pytest.mark.parametrize(
    ("variable", "text", "words"),
    [
        ("AGENTTRACE_PORT", "many", "AGENTTRACE_PORT must be a number"),
        ("AGENTTRACE_PORT", "65536", "port must be between 0 and 65535"),
        ("AGENTTRACE_LOG_JSON", "maybe", "AGENTTRACE_LOG_JSON must be true or false"),
        ("AGENTTRACE_MAX_NESTING", "0", "max_nesting must be above zero"),
        ("AGENTTRACE_SEAL_QUIET_S", "nan", "seal_quiet_s must be above zero"),
        ("AGENTTRACE_HTTP_PORT", "4318", "port and http_port cannot be the same"),
    ],
)
def test_a_bad_value_is_refused_by_name(tmp_path: Path, variable: str, text: str, words: str) -> None:
    with pytest.raises(BadSetting, match=words):
        load(environ(tmp_path, **{variable: text}))


@pytest.mark.parametrize(
    ("text", "words"),
    [("port = ", "cannot be read"), ("ports = 1", "no setting 'ports'"), ("port = 'x'", "port must be")],
)
def test_a_bad_file_is_refused_with_its_name(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(BadSetting, match=words):
        load(environ(tmp_path))


def test_a_setting_that_was_written_is_read_and_can_be_taken_out(tmp_path: Path) -> None:
    file = tmp_path / "new" / "config.toml"
    write_setting(file, "port", "9")
    write_setting(file, "cors_origins", "http://a, http://b")
    written = load({"AGENTTRACE_CONFIG": str(file)})
    write_setting(file, "port", None)
    assert (written.port, written.cors_origins) == (9, ("http://a", "http://b"))
    assert load({"AGENTTRACE_CONFIG": str(file)}).port == 4318


def test_a_bad_write_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    write_setting(file, "port", "9")
    before = file.read_text()
    with pytest.raises(BadSetting):
        write_setting(file, "port", "99999")
    with pytest.raises(BadSetting):
        write_setting(file, "no_such", "1")
    assert file.read_text() == before


@pytest.mark.parametrize(("processors", "workers"), [(1, 0), (2, 1), (3, 2), (64, 2)])
def test_without_a_word_the_pipeline_has_as_many_workers_as_help(processors: int, workers: int) -> None:
    assert Settings().workers_on(processors) == workers
    assert Settings(pipeline_workers=3).workers_on(processors) == 3
