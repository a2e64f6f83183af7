"""Tests of what packages are made with."""
