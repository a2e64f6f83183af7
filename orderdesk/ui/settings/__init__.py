"""Settings: what a person may choose, what is set for everybody, and newer versions."""
