"""What the desk keeps on this computer; the one place with SQL, synchronous."""
