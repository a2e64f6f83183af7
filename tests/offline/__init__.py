"""The show of a day offline: what was asked for is replayed in order, judged by the log."""
