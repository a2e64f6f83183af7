"""Tests of this vendor's stand-in."""
