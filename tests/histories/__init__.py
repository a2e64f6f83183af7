"""Histories: acts, changes at the vendor, failures and restarts in any order; what stays true."""
