"""Read what Claude Code leaves behind: transcripts of sessions and subagents, and its streamed output."""
