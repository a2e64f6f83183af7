"""One suite that every connector passes against its vendor's stand-in, over real sockets."""
