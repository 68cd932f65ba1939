"""LiteLLM's own callback `otel`."""

import litellm
from litellm.integrations.opentelemetry import OpenTelemetry


def switch_on(provider):
    litellm.callbacks = [OpenTelemetry(tracer_provider=provider)]
