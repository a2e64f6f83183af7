"""The desk: everything that is Qt, sliced by what the user sees."""
