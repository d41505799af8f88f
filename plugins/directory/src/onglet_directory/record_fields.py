"""Where each fact of the directory has its place in the record, and in the form of a client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onglet_directory.company import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet_directory.company import CompanyFacts, Establishment

ONE_KEY: Final = {
    Field.NAME: "name",
    Field.SIREN: "siren",
    Field.SIRET: "siret",
    Field.ACTIVITY: "naf",
    Field.LEGAL_FORM: "legal_form",
    Field.HEADCOUNT: "headcount_band",
    Field.VAT_NUMBER: "vat_number",
    Field.POSTCODE: "address.postcode",
    Field.TOWN: "address.town",
}
LINE_KEYS: Final = ("address.line1", "address.line2", "address.line3", "address.line4")
_IN_FORM = 3  # lines of an address that the form shows


def nomenclature_of(values: Mapping[str, Any]) -> str:
    """The nomenclature in which the record keeps its activity code; NAF rev. 2 when it has none."""
    return str(values.get("naf_nomenclature") or "NAFRev2")


def record_of(values: Mapping[str, Any]) -> dict[Field, str | None]:
    """The values of a client, by the facts that they stand for."""
    found: dict[Field, str | None] = {
        fact: str(values.get(key) or "") or None for fact, key in ONE_KEY.items()
    }
    lines = [str(values.get(key) or "").strip() for key in LINE_KEYS]
    found[Field.ADDRESS_LINES] = "\n".join(line for line in lines if line) or None
    return found


def keys_of(facts: Mapping[Field, object] | set[Field]) -> list[str]:
    """The keys of a client that these facts fill."""
    keys = [key for fact, key in ONE_KEY.items() if fact in facts]
    return keys + (list(LINE_KEYS) if Field.ADDRESS_LINES in facts else [])


def to_write(
    taken: Mapping[Field, str | None],
    facts: CompanyFacts,
    place: Establishment | None,
    *,
    nomenclature: str = "NAFRev2",
) -> dict[str, Any]:
    """The values of the client for the facts taken over, with those that go along with them.

    The year goes with the headcount, the nomenclature with the activity; commune, coordinates and
    SIRET of the place go with an address that was taken whole.
    """
    values: dict[str, Any] = {
        key: taken[fact] or "" for fact, key in ONE_KEY.items() if fact in taken
    }
    if Field.ADDRESS_LINES in taken:
        values |= _lines(taken[Field.ADDRESS_LINES] or "", len(LINE_KEYS))
    if Field.ACTIVITY in taken:
        values["naf_nomenclature"] = nomenclature if taken[Field.ACTIVITY] else ""
    if Field.HEADCOUNT in taken:
        values["headcount_year"] = facts.headcount.year if facts.headcount else None
    if place is not None and Field.TOWN in taken and Field.ADDRESS_LINES in taken:
        values |= _of_place(place)
    return values


def for_form(values: Mapping[Field, str | None]) -> dict[str, str]:
    """The facts as the fields of the creation form that a link to it fills."""
    filled = {key: values.get(fact) or "" for fact, key in ONE_KEY.items()}
    filled |= _lines(values.get(Field.ADDRESS_LINES) or "", _IN_FORM)
    return {key: value for key, value in filled.items() if value}


def _lines(text: str, count: int) -> dict[str, str]:
    lines = [line for line in text.split("\n") if line]
    if len(lines) > count:
        lines = [*lines[: count - 1], ", ".join(lines[count - 1 :])]
    lines += [""] * (count - len(lines))
    return dict(zip(LINE_KEYS, lines, strict=False))


def _of_place(place: Establishment) -> dict[str, Any]:
    where = place.address
    found: dict[str, Any] = {
        "address.commune_code": where.commune_code or "",
        "address.siret": place.siret,
        "address.latitude": float(where.latitude) if where.latitude is not None else None,
        "address.longitude": float(where.longitude) if where.longitude is not None else None,
    }
    if where.country:
        found["address.country"] = where.country
    return found
