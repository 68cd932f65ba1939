"""Tests that belong to no one package."""
