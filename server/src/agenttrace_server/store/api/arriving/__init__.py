"""Hold spans on their way to a store."""
