"""Tests of the sandbox over real sockets, and of its parts."""
