"""What two people changed differently: the three values of each field, and the choice."""
