"""The desk of these tests, and the whole deployment."""

from core.tests.desk import desk

__all__ = ["desk"]
