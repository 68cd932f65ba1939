"""Keep acknowledged bytes safe and in order until the store has them."""
