"""Rows of the offline file, read back into candidates and facts."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from onglet_directory.company import (
    Activity,
    Candidate,
    CompanyFacts,
    Diffusion,
    Establishment,
    Field,
    Headcount,
    PersonName,
    PostalAddress,
    RegisterState,
    State,
    YearlyFigures,
)
from onglet_directory.masks import amount, day

if TYPE_CHECKING:
    from onglet_directory.company import Origin

_MOST_PLACES = 300
_NEVER = frozenset({Field.VAT_NUMBER})
_WITHHELD = frozenset({Field.NAME, Field.SIGLE, Field.ADDRESS_LINES, Field.POSTCODE, Field.TOWN})


def candidate(
    database: sqlite3.Connection, siren: str, *, siret: str | None, postcode: str | None
) -> Candidate | None:
    """One line of an answer, with the place asked for, in the postcode, or the head office."""
    unit = _unit(database, siren)
    if unit is None:
        return None
    places = _places(database, siren, unit["head_siret"])
    place = next((one for one in places if siret and one.siret == siret), None)
    if place is None and postcode:
        place = next((one for one in places if one.address.postcode == postcode), None)
    place = place or (places[0] if places else None)
    return Candidate(
        siren=siren,
        siret=place.siret if place else None,
        name=unit["name"],
        sigle=unit["sigle"],
        postcode=place.address.postcode if place else None,
        town=place.address.town if place else None,
        activities=_activities(unit),
        legal_form=unit["legal_form"],
        state=State(unit["state"]) if unit["state"] else None,
        head_office=place.head_office if place else None,
        diffusion=_diffusion(unit),
    )


def facts(database: sqlite3.Connection, number: str, *, origin: Origin) -> CompanyFacts | None:
    """All that the file says of the firm of a SIREN, or of the place of a SIRET."""
    siren = number[:9]
    unit = _unit(database, siren)
    if unit is None:
        return None
    places = _places(database, siren, unit["head_siret"])
    if len(number) == 14:
        places = [one for one in places if one.siret == number]
        if not places:
            return None
    state = State(unit["state"]) if unit["state"] else None
    return CompanyFacts(
        siren=siren,
        origin=origin,
        name=unit["name"],
        usual_names=tuple(unit["usual"].split("\n")) if unit["usual"] else (),
        sigle=unit["sigle"],
        person=PersonName(first_name=unit["first_name"], last_name=unit["last_name"])
        if unit["last_name"]
        else None,
        legal_form=unit["legal_form"],
        activities=_activities(unit),
        headcount=Headcount(band=unit["band"], year=unit["band_year"]) if unit["band"] else None,
        state=state,
        created_on=day(unit["created_on"]),
        diffusion=_diffusion(unit),
        head_office_siret=unit["head_siret"],
        establishments=tuple(places),
        establishments_total=len(places) if len(number) == 9 else None,
        finances=_figures(database, siren, origin),
        registers=(RegisterState(register="sirene", state=state, origin=origin),) if state else (),
        covers=_covered(unit, places),
    )


def _figures(database: sqlite3.Connection, siren: str, origin: Origin) -> tuple[YearlyFigures, ...]:
    rows = database.execute(
        "SELECT year, turnover, result, closed_on FROM figure WHERE siren = ? ORDER BY year DESC",
        (siren,),
    )
    return tuple(
        YearlyFigures(
            year=year,
            turnover=amount(turnover),
            result=amount(result),
            closed_on=day(closed_on),
            origin=origin,
        )
        for year, turnover, result, closed_on in rows
    )


def _covered(unit: sqlite3.Row, places: list[Establishment]) -> frozenset[Field]:
    """Extracts are poorer than the stock: an empty cell of theirs is not said to be empty."""
    said = {
        Field.SIGLE: unit["sigle"],
        Field.LEGAL_FORM: unit["legal_form"],
        Field.HEADCOUNT: unit["band"],
        Field.CREATED_ON: unit["created_on"],
        Field.ACTIVITY: unit["naf"],
        Field.TOWN: places[0].address.town if places else None,
        Field.SIRET: places,
        Field.ADDRESS_LINES: places,
        Field.POSTCODE: places,
    }
    unsaid = {fact for fact, value in said.items() if not value}
    withheld = _WITHHELD if unit["partial"] else frozenset()
    return frozenset(Field) - _NEVER - unsaid - withheld


def _unit(database: sqlite3.Connection, siren: str) -> sqlite3.Row | None:
    cursor = database.cursor()
    cursor.row_factory = sqlite3.Row
    row = cursor.execute("SELECT * FROM unit WHERE siren = ?", (siren,)).fetchone()
    return row if isinstance(row, sqlite3.Row) else None


def _places(
    database: sqlite3.Connection, siren: str, head_siret: str | None
) -> list[Establishment]:
    """The places of the firm: head office first, then active ones."""
    cursor = database.cursor()
    cursor.row_factory = sqlite3.Row
    rows = cursor.execute(
        "SELECT * FROM place WHERE siret BETWEEN ? || '00000' AND ? || '99999' "
        "ORDER BY siret = ? DESC, head DESC, state, siret LIMIT ?",
        (siren, siren, head_siret, _MOST_PLACES),
    )
    return [_establishment(row, head_siret) for row in rows]


def _establishment(row: sqlite3.Row, head_siret: str | None) -> Establishment:
    head = bool(row["head"]) if row["head"] is not None else None
    if head is None and head_siret is not None:
        head = row["siret"] == head_siret
    return Establishment(
        siret=row["siret"],
        address=PostalAddress(
            lines=tuple(row["lines"].split("\n")) if row["lines"] else (),
            postcode=row["postcode"],
            town=row["town"],
            commune_code=row["commune_code"],
            country=None if row["country_label"] else "FR",
            country_label=row["country_label"],
            latitude=amount(row["latitude"]),
            longitude=amount(row["longitude"]),
        ),
        sign=row["sign"],
        state=State(row["state"]) if row["state"] else None,
        head_office=head,
        activities=_activities(row),
        created_on=day(row["created_on"]),
        diffusion=_diffusion(row),
    )


def _activities(row: sqlite3.Row) -> tuple[Activity, ...]:
    pairs = ((row["naf"], row["nomenclature"] or "NAFRev2"), (row["naf25"], "NAF2025"))
    return tuple(Activity(code=code, nomenclature=which) for code, which in pairs if code)


def _diffusion(row: sqlite3.Row) -> Diffusion:
    return Diffusion.PARTIAL if row["partial"] else Diffusion.FULL
