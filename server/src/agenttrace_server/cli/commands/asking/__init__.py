"""Commands that look into what was said: by words and in SQL."""
