"""The connector for Order Time: sales orders with a company's own statuses, and ship docs."""
