"""The same services without a window: for scripts, pipes and a terminal."""
