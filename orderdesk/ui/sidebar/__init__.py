"""The side bar: views and connections."""
