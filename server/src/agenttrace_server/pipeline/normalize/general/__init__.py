"""Read what is written under names of general meaning, whoever wrote it."""
