"""Hold what platforms and gateways write, one file each."""
