"""Say which agent framework made a span: by our own attribute, the scope's name, or what it calls the provider."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from agenttrace.model import Json, Span, semconv
from agenttrace_server.pipeline.normalize.values import Attributes

_INSTRUMENTORS: Final = (
    "openinference.instrumentation.",
    "opentelemetry.instrumentation.genai.",
    "opentelemetry.instrumentation.",
    "logfire.",
)
_NATIVE: Final = {
    "pydantic-ai": "pydantic_ai",
    "agent_framework": "agent_framework",
    "gcp.vertex.agent": "google_adk",
    "strands.telemetry.tracer": "strands",
    "strands-agents": "strands",
    "autogen-core": "autogen",
    "com.anthropic.claude_code.tracing": "claude_code",
    "crewai.telemetry": "crewai",
    "litellm": "litellm",
    "gen_ai": "vercel_ai",
    "ai": "vercel_ai",
    "gemini-cli": "gemini_cli",
}
"""Scopes of the frameworks themselves: their version is the framework's."""
_NATIVE_BEGINNINGS: Final = (
    ("autogen ", "autogen"),
    ("agent_runtime ", "semantic_kernel"),
    ("semantic_kernel.", "semantic_kernel"),
    ("Microsoft.SemanticKernel", "semantic_kernel"),
    ("Microsoft.Agents.AI", "agent_framework"),
    ("Experimental.Microsoft.Agents.AI", "agent_framework"),
    ("codex", "codex"),
)
_LIBRARIES: Final = {
    "agno": "agno", "ag2": "ag2", "autogen": "autogen", "autogen_agentchat": "autogen", "beeai": "beeai",
    "crewai": "crewai", "dspy": "dspy", "google_adk": "google_adk", "haystack": "haystack", "langchain": "langchain",
    "langgraph": "langgraph", "litellm": "litellm", "llama_index": "llama_index", "llamaindex": "llama_index",
    "openai_agents": "openai_agents", "pydantic_ai": "pydantic_ai", "semantic_kernel": "semantic_kernel",
    "smolagents": "smolagents", "strands": "strands", "claude_agent_sdk": "claude_agent_sdk",
}  # fmt: skip
_AS_PROVIDERS: Final = {
    **{name: framework for name, framework in _LIBRARIES.items() if name != "litellm"},
    "strands-agents": "strands",
    "strands_agents": "strands",
    "microsoft.agent_framework": "agent_framework",
    "agent_framework": "agent_framework",
    "microsoft.agents.ai": "agent_framework",
    "gcp.vertex.agent": "google_adk",
}
"""Some agent frameworks give their own name where the model's provider belongs. LiteLLM is a provider, too."""
_PROVIDERS: Final = (semconv.PROVIDER_NAME, "gen_ai.system")


def framework_of(span: Span) -> str | None:
    """Return the framework, or None for a span that none made."""
    stated: Json = span.attributes.get(semconv.FRAMEWORK) or span.resource.get(semconv.FRAMEWORK)
    if type(stated) is str and stated:
        return stated
    return _of_scope(span.scope.name) or _named_as_provider(span.attributes)


def framework_version_of(span: Span) -> str | None:
    """Return the framework's own version; an instrumentor's version says nothing about it."""
    scope = span.scope
    return scope.version if scope.version and scope.name in _NATIVE else None


def is_framework(provider: str) -> bool:
    """Whether this is no provider of models but an agent framework."""
    return provider in _AS_PROVIDERS


def _named_as_provider(attributes: Attributes) -> str | None:
    for name in _PROVIDERS:
        value = attributes.get(name)
        if type(value) is str and (found := _AS_PROVIDERS.get(value.lower())) is not None:
            return found
    return None


@lru_cache(maxsize=1024)
def _of_scope(scope: str) -> str | None:
    if scope in _NATIVE:
        return _NATIVE[scope]
    for beginning, framework in _NATIVE_BEGINNINGS:
        if scope.startswith(beginning):
            return framework
    for prefix in _INSTRUMENTORS:
        if scope.startswith(prefix):
            return _LIBRARIES.get(scope[len(prefix) :].split(".", 1)[0])
    return None
