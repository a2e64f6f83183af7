"""The services, store and connector together, against a sandbox on a real socket."""
