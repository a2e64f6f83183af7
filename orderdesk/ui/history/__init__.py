"""The history of all orders and of one: looking through it, copying it, writing it to a file."""
