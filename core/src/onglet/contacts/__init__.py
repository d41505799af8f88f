"""Persons and their links to clients."""
