"""A connector in a package of its own, and how a package registers one."""
