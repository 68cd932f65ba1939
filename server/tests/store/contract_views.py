"""What every store promises of saved views."""

from __future__ import annotations

from dataclasses import replace

from agenttrace_server.store.api import Store
from agenttrace_server.store.api.signals import ALL_PROJECTS, SavedView

from .harness import Harness

FAILED = SavedView("shop", "failed", 'status:error "charged twice"', "24h", ("Trace", "Cost"), 1)


class ViewsContract(Harness):
    def test_a_view_comes_back_as_it_was_saved(self, store: Store) -> None:
        store.signals.views.put(FAILED)
        assert store.signals.views.all_of("shop") == [FAILED]

    def test_a_view_replaces_the_one_with_its_name_in_its_project_alone(self, store: Store) -> None:
        elsewhere, newer = replace(FAILED, project=ALL_PROJECTS), replace(FAILED, question="dur>30s")
        for view in (FAILED, elsewhere, newer):
            store.signals.views.put(view)
        assert store.signals.views.all_of("shop") == [newer]
        assert store.signals.views.all_of(ALL_PROJECTS) == [elsewhere]

    def test_views_are_listed_by_name_and_forgotten_once(self, store: Store) -> None:
        for name in ("slow", "dear", "failed"):
            store.signals.views.put(replace(FAILED, name=name))
        assert store.signals.views.remove("shop", "failed")
        assert not store.signals.views.remove("shop", "failed")
        assert [view.name for view in store.signals.views.all_of("shop")] == ["dear", "slow"]
