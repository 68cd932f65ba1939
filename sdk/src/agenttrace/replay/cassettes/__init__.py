"""A recording beside a test: how it is kept there, and how the test is written."""

from agenttrace.replay.cassettes.keep import keep
from agenttrace.replay.cassettes.written_test import CannotExport, WrittenTest, write_test

__all__ = ["CannotExport", "WrittenTest", "keep", "write_test"]
