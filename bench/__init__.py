"""Measures what is promised: `make bench`."""
