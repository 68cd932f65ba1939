"""A folder for PYTHONPATH: what lies here runs before the program does."""
