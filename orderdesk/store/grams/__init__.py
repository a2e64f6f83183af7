"""An index of every four bytes of the sought texts, in files beside the store."""
