"""agenttrace prices: whose prices costs are worked out by, the user's own ones, and what is wrong with them."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.text import Text

from agenttrace.client.price_shapes import Price, PriceRow, PriceStep
from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import print_facts, print_json, print_table, say
from agenttrace_server.cli.words import clock, count, usd

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Prices: look them up, set your own, check them.")

SHOWN = ("input", "output", "cache_read", "cache_write", "cache_write_1h")
Model = Annotated[str, typer.Argument(help="a model, or provider/model")]
Amount = Annotated[float | None, typer.Option(help="US dollars for a million tokens", min=0)]
Fee = Annotated[float | None, typer.Option(help="US dollars for a thousand", min=0)]
Number = Annotated[int | None, typer.Option(help="of one call", min=0)]
Tier = Annotated[str | None, typer.Option(help="batch, flex, priority or fast")]


@app.command("list")
def list_(
    context: typer.Context,
    provider: Annotated[str | None, typer.Option(help="only rows of this provider")] = None,
    model: Annotated[str | None, typer.Option(help="part of the model's name")] = None,
    limit: Annotated[int, typer.Option(help="how many rows at most", min=1, max=10_000)] = 100,
) -> None:
    """List prices: your own rows first, then the table's of today, in US dollars for a million tokens."""
    options = options_of(context)
    with options.client() as client:
        found = client.prices(provider=provider, model=model, limit=limit)
    if options.as_json:
        print_json(found)
        return
    rows = [
        [_name(row), *(_dollars(row["prices"].get(field)) for field in SHOWN), _more(row), row["source"]]
        for row in found["items"]
    ]
    print_table(["model", "input", "output", "cached", "write", "write 1h", "", "from"], rows, right=list(_HEADS))
    say(f"{len(rows)} of {found['total']} rows; table {found['table']} of {found['table_date']}")
    if found["overrides_error"]:
        say(f"warning: your prices are left aside: {found['overrides_error']}")


@app.command("show")
def show(
    context: typer.Context,
    model: Model,
    provider: Annotated[str | None, typer.Option(help="who runs it")] = None,
    at: Annotated[str | None, typer.Option(help="a date, or RFC 3339; now by default")] = None,
    tier: Tier = None,
    input_tokens: Number = None,
    output_tokens: Number = None,
    cache_read_tokens: Number = None,
    cache_write_tokens: Number = None,
    cache_write_1h_tokens: Number = None,
    reasoning_tokens: Number = None,
    web_searches: Number = None,
    file_searches: Number = None,
) -> None:
    """Show whose price a call would get, and what a call with the given usage would cost."""
    options = options_of(context)
    used = {
        "input_tokens": input_tokens,
        "output_tokens": output_tokens,
        "cache_read_tokens": cache_read_tokens,
        "cache_write_tokens": cache_write_tokens,
        "cache_write_1h_tokens": cache_write_1h_tokens,
        "reasoning_tokens": reasoning_tokens,
        "web_searches": web_searches,
        "file_searches": file_searches,
    }
    with options.client() as client:
        found = client.price(model, provider=provider, at=at, tier=tier, **used)
    if options.as_json:
        print_json(found)
        return
    facts = [("row", found["row"]), ("match", found["match"]), ("table", found["table"]), ("at", clock(found["at"]))]
    facts += [("tier", found["tier"])] if found["tier"] else []
    facts += [(name, f"{_dollars(price)} {_unit(name)}") for name, price in found["prices"].items()]
    facts += [(f"above {count(step['tokens'])}", _step(step)) for step in found["steps"]]
    print_facts([(name, str(value)) for name, value in facts])
    if any(number is not None for number in used.values()):
        print_facts(_costs(found))


@app.command("set")
def set_(
    context: typer.Context,
    model: Model,
    input_: Annotated[float | None, typer.Option("--input", help="US dollars for a million tokens", min=0)] = None,
    output: Amount = None,
    cache_read: Amount = None,
    cache_write: Amount = None,
    cache_write_1h: Amount = None,
    reasoning: Amount = None,
    input_audio: Amount = None,
    output_audio: Amount = None,
    web_search: Fee = None,
    request: Fee = None,
    tier: Tier = None,
    from_: Annotated[str | None, typer.Option("--from", help="the day on which they come into force")] = None,
    alias: Annotated[list[str] | None, typer.Option(help="another name; * stands for any text")] = None,
) -> None:
    """Write your own prices of a model into the server's price file; comments in it are kept."""
    options = options_of(context)
    given: dict[str, Any] = {
        "input": input_,
        "output": output,
        "cache_read": cache_read,
        "cache_write": cache_write,
        "cache_write_1h": cache_write_1h,
        "reasoning": reasoning,
        "input_audio": input_audio,
        "output_audio": output_audio,
        "web_search": web_search,
        "request": request,
        "tier": tier,
        "in_force_from": from_,
        "aliases": alias or None,
    }
    with options.client() as client:
        found = client.set_price(model, {name: value for name, value in given.items() if value is not None})
    if options.as_json:
        print_json(found)
        return
    say(f"wrote {model} to {found['overrides_file']}; it holds for spans that come from now on")
    say("price what is stored already with: agenttrace reprocess")


@app.command("check")
def check(
    context: typer.Context,
    since: Annotated[str | None, typer.Option(help="24h, 7d, today, a date")] = None,
    until: Annotated[str | None, typer.Option(help="as --since; not included")] = None,
) -> None:
    """Look for models without a price, costs that differ from the reported ones, and a stale table.

    Exit code 1 when there is something to look after.
    """
    options = options_of(context)
    with options.client() as client:
        found = client.check_prices(since=since, until=until)
    wrong = bool(found["unpriced"] or found["differing"] or found["is_stale"] or found["overrides_error"])
    if options.as_json:
        print_json(found)
        raise typer.Exit(int(wrong))
    stale = ", stale: install a newer genai-prices" if found["is_stale"] else ""
    say(f"table {found['table']} of {found['table_date']}, {found['table_age_days']} days old{stale}")
    if found["overrides_error"]:
        say(f"your prices are left aside: {found['overrides_error']}")
    if found["unpriced"]:
        rows = [[row["model"] or "—", count(row["calls"]), count(row["tokens"])] for row in found["unpriced"]]
        print_table(["without a price", "calls", "tokens"], rows, right=["calls", "tokens"])
        say("give them one with: agenttrace prices set MODEL --input … --output …")
    if found["differing"]:
        different = [
            [row["model"] or "—", usd(row["our_usd"]), usd(row["reported_usd"]), f"{row['difference']:+.1%}"]
            for row in found["differing"]
        ]
        print_table(["model", "ours", "reported", "difference"], different, right=["ours", "reported", "difference"])
    if not wrong:
        say("every call has a price, and no reported cost differs")
    raise typer.Exit(int(wrong))


_HEADS = ("input", "output", "cached", "write", "write 1h")


def _name(row: PriceRow) -> str:
    tier = f" ({row['tier']})" if row["tier"] else ""
    start = f" from {row['in_force_from'][:10]}" if row["in_force_from"] else ""
    return f"{row['row'].removeprefix('*/')}{tier}{start}"


def _more(row: PriceRow) -> str:
    return f"+{len(row['steps'])} above {row['steps'][0]['tokens'] // 1000}k" if row["steps"] else ""


def _dollars(amount: float | None) -> str:
    return "" if amount is None else f"${amount:.6f}".rstrip("0").rstrip(".")


def _unit(field: str) -> str:
    return "for a thousand" if field in ("web_search", "file_search", "request") else "for a million tokens"


def _step(step: PriceStep) -> str:
    return ", ".join(f"{name} {_dollars(price)}" for name, price in step["prices"].items())


def _costs(found: Price) -> list[tuple[str, str | Text]]:
    return [
        ("cost", usd(found["total_usd"])),
        ("of it input", usd(found["input_usd"])),
        ("output", usd(found["output_usd"])),
        ("fees", usd(found["fees_usd"] or 0)),
    ]
