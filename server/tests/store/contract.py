"""The one suite that every store passes: a backend's test file says only how to open it."""

from __future__ import annotations

from .contract_agents import AgentsContract
from .contract_content import ContentContract
from .contract_counting import CountingContract
from .contract_language import LanguageContract
from .contract_lists import ListsContract
from .contract_revising import RevisingContract
from .contract_signals import SignalsContract
from .contract_statistics import StatisticsContract
from .contract_twins import TwinsContract
from .contract_views import ViewsContract
from .contract_writing import WritingContract


class StoreContract(
    WritingContract,
    AgentsContract,
    ContentContract,
    CountingContract,
    LanguageContract,
    RevisingContract,
    ListsContract,
    SignalsContract,
    StatisticsContract,
    TwinsContract,
    ViewsContract,
):
    """Everything that the text of `agenttrace_server.store.api.contract` promises."""
