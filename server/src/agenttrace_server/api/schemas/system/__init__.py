"""How the server itself and its data folder look in the API."""
