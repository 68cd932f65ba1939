"""Replay a run in a process of its own: `agenttrace replay TRACE -- python my_agent.py`."""
