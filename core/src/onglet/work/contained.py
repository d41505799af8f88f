"""Calling a plugin in a session that others go on using."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

T = TypeVar("T")


def contained(session: Session, function: Callable[..., T]) -> Callable[..., T]:
    """Give the function so that, when it raises, the session can be used as before.

    On PostgreSQL a statement that fails makes every later one fail until something is rolled back.
    A session that writes gets a savepoint for the call. One that only reads has nothing to lose:
    it is rolled back after a failure, which costs nothing while all goes well.
    """

    def call(*args: Any) -> T:
        if session.autoflush:
            with session.begin_nested():
                return function(*args)
        try:
            return function(*args)
        except BaseException:
            session.rollback()
            raise

    return call
