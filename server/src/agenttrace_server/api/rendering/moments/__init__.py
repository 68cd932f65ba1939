"""Render what happened inside a trace, one moment after the other."""
