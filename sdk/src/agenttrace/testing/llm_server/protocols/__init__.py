"""How each provider's endpoint says an answer, an error and a complaint: pure functions from values to JSON."""
