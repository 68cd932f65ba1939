"""Read the span files of other tools, one module a format."""
