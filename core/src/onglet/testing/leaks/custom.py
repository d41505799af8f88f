"""Custom fields of the world: some of each sort that holds words or leads elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onglet.fields.definitions import create_field
from onglet.fields.service import save_fields
from onglet.fields.spec import FieldSpec
from onglet.testing.leaks.marks import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onglet.testing.leaks.world import World

OBJECTS: Final = {"client": "core_client_field", "contact": "core_person_field"}
FIELDS: Final[tuple[dict[str, Any], ...]] = (
    {"code": "walk_text", "type": "text", "is_searchable": True, "is_filterable": True,
     "is_sortable": True, "is_column": True},
    {"code": "walk_long", "type": "long_text"},
    {"code": "walk_email", "type": "email"},
    {"code": "walk_client", "type": "link", "options": {"target": "client", "most": 10}},
    {"code": "walk_contact", "type": "link", "options": {"target": "contact", "most": 10}},
)  # fmt: skip


def define(world: World) -> None:
    """Make the fields."""
    with world.site.working() as work:
        for object_key in OBJECTS:
            for field in FIELDS:
                label = {"en": field["code"], "fr": field["code"]}
                create_field(work, object_key, FieldSpec.model_validate({"label": label, **field}))


def hold(world: World, keys: Iterable[str]) -> None:
    """Write values of the fields of clients and their persons; each leads to another's as well."""
    for key in keys:
        rows: list[tuple[str, int, tuple[str, ...]]] = [("client", world.clients[key].id, (key,))]
        rows += [
            ("contact", person, subjects)
            for person, subjects in world.persons.items()
            if key in subjects
        ]
        with world.site.working() as work:
            for object_key, row_id, subjects in rows:
                save_fields(work, object_key, row_id, _values(world, object_key, subjects))


def _values(world: World, object_key: str, subjects: tuple[str, ...]) -> dict[str, Any]:
    place = Place(table=OBJECTS[object_key], column="held", subjects=subjects)
    return {
        "walk_text": world.marks.text(place),
        "walk_long": world.marks.text(place),
        "walk_email": f"{world.marks.text(place)}@walk.example",
        "walk_client": [world.clients["other"].public_id],
        "walk_contact": [world.person_ids["other"]],
    }
