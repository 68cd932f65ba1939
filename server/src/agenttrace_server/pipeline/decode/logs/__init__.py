"""Turn the bytes of a logs request into log records."""

from agenttrace_server.pipeline.decode.logs import from_json, protobuf
from agenttrace_server.pipeline.decode.logs.record import decode_logs

__all__ = ["decode_logs", "from_json", "protobuf"]
