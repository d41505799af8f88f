"""Builders: fields as the tests name them, and values of each type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onglet.fields.definitions import create_field
from onglet.fields.spec import FieldSpec

if TYPE_CHECKING:
    from core.tests.desk import Desk

CHOICES = [
    {"id": "gold", "label": {"fr": "Or", "en": "Gold"}},
    {"id": "silver", "label": {"fr": "Argent", "en": "Silver"}},
    {"id": "old", "label": {"fr": "Ancien", "en": "Old"}, "merged_into": "silver"},
]
OPTIONS: dict[str, dict[str, Any]] = {
    "choice": {"choices": CHOICES},
    "choices": {"choices": CHOICES},
    "amount": {"currencies": ["EUR", "JPY", "TND"]},
    "rating": {"most": 5},
    "unit": {"unit": "kg", "places": 3},
    "link": {"target": "client", "most": 10},
    "file": {"most": 3},
    "image": {"most": 3},
}


def spec(code: str, kind: str = "text", **decided: Any) -> FieldSpec:
    """Give a field that a deployer would make."""
    options = {**OPTIONS.get(kind, {}), **decided.pop("options", {})}
    label = decided.pop("label", {"fr": code.capitalize(), "en": code.capitalize()})
    return FieldSpec.model_validate(
        {"code": code, "type": kind, "label": label, "options": options, **decided}
    )


def make(desk: Desk, *specs: FieldSpec, object_key: str = "client") -> None:
    """Make fields, one after the other."""
    with desk.write() as work:
        for one in specs:
            create_field(work, object_key, one)


def ask(field: str, op: str, value: Any = None) -> dict[str, Any]:
    """Give a condition of one test."""
    return {"tests": [{"field": field, "op": op, "value": value}]}
