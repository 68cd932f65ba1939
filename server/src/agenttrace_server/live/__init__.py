"""Tell whoever watches what has just been stored."""
