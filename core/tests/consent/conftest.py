"""The desk of these tests, and the whole deployment."""

from core.tests.desk import desk, migrated_url

from onglet.testing.kit import deployment

__all__ = ["deployment", "desk", "migrated_url"]
