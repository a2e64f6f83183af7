"""The show of an act on many orders, judged by the sandbox's request log."""
