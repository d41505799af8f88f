"""Addresses of clients."""
