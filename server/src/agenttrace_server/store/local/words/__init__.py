"""The index of words: beside each segment and each file of content, which of its rows have which word."""

from agenttrace_server.store.local.words.indexer import Indexer
from agenttrace_server.store.local.words.narrowing import Narrowing

__all__ = ["Indexer", "Narrowing"]
