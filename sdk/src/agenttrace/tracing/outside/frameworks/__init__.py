"""Where frameworks call their tools: recorded and replayed there, without a decorator and without importing any."""
