"""Translate emitters' words into ours: kinds of span, finish reasons, providers, frameworks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from agenttrace.model import SpanType, semconv
from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize.values import Attributes

_LLM, _CHAIN, _AGENT = SpanType.LLM_CALL, SpanType.CHAIN, SpanType.AGENT
_TOOL, _EMBEDDING, _RETRIEVAL = SpanType.TOOL_EXECUTION, SpanType.EMBEDDING, SpanType.RETRIEVAL
_TASK, _CHECK = SpanType.TASK, SpanType.VERIFICATION

Kinds = tuple[tuple[str, Mapping[str, SpanType]], ...]

KINDS: Final[Kinds] = (
    (semconv.SPAN_TYPE, {kind.value: kind for kind in SpanType}),
    (
        "openinference.span.kind",
        {
            "llm": _LLM, "embedding": _EMBEDDING, "chain": _CHAIN, "prompt": _CHAIN, "agent": _AGENT,
            "tool": _TOOL, "retriever": _RETRIEVAL, "reranker": _RETRIEVAL, "guardrail": _CHECK, "evaluator": _CHECK,
        },
    ),
    (
        "langsmith.span.kind",
        {
            "llm": _LLM, "chain": _CHAIN, "prompt": _CHAIN, "parser": _CHAIN, "tool": _TOOL,
            "retriever": _RETRIEVAL, "embedding": _EMBEDDING,
        },
    ),
    (
        "langfuse.observation.type",
        {
            "generation": _LLM, "embedding": _EMBEDDING, "agent": _AGENT, "tool": _TOOL, "chain": _CHAIN,
            "retriever": _RETRIEVAL, "evaluator": _CHECK, "guardrail": _CHECK,
        },
    ),
    (
        "traceloop.span.kind",
        {"workflow": _CHAIN, "task": _TASK, "agent": _AGENT, "tool": _TOOL, "handoff": SpanType.HANDOFF},
    ),
    (
        a.OPERATION,
        {
            "chat": _LLM, "completion": _LLM, "text_completion": _LLM, "generate_content": _LLM, "responses": _LLM,
            "embeddings": _EMBEDDING, "embedding": _EMBEDDING,
            "execute_tool": _TOOL, "invoke_agent": _AGENT, "create_agent": _AGENT,
            "invoke_workflow": _CHAIN, "agent_step": _CHAIN, "execute_task": _TASK, "plan": SpanType.REASONING,
            "retrieval": _RETRIEVAL, "rerank": _RETRIEVAL, "vector_db_retrieve": _RETRIEVAL,
            "search_memory": SpanType.MEMORY_RETRIEVAL, "create_memory": SpanType.MEMORY_STORE,
            "update_memory": SpanType.MEMORY_STORE, "upsert_memory": SpanType.MEMORY_STORE,
            "handoff": SpanType.HANDOFF,
            "chat.completions": _LLM, "text.completions": _LLM, "text_completions": _LLM, "inference": _LLM,
            "chat.streaming_completions": _LLM, "text.streaming_completions": _LLM, "vectordb": _RETRIEVAL,
            "memory.search": SpanType.MEMORY_RETRIEVAL, "memory.add": SpanType.MEMORY_STORE,
            "conversation": _CHAIN, "initiate_chats": _CHAIN, "guardrail": _CHECK, "evaluate": _CHECK,
        },
    ),
    ("llm.request.type", {"chat": _LLM, "completion": _LLM, "embedding": _EMBEDDING, "rerank": _RETRIEVAL}),
)  # fmt: skip
"""Attributes that say what a span did, in order. `gen_ai.operation.name` comes late: some label a prompt "chat"."""

_FINISH_REASONS: Final[Mapping[str, str]] = {
    "tool_calls": "tool_calls",
    "tool_call": "tool_calls",
    "tool_use": "tool_calls",
    "function_call": "tool_calls",
    "stop": "stop",
    "eos": "stop",
    "end_turn": "stop",
    "stop_sequence": "stop",
    "completed": "stop",
    "length": "length",
    "model_length": "length",
    "model_context_window_exceeded": "length",
    "max_tokens": "length",
    "max_output_tokens": "length",
    "content_filter": "content_filter",
    "safety": "content_filter",
    "refusal": "content_filter",
    "guardrail_intervened": "content_filter",
}

_PROVIDERS: Final[Mapping[str, str]] = {
    "vertexai": "gcp.vertex_ai",
    "vertex_ai": "gcp.vertex_ai",
    "google_genai": "gcp.gemini",
    "gemini": "gcp.gemini",
    "azure_openai": "azure.ai.openai",
    "az.ai.openai": "azure.ai.openai",
    "bedrock": "aws.bedrock",
    "amazon_bedrock": "aws.bedrock",
    "mistralai": "mistral_ai",
    "mistral": "mistral_ai",
    "xai": "x_ai",
    "x-ai": "x_ai",
}
_PROVIDER_SUFFIXES: Final = (".chat", ".responses", ".messages", ".embedding", ".completion")


def span_type_of(attributes: Attributes, kinds: Kinds) -> SpanType | None:
    """Return what the first attribute of `kinds` that we understand says, or None where none does."""
    for name, words in kinds:
        value = attributes[name]
        if type(value) is str and (kind := words.get(value.lower())) is not None:
            return kind
    return None


def finish_reason(word: str) -> str:
    """Return our word for why a model stopped; a word that we do not know is kept in lower case."""
    plain = word.rsplit(".", 1)[-1].lower().replace("-", "_")
    return _FINISH_REASONS.get(plain, plain)


def provider(word: str) -> str:
    """Return the provider in the words of OpenTelemetry: "openai.chat" and "OpenAI" are openai."""
    plain = word.strip().lower()
    for suffix in _PROVIDER_SUFFIXES:
        plain = plain.removesuffix(suffix)
    return _PROVIDERS.get(plain, plain)


def without_provider(model: str, provider_name: str | None) -> tuple[str, str | None]:
    """Take "openai/" off a model's name where it only repeats the provider, or is the only word about it."""
    prefix, slash, rest = model.partition("/")
    if not slash or not rest:
        return model, provider_name
    named = provider(prefix)
    if provider_name is None:
        return (rest, named) if named in _KNOWN_PROVIDERS else (model, None)
    return (rest, provider_name) if named == provider_name else (model, provider_name)


_KNOWN_PROVIDERS: Final = frozenset(
    {*_PROVIDERS.values(), "openai", "anthropic", "cohere", "deepseek", "groq", "perplexity"}
)
