"""The words of a scenario, and reading them from TOML."""
