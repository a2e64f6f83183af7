"""Everything about one order, beside the list."""
