"""Kills the program with SIGKILL at every stage of a write and counts what was lost or doubled."""
