"""The way of an order through its states, drawn from the vendor's own table."""
