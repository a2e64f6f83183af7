"""The orders table, its query bar and its summary."""
