"""orderdesk: the orders of several vendors in one desktop console."""

__version__ = "0.1.0"
