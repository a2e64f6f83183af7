"""Where a profile's secrets are kept: the system's keyring, an encrypted file, or memory."""
