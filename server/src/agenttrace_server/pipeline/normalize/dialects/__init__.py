"""Hold one file for each dialect of span; `table` says which there are."""
