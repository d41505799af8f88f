"""Sharing a record: its owner, its shares, who sees it and why, requests, and the log of grants."""
