"""Ask a server about sessions, traces, spans and figures: one method a route, typed answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast
from urllib.parse import quote

from agenttrace.client.agent_shapes import Agent, TraceAgent, TraceMessage
from agenttrace.client.http import Http
from agenttrace.client.language_shapes import Facets, Fields, Histogram, SqlAnswer, Values
from agenttrace.client.metric_shapes import Costs, Errors, Performance, Summary
from agenttrace.client.price_shapes import Price, PriceCheck, Prices, Reprocess
from agenttrace.client.replay_shapes import Checkpoint, Compared, Replay, ReplaysOfTrace, Step, Taken, Uploaded, Worker
from agenttrace.client.shapes import (
    Change,
    Deleted,
    Item,
    PageOf,
    Project,
    SearchPage,
    Session,
    Span,
    SpanDetail,
    Trace,
    TraceDetail,
    TreeSpan,
)
from agenttrace.client.signal_shapes import Log, OtelMetric, OtelMetricValues
from agenttrace.client.store_shapes import Backup, Compacted, StoreStats, Verified
from agenttrace.client.system_shapes import Config, DeadLetter, Health, StoreInfo

DEFAULT_URL = "http://127.0.0.1:8080"
_V1 = "/api/v1"
_PAGE = 200


class Client:
    """Reads through the REST API; what the CLI, notebooks and scripts use. See docs/reference/rest.md for filters.

    Every method raises ClientError: ServerUnreachable, ServerRefused (with the server's words) or BadAnswer.
    """

    def __init__(
        self,
        url: str = DEFAULT_URL,
        *,
        api_key: str | None = None,
        project: str | None = None,
        timeout_s: float = 30.0,
    ) -> None:
        self.url = url.rstrip("/")
        self.project = project
        self._http = Http(url, api_key, timeout_s)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def health(self) -> Health:
        """Return the server's state."""
        return cast(Health, self._http.json("GET", "/health"))

    def config(self) -> Config:
        """Return where the server takes spans, and what else a client must know."""
        return cast(Config, self._get("/config"))

    def store(self) -> StoreInfo:
        """Return what the store holds."""
        return cast(StoreInfo, self._get("/store"))

    def projects(self) -> list[Project]:
        """Return every project."""
        return cast("list[Project]", self._get("/projects"))

    def sessions(self, **filters: Any) -> PageOf[Session]:
        """Return a page of sessions, latest activity first."""
        return cast("PageOf[Session]", self._find("/sessions", filters))

    def session(self, session_id: str) -> Session:
        """Return one session."""
        return cast(Session, self._find(f"/sessions/{_part(session_id)}", {}))

    def session_traces(self, session_id: str, **filters: Any) -> PageOf[Trace]:
        """Return a page of a session's traces."""
        return cast("PageOf[Trace]", self._find(f"/sessions/{_part(session_id)}/traces", filters))

    def delete_session(self, session_id: str) -> Deleted:
        """Remove a session with all its traces."""
        return cast(Deleted, self._http.json("DELETE", f"{_V1}/sessions/{_part(session_id)}", self._scoped({})))

    def traces(self, **filters: Any) -> PageOf[Trace]:
        """Return a page of traces, newest first."""
        return cast("PageOf[Trace]", self._find("/traces", filters))

    def trace(self, trace_id: str) -> TraceDetail:
        """Return one trace's summary."""
        return cast(TraceDetail, self._find(f"/traces/{_part(trace_id)}", {}))

    def trace_spans(self, trace_id: str) -> list[TreeSpan]:
        """Return a trace's spans in the order of its tree."""
        return cast("list[TreeSpan]", self._find(f"/traces/{_part(trace_id)}/spans", {}))

    def trace_agents(self, trace_id: str) -> list[TraceAgent]:
        """Return a trace's agents by first step, with figures that add up to the trace's."""
        return cast("list[TraceAgent]", self._find(f"/traces/{_part(trace_id)}/agents", {}))

    def trace_messages(self, trace_id: str, **filters: Any) -> PageOf[TraceMessage]:
        """Return a page of what a trace's agents told each other, the earliest first."""
        return cast("PageOf[TraceMessage]", self._find(f"/traces/{_part(trace_id)}/messages", filters))

    def trace_checkpoints(self, trace_id: str, **filters: Any) -> PageOf[Checkpoint]:
        """Return a page of the places that a trace's run can be taken up from, the earliest first."""
        return cast("PageOf[Checkpoint]", self._find(f"/traces/{_part(trace_id)}/checkpoints", filters))

    def agents(self, **filters: Any) -> list[Agent]:
        """Return agents over all traces that match, the dearest first."""
        return cast("list[Agent]", self._find("/agents", filters))

    def delete_trace(self, trace_id: str) -> Deleted:
        """Remove a trace."""
        return cast(Deleted, self._http.json("DELETE", f"{_V1}/traces/{_part(trace_id)}", self._scoped({})))

    def spans(self, **filters: Any) -> PageOf[Span]:
        """Return a page of spans, newest first."""
        return cast("PageOf[Span]", self._find("/spans", filters))

    def span(self, span_id: str, trace_id: str | None = None) -> SpanDetail:
        """Return everything about one span."""
        return cast(SpanDetail, self._get(f"/spans/{_part(span_id)}", trace=trace_id))

    def summary(self, **filters: Any) -> Summary:
        """Return totals of a window."""
        return cast(Summary, self._find("/metrics/summary", filters))

    def costs(self, group_by: str = "day", **filters: Any) -> Costs:
        """Return tokens and cost by group."""
        return cast(Costs, self._find("/metrics/costs", {"group_by": group_by, **filters}))

    def performance(self, group_by: str = "span_type", **filters: Any) -> Performance:
        """Return latencies by group."""
        return cast(Performance, self._find("/metrics/performance", {"group_by": group_by, **filters}))

    def errors(self, **filters: Any) -> Errors:
        """Return failures that look alike, commonest first."""
        return cast(Errors, self._find("/metrics/errors", filters))

    def search(self, text: str, **filters: Any) -> SearchPage:
        """Find spans with all the words of a text."""
        return cast(SearchPage, self._find("/search", {"q": text, **filters}))

    def logs(self, **filters: Any) -> PageOf[Log]:
        """Return log records, newest first."""
        return cast("PageOf[Log]", self._find("/logs", filters))

    def trace_histogram(self, **filters: Any) -> Histogram:
        """Return when traces began: how many, how many failed, their 95th percentile."""
        return cast(Histogram, self._find("/traces/histogram", filters))

    def trace_facets(self, fields: str = "status,agent,model", **filters: Any) -> Facets:
        """Return the commonest values of some fields among the traces meant."""
        return cast(Facets, self._find("/traces/facets", {"fields": fields, **filters}))

    def query_fields(self, of: str = "traces") -> Fields:
        """Return the fields of the filter language."""
        return cast(Fields, self._get("/query/fields", of=of))

    def query_values(self, field: str, **filters: Any) -> Values:
        """Return the commonest values of a field of the filter language."""
        return cast(Values, self._find("/query/values", {"field": field, **filters}))

    def otel_metrics(self, **filters: Any) -> list[OtelMetric]:
        """Return the metrics that emitters sent."""
        return cast("list[OtelMetric]", self._find("/otel-metrics", filters))

    def otel_metric(self, name: str, **filters: Any) -> OtelMetricValues:
        """Return what became of one metric over time: `agg`, `group_by`, `interval`, `since`, `until`."""
        return cast(OtelMetricValues, self._find(f"/otel-metrics/{_part(name)}", filters))

    def sql(self, sql: str, *, limit: int | None = None) -> SqlAnswer:
        """Ask one SELECT over spans, traces, sessions and logs of the client's project, or of the only one there is."""
        scope = {"project": self.project}
        return cast(SqlAnswer, self._http.json("POST", f"{_V1}/sql", scope, body={"sql": sql, "limit": limit}))

    def dead_letters(self, **page: Any) -> PageOf[DeadLetter]:
        """Return records that could not be decoded."""
        return cast("PageOf[DeadLetter]", self._get("/dead-letters", **page))

    def export(self, file_format: str, **filters: Any) -> Iterator[bytes]:
        """Yield a download of spans as json, jsonl, csv or parquet."""
        return self._http.chunks(f"{_V1}/export/spans", self._scoped({"format": file_format, **filters}))

    def export_trace(self, trace_id: str, file_format: str) -> Iterator[bytes]:
        """Yield one trace as otlp, jaeger, zipkin or html."""
        return self._http.chunks(f"{_V1}/traces/{_part(trace_id)}/export", self._scoped({"format": file_format}))

    def stream(self, **filters: Any) -> Iterator[Change]:
        """Yield what the server stores from now on, until it stops."""
        return cast("Iterator[Change]", self._http.events(f"{_V1}/stream/spans", self._scoped(filters)))

    def prices(self, *, provider: str | None = None, model: str | None = None, limit: int = 100) -> Prices:
        """Return the user's own prices, then the table's of today."""
        return cast("Prices", self._get("/prices", provider=provider, model=model, limit=limit))

    def price(self, model: str, **asked: Any) -> Price:
        """Return whose price a call of the model would get, and what the given usage would cost."""
        return cast("Price", self._get(f"/prices/{quote(model, safe='/')}", **asked))

    def set_price(self, model: str, prices: dict[str, Any]) -> Prices:
        """Write prices into the user's file on the server."""
        path = f"{_V1}/prices/overrides/{quote(model, safe='/')}"
        return cast("Prices", self._http.json("PUT", path, body=prices))

    def check_prices(self, **window: Any) -> PriceCheck:
        """Return models without a price, costs that differ from the reported ones, and the age of the table."""
        return cast("PriceCheck", self._find("/prices/check", window))

    def start_reprocess(self, **selection: Any) -> Reprocess:
        """Begin to read and price traces anew; all of them where nothing is selected."""
        chosen = {name: value for name, value in self._scoped(selection).items() if value is not None}
        return cast("Reprocess", self._http.json("POST", f"{_V1}/reprocess", body=chosen))

    def reprocess(self) -> Reprocess:
        """Return how far the latest job is."""
        return cast("Reprocess", self._get("/reprocess"))

    def cancel_reprocess(self) -> Reprocess:
        """End the job; what is done stays done."""
        return cast("Reprocess", self._http.json("DELETE", f"{_V1}/reprocess"))

    def delete_project(self, project: str) -> Deleted:
        """Remove a project with everything in it."""
        return cast(Deleted, self._http.json("DELETE", f"{_V1}/projects/{_part(project)}"))

    def store_stats(self) -> StoreStats:
        """Return what each part of the data folder takes."""
        return cast("StoreStats", self._get("/store/stats"))

    def compact_store(self, *, everything: bool = False) -> Compacted:
        """Have files rewritten in which much counts no more; returns when it is done."""
        return cast("Compacted", self._http.json("POST", f"{_V1}/store/compact", body={"everything": everything}))

    def verify_store(self, *, full: bool = False) -> Verified:
        """Have everything read and counted again; returns when it is done."""
        return cast("Verified", self._http.json("POST", f"{_V1}/store/verify", body={"full": full}))

    def backup_store(self) -> Backup:
        """Have a copy written into the data folder's `backups`."""
        return cast("Backup", self._http.json("POST", f"{_V1}/store/backup"))

    def push_recording(self, trace_id: str, content: Iterable[bytes]) -> Uploaded:
        """Give the server the recording of a trace: a tar of `events.jsonl` and `blobs/<sha256>`."""
        path = f"{_V1}/traces/{_part(trace_id)}/recording"
        return cast("Uploaded", self._http.upload(path, self._scoped({}), content, "application/x-tar"))

    def pull_recording(self, trace_id: str) -> Iterator[bytes]:
        """Yield the recording of a trace as such a tar."""
        return self._http.chunks(f"{_V1}/traces/{_part(trace_id)}/recording", self._scoped({}))

    def recording_steps(self, trace_id: str) -> list[Step]:
        """Return the model calls and tool calls of a trace's recording."""
        return cast("list[Step]", self._find(f"/traces/{_part(trace_id)}/recording/steps", {}))

    def ask_replay(self, trace_id: str, **asked: Any) -> Replay:
        """Ask for a replay: `from_step` or `from_checkpoint`, `until_step`, `edits`, `model`, `tools`."""
        path = f"{_V1}/traces/{_part(trace_id)}/replays"
        return cast("Replay", self._http.json("POST", path, self._scoped({}), body=asked))

    def replays_of(self, trace_id: str) -> ReplaysOfTrace:
        """Return everything about replaying one trace."""
        return cast("ReplaysOfTrace", self._find(f"/traces/{_part(trace_id)}/replays", {}))

    def replays(self, **filters: Any) -> list[Replay]:
        """Return replays that were asked for, the newest first: `state`, `limit`."""
        return cast("list[Replay]", self._find("/replays", filters))

    def replay(self, replay_id: str) -> Replay:
        """Return one of them."""
        return cast("Replay", self._get(f"/replays/{_part(replay_id)}"))

    def cancel_replay(self, replay_id: str) -> Replay:
        """End one that waits, or have its worker end it."""
        return cast("Replay", self._http.json("POST", f"{_V1}/replays/{_part(replay_id)}/cancel"))

    def workers(self) -> list[Worker]:
        """Return the workers that the server has heard of lately."""
        return cast("list[Worker]", self._get("/workers"))

    def take_replay(self, worker: dict[str, Any]) -> Taken:
        """As a worker: ask for a replay to carry out."""
        return cast("Taken", self._http.json("POST", f"{_V1}/workers/take", body=worker))

    def beat(self, replay_id: str, lease: str) -> Replay:
        """As a worker: say that it is alive."""
        return cast("Replay", self._http.json("POST", f"{_V1}/replays/{_part(replay_id)}/beat", body={"lease": lease}))

    def end_replay(self, replay_id: str, ended: dict[str, Any]) -> Replay:
        """As a worker: say what became of it."""
        return cast("Replay", self._http.json("POST", f"{_V1}/replays/{_part(replay_id)}/end", body=ended))

    def leave(self, worker: str) -> list[Worker]:
        """As a worker: say goodbye."""
        return cast("list[Worker]", self._http.json("DELETE", f"{_V1}/workers/{_part(worker)}"))

    def compare(self, a: str, b: str) -> Compared:
        """Lay two traces beside each other."""
        return cast("Compared", self._find("/diff", {"a": a, "b": b}))

    def _find(self, path: str, filters: dict[str, Any]) -> Any:
        return self._http.json("GET", _V1 + path, self._scoped(filters))

    def _get(self, path: str, **parameters: Any) -> Any:
        return self._http.json("GET", _V1 + path, parameters)

    def _scoped(self, filters: dict[str, Any]) -> dict[str, Any]:
        return {"project": self.project, **filters}


def first(limit: int, ask: Callable[..., PageOf[Item]], **filters: Any) -> list[Item]:
    """Follow the cursor of a list until `limit` items are there or the list ends: `first(500, client.traces)`."""
    items: list[Item] = []
    cursor: str | None = None
    while len(items) < limit:
        page = ask(limit=min(limit - len(items), _PAGE), cursor=cursor, **filters)
        items += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    return items


def _part(text: str) -> str:
    return quote(text, safe="")
