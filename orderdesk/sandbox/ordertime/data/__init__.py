"""The made-up tenant: its lists, its goods, its customers and their orders."""
