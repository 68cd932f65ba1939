"""Answers that are computed over questions: none yet besides the layout of a trace."""
