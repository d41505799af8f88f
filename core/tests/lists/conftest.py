"""The desk of these tests, and ways to count what the database is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from core.tests.desk import desk
from sqlalchemy import event

__all__ = ["desk", "statements"]


@contextmanager
def statements(engine: Any) -> Iterator[list[str]]:
    """Gather the statements that an engine is asked meanwhile, transactions left out."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement not in {"BEGIN", "BEGIN IMMEDIATE", "ROLLBACK"}:
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)
