"""The stand-in for DecoNetwork over real sockets."""
