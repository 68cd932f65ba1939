"""Settings that cannot work are refused by name before the first span."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from agenttrace.export import BadExportSetting, ExportSettings
from agenttrace.export.settings import traces_url


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("endpoint", "127.0.0.1:4318"),
        ("endpoint", "ftp://host"),
        ("endpoint", "http://"),
        ("endpoint", "http://host:port"),
        ("endpoint", "http://host/?a=b"),
        ("endpoint", "http://user:word@host"),
        ("batch_size", 0),
        ("queue_bytes", -1),
        ("schedule_delay_s", float("nan")),
        ("retry_budget_s", -1.0),
        ("start_record_after_s", -0.1),
        ("compression", "zstd"),
        ("project", ""),
        ("project", "a/b"),
        ("api_key", "two\nlines"),
        ("headers.x-trace", {"x-trace": "a\r\nb"}),
    ],
)
def test_a_setting_that_cannot_work_is_refused_by_name(field: str, value: Any) -> None:
    with pytest.raises(BadExportSetting, match=f"^{field}: ") as refused:
        ExportSettings(home=Path("home"), **{field.split(".")[0]: value})
    assert refused.value.field == field


def test_what_is_secret_is_not_shown() -> None:
    shown = repr(ExportSettings(home=Path("home"), api_key="hush", headers={"cookie": "hush"}))
    assert "hush" not in shown


@pytest.mark.parametrize(
    ("endpoint", "url"),
    [
        ("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces"),
        ("http://127.0.0.1:4318/", "http://127.0.0.1:4318/v1/traces"),
        ("https://host/otlp", "https://host/otlp/v1/traces"),
        ("https://host/v1/traces/", "https://host/v1/traces"),
    ],
)
def test_the_path_of_traces_is_appended_once(endpoint: str, url: str) -> None:
    assert traces_url(endpoint) == url


def test_every_setting_is_on_the_page_about_export() -> None:
    page = (Path(__file__).parents[3] / "docs" / "concepts" / "export.md").read_text()
    undocumented = [field.name for field in fields(ExportSettings) if f"| `{field.name}` |" not in page]
    assert undocumented == []
