"""Random work on a store, checked against a look at every order: python -m tests.oracle."""
