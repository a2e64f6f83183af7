"""An 8-hour day replayed in an hour, with what it costs recorded: python -m tests.soak."""
