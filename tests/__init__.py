"""Tests of orderdesk; the package makes `tests.…` importable from every test."""
