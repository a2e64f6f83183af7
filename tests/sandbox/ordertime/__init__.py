"""Tests of the stand-in for Order Time."""
