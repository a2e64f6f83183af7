"""Stand-ins for the vendors' services: real HTTP on loopback, written from the vendors' texts."""
