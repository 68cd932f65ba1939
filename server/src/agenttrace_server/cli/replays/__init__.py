"""The commands about replays that a server was asked for, and the worker that carries them out."""
