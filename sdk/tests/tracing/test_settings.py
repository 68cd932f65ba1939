"""Settings come from arguments, then the environment, then defaults; a bad one is named."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir

import pytest

from agenttrace.tracing.settings import VARIABLES, BadSetting, Settings, endpoint_from, load_settings


def test_without_anything_the_defaults_hold() -> None:
    settings = load_settings({}, {})

    assert settings.project == "default"
    assert settings.endpoint is None
    assert settings.home == Path("~/.agenttrace").expanduser()


def test_an_argument_wins_over_the_environment() -> None:
    environment = {"AGENTTRACE_PROJECT": "from-env", "AGENTTRACE_TAGS": "a, b,", "AGENTTRACE_SAMPLE_RATE": "0.5"}

    settings = load_settings({"project": "given", "tags": None}, environment)

    assert (settings.project, settings.tags, settings.sample_rate) == ("given", ("a", "b"), 0.5)


def test_the_variables_of_opentelemetry_are_the_fallback() -> None:
    otel = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://traces.example/v1/traces",
        "OTEL_EXPORTER_OTLP_HEADERS": "x-team=a%20b,x-other=1",
    }

    assert load_settings({}, otel).endpoint == "https://traces.example"
    assert load_settings({}, otel).headers == (("x-team", "a b"), ("x-other", "1"))
    assert load_settings({}, {**otel, "AGENTTRACE_ENDPOINT": "http://ours:1"}).endpoint == "http://ours:1"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("AGENTTRACE_SAMPLE_RATE", "often", "must be a number"),
        ("AGENTTRACE_SAMPLE_RATE", "2", "must be from 0 to 1"),
        ("AGENTTRACE_DISABLED", "maybe", "must be true or false"),
        ("AGENTTRACE_ENDPOINT", "ftp://x", "must be an http or https URL"),
        ("AGENTTRACE_ENDPOINT", "http://host:99999", "must be an http or https URL"),
        ("AGENTTRACE_PROJECT", "a/b", "no slash"),
        ("AGENTTRACE_SHUTDOWN_TIMEOUT_S", "-1", "must be above 0"),
        ("AGENTTRACE_SHUTDOWN_TIMEOUT_S", "nan", "must be above 0"),
        ("AGENTTRACE_MAX_VALUE_CHARS", "0", "must be at least 1"),
        ("AGENTTRACE_MAX_VALUE_CHARS", "many", "must be a whole number"),
        ("AGENTTRACE_REDACT_PERSONAL", "email,shoe", "must be some of card, email, phone"),
        ("AGENTTRACE_HEADERS", "novalue", "name=value"),
        ("AGENTTRACE_COMPRESSION", "zip", "gzip or none"),
        ("AGENTTRACE_QUEUE_SIZE", "-5", "0 or more"),
    ],
)
def test_a_bad_value_names_its_variable(name: str, value: str, says: str) -> None:
    with pytest.raises(BadSetting, match=f"^{name}: .*{says}"):
        load_settings({}, {name: value})


def test_a_bad_argument_names_the_argument() -> None:
    with pytest.raises(BadSetting, match=r"^sample_rate: must be from 0 to 1, this is 7"):
        load_settings({"sample_rate": 7}, {})
    with pytest.raises(BadSetting, match=r"^sample_rate: must be a number"):
        load_settings({"sample_rate": "0.5"}, {})
    with pytest.raises(BadSetting, match=r"^project: must be text"):
        load_settings({"project": 5}, {})
    with pytest.raises(BadSetting, match="redacct is not a setting"):
        load_settings({"redacct": True}, {})


def test_headers_may_be_given_as_a_mapping() -> None:
    assert load_settings({"headers": {"x-team": "a"}}, {}).headers == (("x-team", "a"),)


def test_every_setting_can_come_from_the_environment() -> None:
    assert {variable.field for variable in VARIABLES} == set(Settings.__dataclass_fields__)


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("localhost:4318", "http://localhost:4318"),
        ("http://h/v1/traces", "http://h"),
        ("https://h/otlp/v1/traces/", "https://h/otlp"),
        ("http://[::1]:4318/", "http://[::1]:4318"),
    ],
)
def test_an_endpoint_may_be_written_in_several_ways(given: str, base: str) -> None:
    assert endpoint_from(given) == base


def test_a_user_without_a_home_folder_keeps_spans_among_the_temporary_files() -> None:
    settings = load_settings({"home": "~nobody-of-this-name/.agenttrace"}, {})
    assert settings.home.parent == Path(gettempdir())
    assert settings.home.name.startswith("agenttrace-")
