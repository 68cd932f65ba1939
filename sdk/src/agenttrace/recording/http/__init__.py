"""Stand between HTTP libraries and the network, without importing any of them."""
