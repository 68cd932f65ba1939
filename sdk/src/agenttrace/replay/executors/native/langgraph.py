"""Take up graphs of LangGraph: all checkpoints of a thread, put into a saver of another process.

LangGraph asks models anew from the checkpoint on; what lies before it is not run again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.metadata import version
from itertools import groupby
from typing import Any

from agenttrace.comparison import Difference, differences
from agenttrace.replay.checkpoints.blob import BadCheckpoint, CheckpointBlob
from agenttrace.replay.checkpoints.contract import Capabilities, Granularity
from agenttrace.replay.executors.native.alone import completed
from agenttrace.tracing.values import as_json

FORMAT = "langgraph.checkpoints/1+"
_EDITS = ("values", "as_node")
_ALL_OF_IT = 1 << 40


@dataclass(frozen=True, slots=True)
class LangGraphHandle:
    """A compiled graph with a checkpointer, and the config that names its thread (and a checkpoint, to go back to)."""

    graph: Any
    config: Mapping[str, Any]


class LangGraphExecutor:
    """Saves what the graph's checkpointer has of a thread, in the serializer's own form, and loads it into memory."""

    name = "langgraph"
    capabilities = Capabilities(Granularity.SUPERSTEP, edit_state=True, cross_process=True)

    def __init__(self, *, is_async: bool = False) -> None:
        """`is_async`: the graph has nodes that only `ainvoke` can run."""
        self._is_async = is_async

    def capture(self, handle: LangGraphHandle) -> CheckpointBlob:
        """Return the thread up to the checkpoint of the config, else all of it. Raises: BadCheckpoint."""
        saver = handle.graph.checkpointer
        if not hasattr(saver, "list"):
            raise BadCheckpoint("graph: has no checkpointer of its own; compile it with one")
        thread = handle.config.get("configurable", {}).get("thread_id")
        last = handle.config.get("configurable", {}).get("checkpoint_id")
        rows = [_row(each) for each in saver.list({"configurable": {"thread_id": thread}})]
        rows = sorted((row for row in rows if last is None or row["id"] <= last), key=lambda row: row["id"])
        if not rows:
            raise BadCheckpoint(f"thread_id: the checkpointer has nothing of the thread {thread!r}")
        form, data = saver.serde.dumps_typed({"thread_id": thread, "checkpoints": rows})
        refs = tuple(str(row["id"]) for row in rows)
        return CheckpointBlob(self.name, version("langgraph"), FORMAT + str(form), data, refs)

    def restore(self, blob: CheckpointBlob, build: Callable[[Any], Any]) -> LangGraphHandle:
        """Return the graph over a new saver in memory; `build(checkpointer)` compiles it. Raises: BadCheckpoint."""
        saver = import_module("langgraph.checkpoint.memory").InMemorySaver()
        thread = self._loaded(blob, saver)
        for row in thread["checkpoints"]:
            _put(saver, row)
        graph = build(saver)
        if graph.checkpointer is not saver:
            raise BadCheckpoint("build: the graph has to be compiled with the checkpointer that build is given")
        return LangGraphHandle(graph, {"configurable": {"thread_id": thread["thread_id"]}})

    def patch(self, handle: LangGraphHandle, edits: Mapping[str, Any]) -> LangGraphHandle:
        """Return the thread with `values` written to its channels, as if by the node `as_node`."""
        for name in edits:
            if name not in _EDITS:
                raise BadCheckpoint(f"{name}: cannot be edited here, {' and '.join(_EDITS)} can")
        config = handle.graph.update_state(dict(handle.config), edits.get("values"), as_node=edits.get("as_node"))
        return replace(handle, config=config)

    def resume(self, handle: LangGraphHandle) -> Any:
        """Run the graph from its last checkpoint on, and return its state."""
        config = dict(handle.config)
        if self._is_async:
            return completed(lambda: handle.graph.ainvoke(None, config))
        return handle.graph.invoke(None, config)

    def diff(self, before: CheckpointBlob, after: CheckpointBlob) -> tuple[Difference, ...]:
        """Return where the channels of the two last checkpoints differ."""
        saver = import_module("langgraph.checkpoint.memory").InMemorySaver()
        pair = [self._loaded(blob, saver)["checkpoints"][-1] for blob in (before, after)]
        texts = [as_json(row["checkpoint"]["channel_values"], _ALL_OF_IT) for row in pair]
        return differences(*texts)

    def _loaded(self, blob: CheckpointBlob, saver: Any) -> Any:
        form = blob.format.removeprefix(FORMAT)
        blob.check(self.name, FORMAT + form)
        return saver.serde.loads_typed((form, blob.data))


def _row(found: Any) -> dict[str, Any]:
    """Return one checkpoint in types that the serializer knows."""
    parent = found.parent_config or {}
    return {
        "id": found.checkpoint["id"],
        "parent": parent.get("configurable", {}).get("checkpoint_id"),
        "thread": found.config["configurable"]["thread_id"],
        "namespace": found.config["configurable"].get("checkpoint_ns", ""),
        "checkpoint": dict(found.checkpoint),
        "metadata": dict(found.metadata),
        "writes": [list(write) for write in found.pending_writes or ()],
    }


def _put(saver: Any, row: Mapping[str, Any]) -> None:
    place = {"thread_id": row["thread"], "checkpoint_ns": row["namespace"]}
    before = place if row["parent"] is None else {**place, "checkpoint_id": row["parent"]}
    checkpoint = row["checkpoint"]
    config = saver.put({"configurable": before}, checkpoint, row["metadata"], checkpoint["channel_versions"])
    for task, writes in groupby(row["writes"], key=lambda write: write[0]):
        saver.put_writes(config, [(channel, value) for _, channel, value in writes], task)
