"""Record real frameworks against the scripted model, and replay them with that model stopped."""
