"""The client as the floor below its own room knows it: the one table whose rows are filtered."""

from __future__ import annotations

from functools import cache
from typing import Any

from onglet.db.base import Base, ClientRow


@cache
def client_model() -> Any:
    """Give the mapped class of clients, to join with: a session lets only visible ones through.

    In an outer join the condition is the join's, so that a hidden client reads as no client.

    Raises:
        LookupError: when the tables have not been imported.
    """
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, ClientRow):
            return mapper.class_
    raise LookupError("No table of clients is known: import onglet.tables first.")
