"""What was open and half typed when the program ended, and its way back."""
