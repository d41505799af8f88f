"""Onglet: the client record of a French firm, as a platform where every tab is a plugin."""

__version__ = "0.1.0"
