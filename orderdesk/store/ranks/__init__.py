"""Whole columns of the shown rows as numbers, to sort, filter and add up a million at once."""
