"""Serve a tape to a running program: its requests, in its order, with nothing else let out."""
