"""The `agenttrace` command: one file per command."""
