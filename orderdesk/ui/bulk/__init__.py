"""Acts on many orders: the plan before, the progress while they run, the ledger after."""
