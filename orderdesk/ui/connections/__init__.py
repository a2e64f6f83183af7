"""Vendor accounts: adding, testing, changing and removing them, and unlocking their secrets."""
