"""The stand-in for Orderspace."""
