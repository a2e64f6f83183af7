"""Two desks on the same orders, at a vendor that keeps nobody from overwriting another."""
