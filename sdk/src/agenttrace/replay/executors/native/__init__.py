"""Executors over what frameworks bring to save and load a run. Each imports its framework when it is used."""
