"""Stores of every earlier form: brought up to date, killed on the way, and put back."""
