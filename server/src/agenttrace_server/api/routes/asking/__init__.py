"""Routes for questions: the filter language, words, SQL, saved views."""
