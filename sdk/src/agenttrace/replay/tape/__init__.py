"""A recorded run as what can be served again, and how a request finds its answer."""
