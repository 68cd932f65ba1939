"""Hold the conventions that many emitters share."""
