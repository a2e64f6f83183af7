"""The connector for Orderspace: wholesale orders, their invoices and dispatches."""
