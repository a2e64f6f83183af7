"""What broken networks do to the desk: twelve faults, a hundred commands each."""
