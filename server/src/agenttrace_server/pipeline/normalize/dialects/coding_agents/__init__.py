"""Hold the coding agents that trace themselves, one file each."""
