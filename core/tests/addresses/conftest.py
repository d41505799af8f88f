"""The desk of these tests, and the whole deployment."""

from core.tests.desk import desk, migrated_url

__all__ = ["desk", "migrated_url"]
