"""What may be done when, written down by hand from each vendor's fact sheet."""
