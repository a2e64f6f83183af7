"""The stand-in for Order Time: one JSON API over documents, masters and lists."""

from orderdesk.sandbox.ordertime.vendor import VENDOR

__all__ = ["VENDOR"]
