"""The made-up wholesale shop: goods, firms, orders, invoices and dispatches."""
