"""The stand-in for iQmetrix: accounts, orders, CRM, entity manager, user manager and catalogs."""

from orderdesk.sandbox.iqmetrix.vendor import VENDOR

__all__ = ["VENDOR"]
