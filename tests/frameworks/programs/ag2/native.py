"""The middleware that the programme gives its agents, with the global provider."""


def switch_on(provider):
    """Nothing to do: AG2 is traced agent by agent."""
