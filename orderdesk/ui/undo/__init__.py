"""Taking back: what waits for its undo, and what was done before."""
