"""Carry spans out of the agent's process: to a server while it answers, to disk while it does not."""

from agenttrace.export.console import ConsoleExport
from agenttrace.export.otlp import Redact
from agenttrace.export.processor import ExportProcessor
from agenttrace.export.settings import BadExportSetting, ExportSettings
from agenttrace.export.stats import ExportStats

__all__ = [
    "BadExportSetting",
    "ConsoleExport",
    "ExportProcessor",
    "ExportSettings",
    "ExportStats",
    "Redact",
]
