"""Definitions as a file: a deployer tries fields in one place and brings them to another.

The file holds groups and fields by code, no values and no keys of the database. Bringing it in
makes what is missing and changes what differs; a field whose type differs is left alone, since
its values would have to be converted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from onglet.fields.catalogue import KEY, field_set, in_order
from onglet.fields.definitions import (
    DefinitionRefusedError,
    archive_field,
    create_field,
    edit_field,
    save_group,
    stored_spec,
)
from onglet.fields.objects import holder
from onglet.fields.spec import FieldSpec, GroupSpec
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from onglet.contributions import Ask, Work

FORMAT: Final = 1
LARGEST: Final = 2_000_000


class BadFileError(ValueError):
    """A file that is no definition of fields. The message is for the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What bringing a file in does with one field: create, change, same or refused, and why."""

    code: str
    action: str
    why: str = ""


def export_fields(ask: Ask, object_key: str) -> str:
    """Give the groups and fields of an object as JSON."""
    fields = field_set(ask, object_key)
    told = {
        "onglet_fields": FORMAT,
        "object": object_key,
        "groups": [
            GroupSpec(code=one.code, label=dict(one.labels), is_open=one.is_open).model_dump()
            for one in fields.groups
        ],
        "fields": [
            {
                "group": one.group.code if one.group else "",
                "archived": one.archived_at is not None,
                **stored_spec(one.spec),
            }
            for one in fields.everything
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def read_file(text: str) -> dict[str, Any]:
    """Give what a file holds.

    Raises:
        BadFileError: when it is none of ours.
    """
    try:
        told = json.loads(text) if len(text) <= LARGEST else None
    except (ValueError, RecursionError) as error:
        raise BadFileError(_("This is not a file of field definitions.")) from error
    if not isinstance(told, dict) or told.get("onglet_fields") != FORMAT:
        raise BadFileError(_("This is not a file of field definitions."))
    lists = (told.get("groups"), told.get("fields"))
    if not all(isinstance(one, list) and all(isinstance(x, dict) for x in one) for one in lists):
        raise BadFileError(_("This is not a file of field definitions."))
    return told


def import_fields(work: Work, text: str, *, object_key: str = "") -> list[Step]:
    """Bring a file in, field by field; a refused one stops no other. Roll back for a dry run.

    Raises:
        BadFileError: when the file is none of ours, or is of an object that is not there.
    """
    told = read_file(text)
    key = object_key or str(told.get("object", ""))
    if told.get("object") != key or holder(work, key) is None:
        raise BadFileError(_("This file holds the fields of another object."))
    try:
        for group in told["groups"]:
            save_group(work, key, GroupSpec.model_validate(group))
    except ValidationError as error:
        raise BadFileError(_("This is not a file of field definitions.")) from error
    steps: list[Step] = []
    ready: list[tuple[FieldSpec, str, bool]] = []
    for entry in told["fields"]:
        data = {name: value for name, value in entry.items() if name not in {"group", "archived"}}
        try:
            spec = FieldSpec.model_validate(data)
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors()[0]["loc"])
            steps.append(
                Step(
                    code=str(entry.get("code", "?"))[:40],
                    action="refused",
                    why=_("“%(part)s” cannot be read.", part=where),
                )
            )
            continue
        ready.append((spec, str(entry.get("group") or ""), bool(entry.get("archived"))))
    order = {code: place for place, code in enumerate(in_order([one[0] for one in ready]))}
    # Plain fields first, then those with conditions, then computed ones after what they need.
    ready.sort(key=lambda one: (order.get(one[0].code, -1), _has_condition(one[0])))
    return steps + [_bring(work, key, *one) for one in ready]


def _has_condition(spec: FieldSpec) -> bool:
    return bool(spec.visible_if or spec.required_if or spec.read_only_if)


def _bring(work: Work, key: str, spec: FieldSpec, group: str, is_archived: bool) -> Step:
    there = next((one for one in field_set(work, key).everything if one.code == spec.code), None)
    try:
        with work.session.begin_nested():
            if there is None:
                create_field(work, key, spec, group=group)
                if is_archived:
                    made = field_set(work, key).by_code[spec.code]
                    archive_field(work, made.public_id)
                return Step(code=spec.code, action="create")
            if there.spec.type != spec.type:
                why = _("Its type differs: change it here first.")
                return Step(code=spec.code, action="refused", why=why)
            own = there.group.code if there.group else ""
            if stored_spec(there.spec) == stored_spec(spec) and own == group:
                return Step(code=spec.code, action="same")
            edit_field(work, there.public_id, spec, group=group)
            return Step(code=spec.code, action="change")
    except DefinitionRefusedError as refused:
        work.session.info.pop(KEY, None)
        return Step(code=spec.code, action="refused", why=refused.message)
