"""The made-up company: places, goods, people and orders, the same for the same seed."""
