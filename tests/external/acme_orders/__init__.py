"""A connector for the invented Acme gift shops, as a package of its own would bring it."""
