"""One plug for each vendor: a module of the vendor's name that holds PLUG."""
