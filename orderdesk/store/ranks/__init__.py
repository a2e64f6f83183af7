"""Whole columns of the shown rows as numbers, to sort, filter and add up a million at once.

A column is an array indexed by row id: ranks of its sorted distinct texts, or plain numbers.
Columns are kept in files beside the store, catch up with it by `seq`, and are never its truth:
what is missing or does not fit is made anew, and until then plain SQL answers.
"""
