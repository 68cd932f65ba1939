"""The commands that work on the folder of recordings, without a server."""
