"""Conditions over fields, as data: when a field is seen, due or closed. Pure.

A condition is tests joined by "all" or "any". The page evaluates the same data with the same
rules (`static/fields.js`); what counts is the server's answer.

>>> holds(Condition(tests=(Test(field="kind", op=Op.IS, value="person"),)), {"kind": "person"})
True
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_TESTS: Final = 10

Scalar = str | int | bool
Fact = Scalar | list[str] | None
"""What a test looks at: None is empty; a list is what was chosen among several."""


class Op(StrEnum):
    """What a test asks."""

    IS = "is"
    IS_NOT = "is_not"
    EMPTY = "empty"
    FILLED = "filled"
    CONTAINS = "contains"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


NEEDS_VALUE: Final = frozenset(Op) - {Op.EMPTY, Op.FILLED}


class Test(BaseModel):
    """One question about one field. `value` is written as the field's type stores it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    __test__ = False

    field: str = Field(max_length=60)
    op: Op
    value: Scalar | None = None


class Condition(BaseModel):
    """Tests that must all hold, or any of them. Without tests it never holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    join: Literal["all", "any"] = "all"
    tests: tuple[Test, ...] = Field(max_length=MOST_TESTS)


def holds(condition: Condition | None, facts: Mapping[str, Fact]) -> bool:
    """Tell whether a condition holds; a field that is not among the facts is empty."""
    if condition is None or not condition.tests:
        return False
    answers = (_answer(test, facts.get(test.field)) for test in condition.tests)
    return all(answers) if condition.join == "all" else any(answers)


def fields_of(condition: Condition | None) -> frozenset[str]:
    """Give the fields that a condition looks at."""
    return frozenset(test.field for test in condition.tests) if condition else frozenset()


def is_empty(fact: Fact) -> bool:
    """Tell whether nothing is known. No and zero are something."""
    return fact is None or fact in ("", [])


def _answer(test: Test, fact: Fact) -> bool:
    if test.op is Op.EMPTY:
        return is_empty(fact)
    if test.op is Op.FILLED:
        return not is_empty(fact)
    if test.op is Op.IS_NOT:
        return not _is(test.value, fact)
    if test.op is Op.IS:
        return _is(test.value, fact)
    if test.op is Op.CONTAINS:
        return _contains(test.value, fact)
    return _compared(test, fact)


def _is(value: Scalar | None, fact: Any) -> bool:
    if isinstance(fact, list):
        return [str(value)] == fact
    if isinstance(fact, str) and isinstance(value, str):
        return fact.casefold() == value.casefold()
    return type(fact) is type(value) and bool(fact == value)


def _contains(value: Scalar | None, fact: Any) -> bool:
    if isinstance(fact, list):
        return str(value) in fact
    return isinstance(fact, str) and str(value).casefold() in fact.casefold()


def _compared(test: Test, fact: Any) -> bool:
    value = test.value
    both = (type(value), type(fact))
    if both not in {(int, int), (str, str)}:
        return False
    return bool(fact >= value) if test.op is Op.AT_LEAST else bool(fact <= value)
