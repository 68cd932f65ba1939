"""Tests made of recordings: an agent runs against its tape, and must do what it did."""
