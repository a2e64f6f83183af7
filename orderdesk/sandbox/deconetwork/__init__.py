"""The stand-in for DecoNetwork: the JSON API of one site, and the pages around it."""

from orderdesk.sandbox.deconetwork.vendor import VENDOR

__all__ = ["VENDOR"]
