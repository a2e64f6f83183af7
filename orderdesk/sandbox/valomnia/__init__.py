"""The stand-in for Valomnia: a tenant's site with its sign-in and its API v2.1."""

from orderdesk.sandbox.valomnia.vendor import VENDOR

__all__ = ["VENDOR"]
