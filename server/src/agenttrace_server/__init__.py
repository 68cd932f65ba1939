"""Receive spans, make them durable, price them, store them, and answer questions about them."""
