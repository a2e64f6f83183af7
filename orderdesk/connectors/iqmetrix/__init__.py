"""The connector for the iQmetrix Order service."""
