"""The made-up print room: goods, people, and the orders by hand and in bulk."""
