"""Setting a price changes one row of the user's file and nothing else, and a running server sees the change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import tomllib
from hypothesis import given
from hypothesis import strategies as st

from agenttrace_server.errors import BadSetting
from agenttrace_server.pipeline.price import PriceBook, load_overrides
from agenttrace_server.pipeline.price.editing import with_row
from agenttrace_server.pipeline.price.keeper import PriceKeeper

FILE = """# what we agreed on in spring
[prices."openai/gpt-5"]  # the big one
input = 1.0   # was 1.25
output = 8

# the house's own
[prices.house]
input = 0.1
"""


def test_a_price_is_changed_in_its_place_and_comments_stay() -> None:
    changed = with_row(FILE, "openai/gpt-5", {"input": Decimal("0.9"), "cache_read": Decimal("0.1")})

    assert changed == FILE.replace("input = 1.0   # was", "input = 0.9   # was").replace(
        "output = 8\n", "output = 8\ncache_read = 0.1\n"
    )


def test_a_new_model_comes_at_the_end() -> None:
    changed = with_row(FILE, "x/new", {"input": Decimal(1), "aliases": ("new-*",)})

    assert changed == FILE + '\n[prices."x/new"]\ninput = 1\naliases = ["new-*"]\n'


def test_a_first_price_makes_the_file() -> None:
    assert with_row("", "m", {"output": Decimal(2)}) == '[prices."m"]\noutput = 2\n'


def test_another_date_is_another_row_of_the_model() -> None:
    day = date(2026, 12, 1)

    once = with_row(FILE, "house", {"input": Decimal("0.2"), "from": day})
    twice = with_row(once, "house", {"input": Decimal("0.3"), "from": day})

    rows = tomllib.loads(twice)["prices"]["house"]
    assert rows == [{"input": 0.1}, {"input": 0.3, "from": day}]
    assert "# the house's own" in twice


def test_another_tier_is_another_row_of_the_model() -> None:
    changed = with_row(FILE, "openai/gpt-5", {"input": Decimal("0.5"), "output": Decimal(4), "tier": "batch"})

    rows = tomllib.loads(changed)["prices"]["openai/gpt-5"]
    assert [row.get("tier") for row in rows] == [None, "batch"]


amounts = st.decimals(min_value=0, max_value=1000, places=4)
models = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@given(st.lists(st.tuples(models, amounts), min_size=1, max_size=6))
def test_whatever_is_set_is_what_the_file_says(given_prices: list[tuple[str, Decimal]]) -> None:
    text = FILE
    for name, amount in given_prices:
        text = with_row(text, name, {"input": amount})

    prices = {name.lower(): row for name, row in tomllib.loads(text, parse_float=Decimal)["prices"].items()}
    for name, amount in {name.lower(): amount for name, amount in given_prices}.items():
        assert prices[name]["input"] == amount
    assert prices["openai/gpt-5"]["output"] == 8


def _keeper(folder: Path) -> PriceKeeper:
    path = folder / "prices.toml"
    return PriceKeeper(PriceBook(load_overrides(path)), path, every_s=3600)


def test_a_changed_file_is_seen_and_a_broken_one_is_left_aside(tmp_path: Path) -> None:
    keeper = _keeper(tmp_path)
    assert keeper.look() is False

    (tmp_path / "prices.toml").write_text(FILE)
    assert keeper.look() is True
    assert len(keeper.book.overrides.rows) == 2

    (tmp_path / "prices.toml").write_text("[prices.m]\ninput = -1\n")
    assert keeper.look() is False
    assert keeper.error is not None
    assert "prices" in keeper.error
    assert len(keeper.book.overrides.rows) == 2

    (tmp_path / "prices.toml").unlink()
    assert keeper.look() is True
    assert (keeper.error, keeper.book.overrides.rows) == (None, ())


def test_setting_a_price_holds_at_once_and_is_in_the_file(tmp_path: Path) -> None:
    keeper = _keeper(tmp_path)

    keeper.set("acme/m1", {"input": Decimal("1.5")})

    assert [row.model for row in keeper.book.overrides.rows] == ["m1"]
    assert load_overrides(tmp_path / "prices.toml").rows == keeper.book.overrides.rows
    assert keeper.look() is False


def test_a_price_that_would_break_the_file_leaves_it_as_it_was(tmp_path: Path) -> None:
    keeper = _keeper(tmp_path)
    (tmp_path / "prices.toml").write_text(FILE)

    with pytest.raises(BadSetting, match="must have input or output"):
        keeper.set("acme/m1", {"cache_read": Decimal(1)})

    assert (tmp_path / "prices.toml").read_text() == FILE
