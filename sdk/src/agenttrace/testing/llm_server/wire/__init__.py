"""The loopback socket and HTTP on it."""
