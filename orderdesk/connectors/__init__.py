"""Connectors: our code that talks to vendors, one package each behind the domain's port."""
