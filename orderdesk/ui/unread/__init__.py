"""Orders that came and could not be read: said where it is seen, and shown as they came."""
