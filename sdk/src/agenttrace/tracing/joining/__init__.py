"""Join tracing to recordings and replays; imported only by a program that is recorded or replayed."""
