"""What holds for every test: a law of Hypothesis is a law on a busy machine too, so no example has a time limit."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("agenttrace", deadline=None)
settings.load_profile("agenttrace")
