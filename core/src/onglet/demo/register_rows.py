"""Rows of the layouts in which extracts of the register come, read into one shape.

The stock files of INSEE (StockEtablissement and StockUniteLegale), and the shorter layout of
extracts that carry the name beside the establishment (`siret,raisonsociale,enseigne,...`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from onglet.demo.lambert93 import to_wgs84

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Record = Mapping[str, str | None]

_MASK = "[ND]"
_WAYS = {
    "ALL": "ALLÉE",
    "AV": "AVENUE",
    "BD": "BOULEVARD",
    "CHE": "CHEMIN",
    "CRS": "COURS",
    "FG": "FAUBOURG",
    "IMP": "IMPASSE",
    "LOT": "LOTISSEMENT",
    "PAS": "PASSAGE",
    "PL": "PLACE",
    "QU": "QUAI",
    "RES": "RÉSIDENCE",
    "RTE": "ROUTE",
    "SQ": "SQUARE",
}


class EstablishmentRow(NamedTuple):
    """One establishment as a file has it, before anything is judged."""

    siret: str
    name: str
    sign: str
    naf: str
    band: str
    line1: str
    line2: str
    postcode: str
    town: str
    commune_code: str
    place: tuple[float, float] | None
    is_head_office: bool = False
    is_closed: bool = False
    is_masked: bool = False


class UnitRow(NamedTuple):
    """One legal unit as the stock file has it."""

    siren: str
    name: str
    legal_form: str
    naf: str
    band: str
    year: str
    created_on: date | None
    head_office: str
    is_closed: bool
    is_masked: bool


class Layout(NamedTuple):
    """The columns that a file of this layout cannot do without, and the reader of its rows."""

    name: str
    columns: frozenset[str]
    read: Callable[[Record], EstablishmentRow | UnitRow]


def _named(record: Record) -> EstablishmentRow:
    text = _reader(record)
    return EstablishmentRow(
        siret=text("siret"),
        name=record.get("raisonsociale") or "",
        sign=text("enseigne"),
        naf=text("codenaf"),
        band=text("trancheeffectif"),
        line1=f"{text('numerorue')} {text('libellerue')}".strip(),
        line2="",
        postcode=text("codepostal"),
        town=text("libellecommune"),
        commune_code=text("codecommune"),
        place=_degrees(text("coordinates_y"), text("coordinates_x")),
    )


def _establishment(record: Record) -> EstablishmentRow:
    text = _reader(record, "Etablissement")
    way = text("typeVoie")
    parts = (
        text("numeroVoie") + text("indiceRepetition"),
        _WAYS.get(way, way),
        text("libelleVoie"),
    )
    status = text("statutDiffusion")
    return EstablishmentRow(
        siret=(record.get("siret") or "").strip(),
        name=text("denominationUsuelle"),
        sign=text("enseigne1"),
        naf=text("activitePrincipale"),
        band=text("trancheEffectifs"),
        line1=" ".join(part for part in parts if part),
        line2=text("complementAdresse") or text("distributionSpeciale"),
        postcode=text("codePostal"),
        town=text("libelleCommune"),
        commune_code=text("codeCommune"),
        place=_stock_place(record, text("codeCommune")),
        is_head_office=text("etablissementSiege").lower() == "true",
        is_closed=text("etatAdministratif") == "F",
        is_masked=status in {"P", "N"} or _MASK in parts,
    )


def _unit(record: Record) -> UnitRow:
    text = _reader(record, "UniteLegale")
    family = text("nomUsage") or text("nom")
    name = text("denomination") or f"{family} {text('prenomUsuel')}".strip()
    siren = (record.get("siren") or "").strip()
    nic = text("nicSiege")
    return UnitRow(
        siren=siren,
        name=name,
        legal_form=text("categorieJuridique"),
        naf=text("activitePrincipale"),
        band=text("trancheEffectifs"),
        year=text("anneeEffectifs"),
        created_on=_day(text("dateCreation")),
        head_office=siren + nic if nic else "",
        is_closed=text("etatAdministratif") == "C",
        is_masked=text("statutDiffusion") in {"P", "N"} or _MASK in name,
    )


LAYOUTS = (
    Layout(
        "StockEtablissement",
        frozenset({"siret", "etatAdministratifEtablissement", "codePostalEtablissement"}),
        _establishment,
    ),
    Layout(
        "StockUniteLegale",
        frozenset({"siren", "denominationUniteLegale", "etatAdministratifUniteLegale"}),
        _unit,
    ),
    Layout(
        "siret,raisonsociale",
        frozenset({"siret", "raisonsociale", "codenaf", "codepostal", "codecommune"}),
        _named,
    ),
)


def _reader(record: Record, suffix: str = "") -> Callable[[str], str]:
    """The text of a column, without spaces around it; the suffix is part of the stock's names."""

    def text(name: str) -> str:
        value = record.get(name + suffix)
        if value is None:
            value = record.get(name)
        return (value or "").strip()

    return text


def _degrees(latitude: str, longitude: str) -> tuple[float, float] | None:
    """The place, or None: zeros stand for a place that is not known."""
    try:
        place = float(latitude), float(longitude)
    except ValueError:
        return None
    is_on_earth = abs(place[0]) <= 90 and abs(place[1]) <= 180
    return place if is_on_earth and place != (0, 0) else None


def _stock_place(record: Record, commune_code: str) -> tuple[float, float] | None:
    """The place as geocoders add it to the stock, or else from the stock's own Lambert 93.

    Overseas the columns hold another projection, which is not read.
    """
    place = _degrees(record.get("latitude") or "", record.get("longitude") or "")
    if place is not None or commune_code[:2] in {"97", "98", ""}:
        return place
    try:
        x = float(record.get("coordonneeLambertAbscisseEtablissement") or "")
        y = float(record.get("coordonneeLambertOrdonneeEtablissement") or "")
    except ValueError:
        return None
    if not (0 < x < 1_300_000 and 6_000_000 < y < 7_200_000):
        return None
    latitude, longitude = to_wgs84(x, y)
    return round(latitude, 6), round(longitude, 6)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
