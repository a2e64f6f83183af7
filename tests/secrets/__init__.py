"""Show 4: secrets, names, addresses and tokens that were planted, and where none may be found."""
