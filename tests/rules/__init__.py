"""Rules of the house that no linter knows, as functions over source files."""
