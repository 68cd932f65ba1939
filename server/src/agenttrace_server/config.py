"""Read every setting of the server once: the only reader of the environment."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import tomllib

from agenttrace_server.errors import BadSetting

PREFIX = "AGENTTRACE_"
MAX_PORT = 65_535
_MOST_WORKERS = 2
LEAST_CAP_MB = 48
"""A smaller disk cap cannot be kept: a seal, the databases and what frees space need room."""
_BYTES_A_SPAN = 2_048
_MAY_BE_ZERO = ("port", "http_port", "pipeline_workers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set. Field `x_y` is read from the variable `AGENTTRACE_X_Y`."""

    # where
    host: str = "127.0.0.1"
    port: int = 4318
    """OTLP/HTTP."""
    http_port: int = 8080
    """REST and web."""
    data_dir: Path = Path("~/.agenttrace/server")
    recordings_dir: Path | None = None
    """Where agents on this machine record their runs; default `traces` beside the data folder."""
    follow_recordings: bool = True
    """Whether recordings are taken in by themselves."""
    root_path: str = ""
    """The prefix that a proxy strips, such as /at."""
    cors_origins: tuple[str, ...] = ()
    """Origins whose pages may read the API; none by default."""
    allowed_hosts: tuple[str, ...] = ()
    """Host names, beside the loopback ones, under which a server bound to loopback answers (a proxy in front)."""
    web_dir: Path | None = None
    """The built web application; default: the one inside the wheel, else web/dist of the checkout."""
    log_level: str = "info"
    log_json: bool = False

    # receive
    max_request_bytes: int = 64 * 1024 * 1024
    """Of one request's body, after decompression."""
    max_nesting: int = 64
    """Levels of arrays and maps inside one OTLP request."""
    receive_concurrency: int = 32
    """Requests being read or parsed at once; more get 429."""

    # journal
    journal_max_bytes: int = 4 * 1024 * 1024 * 1024
    journal_segment_bytes: int = 64 * 1024 * 1024
    journal_retain_s: int = 7 * 24 * 3600
    """How long applied records are kept for reprocessing, inside `journal_max_bytes`."""

    backlog_max_bytes: int = 1024 * 1024 * 1024
    """Acknowledged bytes that may wait for the pipeline; while more do, senders get 503."""

    # pipeline
    batch_max_spans: int = 10_000
    batch_max_wait_ms: int = 50
    compared_calls: int = 20_000
    """The last model calls that are compared with calls of other traces; 0: none are."""
    pipeline_workers: int | None = None
    """Processes beside the server's own that take spans through the stages while there is much to do; 0: none. By
    default one for each processor beside the first, up to two: then the server's own process has the most to do."""
    prices_file: Path | None = None
    """The user's own prices (TOML), which win over the table; default <data_dir>/prices.toml."""
    prices_snapshot_file: Path | None = None
    """Prices of the long tail (JSON in the shape of LiteLLM's list), asked last; none by default."""
    prices_reload_s: float = 2.0
    """How often a running server looks whether the user's own prices have changed."""
    prices_stale_days: int = 45
    """A price table older than this is a warning in `agenttrace doctor`."""
    cost_difference_percent: float = 1.0
    """A cost that an emitter reports and that is further than this from ours is marked."""
    preview_chars: int = 200
    message_preview_chars: int = 2_000
    graph_max_traces: int = 200
    """How many of the newest traces a graph of agents over many traces reads."""
    graph_max_spans: int = 50_000

    logs_retain_s: int = 30 * 24 * 3600
    """How long log records are kept, by their own time."""
    otel_metrics_retain_s: int = 30 * 24 * 3600
    """How long the points of metrics are kept, by their own time."""
    otel_metrics_max_values: int = 10_000
    """In one answer about a metric; more are refused."""

    # store
    store: str = "local"
    seal_spans: int = 100_000
    seal_bytes: int = 64 * 1024 * 1024
    seal_quiet_s: float = 30.0
    content_min_bytes: int = 2048
    """Values of at least so many characters are kept once a project, apart from the spans."""
    attachment_min_bytes: int = 1024
    """Files that come as base64 become attachments from this size on."""
    search_index: bool = True
    """Whether words are found through an index; without one they are found by reading, and disk is saved."""
    search_index_delay_s: float = 3.0
    """How old a file is before its index is built: a younger one is likely to be merged into another."""
    duckdb_memory_mb: int = 512
    duckdb_threads: int = 2

    sql_timeout_s: float = 30.0
    """How long a question in SQL may take."""
    sql_memory_mb: int = 512
    """Memory of the process that answers a question in SQL."""
    sql_rows_max: int = 10_000
    sql_answer_bytes: int = 16 * 1024 * 1024
    """Rows that would take more are left out, and the answer says so."""
    sql_scratch_mb: int = 1024
    """Log records of one project that a question in SQL about `logs` may copy to a temporary file."""
    sql_at_once: int = 2
    """Questions in SQL that may run at once; more get 503."""

    # upkeep
    retain_days: float | None = None
    """Traces last heard of longer ago are deleted; none by default."""
    retain_days_by_project: tuple[str, ...] = ()
    """Bounds of age of single projects, which win over `retain_days`: such as demo=7,prod=90."""
    disk_cap_mb: int | None = None
    """What journal and store may take on disk together; beyond it the oldest traces go. None by default."""
    upkeep_s: float = 0.5
    """How often the sizes are looked at."""

    # replays
    recording_max_bytes: int = 1024 * 1024 * 1024
    """Of one recording that is uploaded."""
    replay_time_limit_s: float = 600.0
    """How long a worker lets one replay run."""
    replay_silence_s: float = 30.0
    """A worker that is silent for longer has lost its replay."""
    replay_attempts: int = 2
    """How often a replay is given to a worker before it counts as lost."""
    replay_queue_max: int = 100
    """Replays that may wait for a worker; more get 409."""
    replay_step_bytes: int = 1024 * 1024
    """Of a step's request or answer, as the page shows it for editing; longer ones are cut."""

    # api
    page_limit_max: int = 1_000
    views_max: int = 200
    """Saved views of one project; more are refused."""
    value_cut_bytes: int = 64 * 1024
    """Strings above this are cut in a span's detail, with a link to the whole."""
    export_max_spans: int = 1_000_000
    skeleton_max_spans: int = 250_000
    """A trace with more spans is not served as a waterfall."""
    skeleton_cache_mb: int = 64
    """Memory for the waterfalls of ended traces."""
    live_queue: int = 1_000
    """Live messages held for one slow client before it is told that it missed some."""
    drain_s: float = 10.0
    """How long a stop waits for what was acknowledged to reach the store."""

    @property
    def recordings(self) -> Path:
        """The folder of recordings with `~` resolved."""
        return self.home.parent / "traces" if self.recordings_dir is None else self.recordings_dir.expanduser()

    def workers_on(self, processors: int) -> int:
        """How many processes the pipeline has beside the server's own."""
        return min(_MOST_WORKERS, processors - 1) if self.pipeline_workers is None else self.pipeline_workers

    @property
    def journal_bound_bytes(self) -> int:
        """What the journal may take: under a disk cap at most a quarter of that."""
        if self.disk_cap_mb is None:
            return self.journal_max_bytes
        return min(self.journal_max_bytes, self.disk_cap_mb * 1024 * 1024 // 4)

    @property
    def store_bound_bytes(self) -> int | None:
        """What the store may take: all of the disk cap that the journal never takes."""
        return None if self.disk_cap_mb is None else self.disk_cap_mb * 1024 * 1024 - self.journal_bound_bytes

    @property
    def batch_bound_spans(self) -> int:
        """Spans of one batch: under a disk cap not so many that they alone are more than a seal is meant to take."""
        return max(1, min(self.batch_max_spans, self.seal_bound_bytes // _BYTES_A_SPAN))

    @property
    def seal_bound_bytes(self) -> int:
        """When the hot part is sealed: before the journal, which keeps what is not sealed, has reached its bound."""
        return max(1, min(self.seal_bytes, self.journal_bound_bytes // 4))

    @property
    def home(self) -> Path:
        """The data folder with `~` resolved."""
        return self.data_dir.expanduser()


@dataclass(frozen=True, slots=True)
class Source:
    """Where the value of one setting came from."""

    name: str
    value: object
    origin: str
    """default, file, environment or option."""


def config_file(environ: Mapping[str, str] | None = None) -> Path:
    """Return where settings are kept: AGENTTRACE_CONFIG, else ~/.agenttrace/config.toml."""
    source = os.environ if environ is None else environ
    return Path(source.get(PREFIX + "CONFIG") or "~/.agenttrace/config.toml").expanduser()


def load(environ: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """Read the file, then the environment, then the overrides (None = not given); the later wins.

    Raises: BadSetting: a value of the wrong form; `field` is the variable's, the file's or the option's name.
    """
    return replace(Settings(), **{source.name: source.value for source in sources(environ, **overrides)})  # type: ignore[arg-type]


def sources(environ: Mapping[str, str] | None = None, **overrides: object) -> tuple[Source, ...]:
    """Return every setting with its value and where that came from. Raises: BadSetting, as `load`."""
    variables = os.environ if environ is None else environ
    in_file = read_file(config_file(variables))
    found = []
    for spec in fields(Settings):
        text = variables.get(PREFIX + spec.name.upper())
        if overrides.get(spec.name) is not None:
            found.append(Source(spec.name, overrides[spec.name], "option"))
        elif text:
            found.append(Source(spec.name, parse(spec.name, text, PREFIX + spec.name.upper()), "environment"))
        elif spec.name in in_file:
            found.append(Source(spec.name, in_file[spec.name], "file"))
        else:
            found.append(Source(spec.name, spec.default, "default"))
    _check({source.name: source.value for source in found})
    return tuple(found)


def read_file(path: Path) -> dict[str, object]:
    """Return the settings of a TOML file; none where there is no file. Raises: BadSetting."""
    try:
        table = tomllib.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadSetting(f"{path} cannot be read: {error}", field=str(path)) from None
    return {name: parse(name, _as_text(value), f"{path}: {name}") for name, value in table.items()}


def write_setting(path: Path, name: str, text: str | None) -> None:
    """Put one setting into the file, or take it out (None). Comments in the file are not kept.

    Raises: BadSetting: no such setting, or a value of the wrong form; then the file is unchanged.
    """
    type_of(name)
    kept = {key: _as_text(value) for key, value in read_file(path).items() if key != name}
    if text is not None:
        kept[name] = _as_text(parse(name, text, name))
    _check({**{spec.name: spec.default for spec in fields(Settings)}, **{k: parse(k, v, k) for k, v in kept.items()}})
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in sorted(kept.items())))
    partial.replace(path)


def type_of(name: str) -> str:
    """Return the type of a setting as it is written in `Settings`. Raises: BadSetting: no such setting."""
    types = {spec.name: str(spec.type) for spec in fields(Settings)}
    if name not in types:
        raise BadSetting(f"there is no setting {name!r}; `agenttrace config list` shows them", field=name)
    return types[name]


def parse(name: str, text: str, where: str) -> object:
    """Read the text of one setting; `where` is what an error names. Raises: BadSetting."""
    kind = type_of(name).removesuffix(" | None")
    if kind == "bool":
        if text.lower() not in ("1", "0", "true", "false", "yes", "no"):
            raise BadSetting(f"{where} must be true or false, not {text!r}", field=where)
        return text.lower() in ("1", "true", "yes")
    if kind == "tuple[str, ...]":
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if "Path" in kind:
        return Path(text)
    if kind in ("int", "float"):
        try:
            return int(text) if kind == "int" else float(text)
        except ValueError:
            raise BadSetting(f"{where} must be a number, not {text!r}", field=where) from None
    return text


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ",".join(str(part) for part in value)
    return str(value)


def _check(values: Mapping[str, Any]) -> None:
    for entry in values["retain_days_by_project"]:
        project, _, days = entry.rpartition("=")
        if not project or not days.replace(".", "", 1).isdigit() or not float(days) > 0:
            raise BadSetting(
                f"retain_days_by_project must be like demo=7,prod=90, not {entry!r}", field="retain_days_by_project"
            )
    if values["disk_cap_mb"] is not None and values["disk_cap_mb"] < LEAST_CAP_MB:
        raise BadSetting(
            f"disk_cap_mb must be {LEAST_CAP_MB} or more, not {values['disk_cap_mb']}: seals and databases need room",
            field="disk_cap_mb",
        )
    for name in ("port", "http_port"):
        if not 0 <= values[name] <= MAX_PORT:
            raise BadSetting(f"{name} must be between 0 and {MAX_PORT}, not {values[name]}", field=name)
    if values["pipeline_workers"] is not None and values["pipeline_workers"] < 0:
        raise BadSetting("pipeline_workers must be 0 or more", field="pipeline_workers")
    if values["port"] and values["port"] == values["http_port"]:
        raise BadSetting("port and http_port cannot be the same", field="http_port")
    for spec in fields(Settings):
        is_limit = str(spec.type).removesuffix(" | None") in ("int", "float") and spec.name not in _MAY_BE_ZERO
        if is_limit and values[spec.name] is not None and not values[spec.name] > 0:
            raise BadSetting(f"{spec.name} must be above zero, not {values[spec.name]}", field=spec.name)
