"""An index of every three bytes of the sought texts, in files beside the store."""
