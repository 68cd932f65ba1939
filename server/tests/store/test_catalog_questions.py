"""The catalog is asked for traces at every write, so that must not depend on how many there are."""

from __future__ import annotations

from pathlib import Path

from agenttrace_server.store.local.catalog import Catalog
from agenttrace_server.store.local.catalog.catalog import asking_records


def test_traces_are_looked_up_by_an_index_and_not_by_walking_all(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "catalog.db")
    with catalog.reading() as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {asking_records(2)}", ["p", "1", "p", "2"]).fetchall()
    catalog.close()

    steps = [step for *_, step in plan]
    assert any(step.startswith("SEARCH traces USING INDEX") for step in steps)
    assert not any(step.startswith("SCAN traces") for step in steps)
