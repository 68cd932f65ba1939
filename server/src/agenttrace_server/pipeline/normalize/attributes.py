"""Name, for every fact of our model, the attributes that emitters write it under: the first that is there wins.

The order is measured on real spans (design: normalization). Names that mean something only within one dialect
(`agent_name`, `input_tokens`, ...) do not belong here but in that dialect's file.
"""

from __future__ import annotations

from typing import Final

from agenttrace.model import semconv

Names = tuple[str, ...]

# whose and where
SESSION: Final[Names] = (
    "gen_ai.conversation.id",
    semconv.SESSION_ID,
    "traceloop.association.properties.session_id",
    "langsmith.metadata.session_id",
    "langsmith.metadata.thread_id",
    "langfuse.session.id",
)
SESSION_OF_OURS: Final[Names] = (semconv.SESSION_ID, *SESSION)
"""Where our SDK runs, the session that the user opened wins over a library's own conversation."""
USER: Final[Names] = (
    semconv.USER_ID,
    "enduser.id",
    "langfuse.user.id",
    "traceloop.association.properties.user_id",
    "langsmith.metadata.user_id",
)
TAGS: Final[Names] = (semconv.TAGS, "tag.tags", "langfuse.trace.tags", "langsmith.span.tags", "logfire.tags")
METADATA: Final = "metadata"
"""A JSON object; OpenInference."""
METADATA_SESSION: Final[Names] = ("session_id", "thread_id")
METADATA_USER: Final[Names] = ("user_id",)
METADATA_GRAPH_NODE: Final = "langgraph_node"
METADATA_INTEGRATION: Final = "ls_integration"
METADATA_AGENT: Final[Names] = ("lc_agent_name",)

# agent
AGENT_NAME: Final[Names] = (semconv.AGENT_NAME, semconv.INHERITED_AGENT_NAME)
AGENT_ID: Final[Names] = (semconv.AGENT_ID, "agent.id")
AGENT_DESCRIPTION: Final[Names] = (semconv.AGENT_DESCRIPTION,)
AGENT_ROLE: Final[Names] = (semconv.AGENT_ROLE,)
GRAPH_NODE: Final = "graph.node.id"

# model call
OPERATION: Final = semconv.OPERATION_NAME
PROVIDER: Final[Names] = (
    semconv.PROVIDER_NAME,
    "gen_ai.system",
    "llm.provider",
    "llm.system",
)
REQUEST_MODEL: Final[Names] = (semconv.REQUEST_MODEL, "llm.request.model_name")
RESPONSE_MODEL: Final[Names] = (
    semconv.RESPONSE_MODEL,
    "llm.response.model_name",
    "llm.model_name",
    "embedding.model_name",
    "reranker.model_name",
    "langfuse.observation.model.name",
)
RESPONSE_ID: Final[Names] = ("gen_ai.response.id",)
FINISH_REASONS: Final[Names] = (
    "gen_ai.response.finish_reasons",
    "llm.finish_reason",
    "anthropic.message.stop_reason",
    "gen_ai.response.finish_reason",
)
FIRST_CHUNK_S: Final[Names] = (
    "gen_ai.response.time_to_first_chunk",
    "gen_ai.client.operation.time_to_first_chunk",
    "gen_ai.server.time_to_first_token",
)
SERVICE_TIER: Final[Names] = (
    "openai.response.service_tier",
    "gen_ai.openai.response.service_tier",
    "anthropic.response.service_tier",
    "anthropic.usage.service_tier",
    "gen_ai.response.service_tier",
    "gen_ai.usage.service_tier",
    "openai.request.service_tier",
    "gen_ai.openai.request.service_tier",
    "gen_ai.request.service_tier",
    "anthropic.request.service_tier",
)
"""The tier that answered goes before the one that was asked for: a provider may serve another."""
SPEED: Final[Names] = ("anthropic.usage.speed", "anthropic.response.speed", "anthropic.request.speed")
REQUEST_PREFIXES: Final[Names] = ("gen_ai.request.", "gen_ai.openai.request.")
TOOL_DEFINITIONS: Final = "gen_ai.tool.definitions"
INVOCATION_PARAMETERS: Final[Names] = ("llm.invocation_parameters", "embedding.invocation_parameters")

# usage
INPUT_TOKENS: Final[Names] = (
    semconv.INPUT_TOKENS,
    "llm.token_count.prompt",
    "gen_ai.usage.prompt_tokens",
    "gen_ai.response.prompt_tokens",
)
OUTPUT_TOKENS: Final[Names] = (
    semconv.OUTPUT_TOKENS,
    "llm.token_count.completion",
    "gen_ai.usage.completion_tokens",
    "gen_ai.response.completion_tokens",
)
CACHE_READ_TOKENS: Final[Names] = (
    semconv.CACHE_READ_TOKENS,
    "llm.token_count.prompt_details.cache_read",
    "gen_ai.usage.cache_read_input_tokens",
    "gen_ai.usage.prompt_tokens_details.cache_read",
)
CACHE_WRITE_TOKENS: Final[Names] = (
    semconv.CACHE_WRITE_TOKENS,
    "gen_ai.usage.cache_creation.input_tokens",
    "llm.token_count.prompt_details.cache_write",
    "gen_ai.usage.cache_creation_input_tokens",
    "gen_ai.usage.cache_write_input_tokens",
    "gen_ai.usage.prompt_tokens_details.cache_write",
)
CACHE_WRITE_1H_TOKENS: Final[Names] = ("anthropic.usage.cache_creation.ephemeral_1h_input_tokens",)
REASONING_TOKENS: Final[Names] = (
    semconv.REASONING_TOKENS,
    "llm.token_count.completion_details.reasoning",
    "gen_ai.usage.reasoning_tokens",
    "gen_ai.usage.thinking_tokens",
    "gen_ai.usage.details.reasoning_tokens",
    "gen_ai.usage.completion_tokens_details.reasoning",
)
INPUT_AUDIO_TOKENS: Final[Names] = ("gen_ai.usage.input_audio_tokens", "llm.token_count.prompt_details.audio")
OUTPUT_AUDIO_TOKENS: Final[Names] = ("gen_ai.usage.output_audio_tokens", "llm.token_count.completion_details.audio")
CACHE_READ_AUDIO_TOKENS: Final[Names] = ("gen_ai.usage.cache_read.audio_tokens", "gen_ai.usage.cache_audio_read_tokens")
INPUT_IMAGE_TOKENS: Final[Names] = ("gen_ai.usage.input_image_tokens", "llm.token_count.prompt_details.image")
OUTPUT_IMAGE_TOKENS: Final[Names] = ("gen_ai.usage.output_image_tokens", "llm.token_count.completion_details.image")
WEB_SEARCHES: Final[Names] = (
    "anthropic.usage.server_tool_use.web_search_requests",
    "gen_ai.usage.server_tool_use.web_search_requests",
    "gen_ai.usage.web_searches",
    "gen_ai.usage.details.web_search_requests",
)
FILE_SEARCHES: Final[Names] = ("gen_ai.usage.file_searches",)
TOTAL_TOKENS: Final[Names] = ("gen_ai.usage.total_tokens", "llm.usage.total_tokens", "llm.token_count.total")
REPORTED_COST: Final[Names] = ("llm.cost.total", "gen_ai.cost.total_cost", "operation.cost", "gen_ai.usage.cost")

# content
INPUT_MESSAGES: Final = "gen_ai.input.messages"
OUTPUT_MESSAGES: Final = "gen_ai.output.messages"
SYSTEM_INSTRUCTIONS: Final = "gen_ai.system_instructions"
PROMPT: Final = "gen_ai.prompt"
COMPLETION: Final = "gen_ai.completion"
FLAT_INPUT_MESSAGES: Final = "llm.input_messages."
FLAT_OUTPUT_MESSAGES: Final = "llm.output_messages."
INPUT: Final[Names] = (
    semconv.INPUT,
    semconv.TOOL_ARGUMENTS,
    "input.value",
    "gen_ai.retrieval.query.text",
    "traceloop.entity.input",
    "langfuse.observation.input",
)
OUTPUT: Final[Names] = (
    semconv.OUTPUT,
    semconv.TOOL_RESULT,
    "output.value",
    "gen_ai.retrieval.documents",
    "traceloop.entity.output",
    "langfuse.observation.output",
)
FILE_PATH: Final[Names] = (semconv.FILE_PATH,)

# tool
TOOL_NAME: Final[Names] = (semconv.TOOL_NAME, "tool.name")
TOOL_CALL_ID: Final[Names] = (semconv.TOOL_CALL_ID, "tool_call.id", "tool.id")
TOOL_DESCRIPTION: Final[Names] = (semconv.TOOL_DESCRIPTION, "tool.description")

# failure
ERROR_TYPE: Final = semconv.ERROR_TYPE
HTTP_METHOD: Final[Names] = ("http.request.method", "http.method")
EXCEPTION_EVENT: Final = "exception"
EXCEPTION_TYPE: Final = "exception.type"
EXCEPTION_MESSAGE: Final = "exception.message"
