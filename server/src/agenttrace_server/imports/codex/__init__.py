"""Read what Codex leaves behind: rollouts, and the output of `codex exec --json`."""
