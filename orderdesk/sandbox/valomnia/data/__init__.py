"""The made-up van sales of Harbour Mobile."""
