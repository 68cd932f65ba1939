"""Turn acknowledged bytes into priced spans: pure stages, and the runner that drives them."""
