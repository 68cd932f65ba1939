"""Keep the attribute and header names that the SDK writes and the server reads: our half of the wire."""

from __future__ import annotations

from typing import Final

# Resource attributes
PROJECT: Final = "agenttrace.project"
SDK_VERSION: Final = "agenttrace.sdk.version"
FRAMEWORK: Final = "agenttrace.framework"
TAGS: Final = "agenttrace.tags"

# Span attributes
SPAN_TYPE: Final = "agenttrace.span.type"
STATUS: Final = "agenttrace.status"
"""A `SpanState` that OpenTelemetry has no word for: cancelled, timeout."""
RECORDING: Final = "agenttrace.recording"
"""The run id of the recording that the trace is in, on the first span of the trace."""
STATUS_CODE: Final = "agenttrace.status.code"
SESSION_ID: Final = "session.id"
SESSION_NAME: Final = "agenttrace.session.name"
SESSION_METADATA: Final = "agenttrace.session.metadata"
"""A JSON object."""
USER_ID: Final = "user.id"
AGENT_NAME: Final = "gen_ai.agent.name"
AGENT_ID: Final = "gen_ai.agent.id"
AGENT_DESCRIPTION: Final = "gen_ai.agent.description"
AGENT_ROLE: Final = "agenttrace.agent.role"
INPUT: Final = "agenttrace.input"
"""The span's input: JSON text where it is not a plain string."""
OUTPUT: Final = "agenttrace.output"
FILE_PATH: Final = "file.path"
TRUNCATED_SUFFIX: Final = ".agenttrace_original_length"
"""Appended to an attribute's name: how many characters it had before it was cut."""


# OpenTelemetry's own names for agents, tools and model calls, as we write them
INHERITED_AGENT_NAME: Final = "agent.name"
"""Whose step this is, put on every span below an agent's span; `AGENT_NAME` is on the agent's own span."""
OPERATION_NAME: Final = "gen_ai.operation.name"
PROVIDER_NAME: Final = "gen_ai.provider.name"
REQUEST_MODEL: Final = "gen_ai.request.model"
RESPONSE_MODEL: Final = "gen_ai.response.model"
TOOL_NAME: Final = "gen_ai.tool.name"
TOOL_DESCRIPTION: Final = "gen_ai.tool.description"
TOOL_CALL_ID: Final = "gen_ai.tool.call.id"
TOOL_ARGUMENTS: Final = "gen_ai.tool.call.arguments"
TOOL_RESULT: Final = "gen_ai.tool.call.result"
INPUT_TOKENS: Final = "gen_ai.usage.input_tokens"
OUTPUT_TOKENS: Final = "gen_ai.usage.output_tokens"
CACHE_READ_TOKENS: Final = "gen_ai.usage.cache_read.input_tokens"
CACHE_WRITE_TOKENS: Final = "gen_ai.usage.cache_write.input_tokens"
REASONING_TOKENS: Final = "gen_ai.usage.reasoning.output_tokens"
ERROR_TYPE: Final = "error.type"

# Span events
MESSAGE_EVENT: Final = "agenttrace.message"
MESSAGE_FROM: Final = "agenttrace.message.from"
MESSAGE_TO: Final = "agenttrace.message.to"
MESSAGE_TYPE: Final = "agenttrace.message.type"
MESSAGE_CONTENT: Final = "agenttrace.message.content"
LOG_EVENT: Final = "agenttrace.log"
LOG_LEVEL: Final = "agenttrace.log.level"
LOG_MESSAGE: Final = "agenttrace.log.message"

CHECKPOINT_EVENT: Final = "agenttrace.checkpoint"
CHECKPOINT_NAME: Final = "agenttrace.checkpoint.name"
CHECKPOINT_KIND: Final = "agenttrace.checkpoint.kind"
"""manual: the program made it; auto: a model call or a tool call begins here."""
CHECKPOINT_ID: Final = "agenttrace.checkpoint.id"
"""The id of its event in the recording; left out where the run is not recorded."""
CHECKPOINT_RECORDING: Final = "agenttrace.checkpoint.recording"
"""The run id of that recording."""
CHECKPOINT_STEP: Final = "agenttrace.checkpoint.step"
"""The first step behind it, as its process counts them."""
CHECKPOINT_BYTES: Final = "agenttrace.checkpoint.bytes"
"""How long the JSON of its state is."""
CHECKPOINT_STATE: Final = "agenttrace.checkpoint.state"
"""JSON, as far as `max_captured_chars` lets."""

# A record whose OTLP end time is 0 is a start record: the span is running.

# HTTP headers of POST /v1/traces
PROJECT_HEADER: Final = "x-agenttrace-project"
SENDER_HEADER: Final = "x-agenttrace-sender"
"""A random id of the sending process."""
BATCH_HEADER: Final = "x-agenttrace-batch"
"""The number of this batch from this sender: 1, 2, 3 … so that a gap can be seen."""
DROPPED_HEADER: Final = "x-agenttrace-dropped"
"""How many spans this sender has thrown away so far."""
API_KEY_HEADER: Final = "authorization"
"""`Bearer <key>`."""
