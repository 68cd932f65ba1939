"""Hold what each agent framework adds to a convention, one file each."""
