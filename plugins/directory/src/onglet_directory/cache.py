"""Answers kept: a question asked twice goes out once, and a silent service still has its last word.

A stored answer is plain JSON text, so that any store can hold it: memory here, a table of the
plugin for answers that outlive the process. Nothing masked is ever in it, since adapters read
masks as None.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from onglet_directory.company import CompanyFacts, SearchAnswer

FRESH_FOR = timedelta(hours=24)
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """An answer as text, with the instant it was received (UTC)."""

    payload: str
    stored_at: datetime

    def is_fresh(self, now: datetime) -> bool:
        """Whether it can be given without asking again."""
        return now - self.stored_at < FRESH_FOR

    def is_usable(self, now: datetime) -> bool:
        """Whether it can be given when the source is silent."""
        return now - self.stored_at < KEPT_FOR


class AnswerCache(Protocol):
    """Where answers are kept. Implementations may be called from several threads."""

    def read(self, key: str) -> StoredAnswer | None:
        """The answer kept under this key."""
        ...

    def write(self, key: str, answer: StoredAnswer) -> None:
        """Keep an answer, in the place of an older one."""
        ...


class MemoryCache:
    """The latest answers, in this process; the least used leaves first."""

    def __init__(self, *, largest: int = 500) -> None:
        self._largest = largest
        self._answers: OrderedDict[str, StoredAnswer] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, key: str) -> StoredAnswer | None:
        """The answer kept under this key."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def write(self, key: str, answer: StoredAnswer) -> None:
        """Keep an answer; past the largest number, the least used one is dropped."""
        with self._lock:
            self._answers[key] = answer
            self._answers.move_to_end(key)
            while len(self._answers) > self._largest:
                self._answers.popitem(last=False)


@cache
def _adapter_of_answers() -> TypeAdapter[SearchAnswer]:
    return TypeAdapter(SearchAnswer)


@cache
def _adapter_of_facts() -> TypeAdapter[CompanyFacts]:
    return TypeAdapter(CompanyFacts)


def pack(answer: SearchAnswer | CompanyFacts, *, now: datetime) -> StoredAnswer:
    """The answer as it is stored."""
    if isinstance(answer, SearchAnswer):
        payload = _adapter_of_answers().dump_json(answer)
    else:
        payload = _adapter_of_facts().dump_json(answer)
    return StoredAnswer(payload=payload.decode(), stored_at=now)


def unpack_answer(stored: StoredAnswer) -> SearchAnswer | None:
    """The search answer that was stored; None when an older version wrote another shape."""
    try:
        return _adapter_of_answers().validate_json(stored.payload)
    except ValidationError:
        return None


def unpack_facts(stored: StoredAnswer) -> CompanyFacts | None:
    """The facts that were stored; None when an older version wrote another shape."""
    try:
        return _adapter_of_facts().validate_json(stored.payload)
    except ValidationError:
        return None
