"""Staged edits: made in place, looked through together, sent or discarded, undone."""
