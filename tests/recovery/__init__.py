"""Kills the window at random moments of a session and looks what the next one has of it."""
