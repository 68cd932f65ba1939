"""Its own tracing, with messages."""


def switch_on(provider):
    from agent_framework.observability import enable_instrumentation

    enable_instrumentation(enable_sensitive_data=True)
