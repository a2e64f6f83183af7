"""The stand-in for Orderspace: its identity server and its API, a wholesale shop for firms."""

from orderdesk.sandbox.orderspace.vendor import VENDOR

__all__ = ["VENDOR"]
