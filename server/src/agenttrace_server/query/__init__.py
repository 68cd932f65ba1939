"""Ask questions of a store: the one place that knows what a store can and cannot answer."""
