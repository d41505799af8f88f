"""The columns of the stock files, read into rows of the offline directory.

Four shapes are known: StockUniteLegale, StockEtablissement, the flat extract of establishments
(`siret, raisonsociale, enseigne, codenaf...`) that circulates for tests and demos, and the ratios
drawn from the accounts that firms publish (`siren, date_cloture_exercice, chiffre_d_affaires,
resultat_net, type_bilan...`), for yearly figures.
Coordinates of StockEtablissement are Lambert 93, not WGS84: they are left out. Those of the
extract are WGS84 and kept, except exact zeros, which mean unknown.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from onglet_directory.company import Diffusion, State
from onglet_directory.masks import (
    activity_code,
    amount,
    code,
    coordinate,
    day,
    diffusion,
    digits,
    instant_day,
    is_masked,
    state,
    text,
    year,
)
from onglet_directory.postal import lines, way_line

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Cells = dict[str, str | int | None]


class Shape(StrEnum):
    """Which of the known files it is."""

    UNITS = "units"
    PLACES = "places"
    EXTRACT = "extract"
    FIGURES = "figures"


def _named(names: str, suffix: str = "") -> frozenset[str]:
    return frozenset(f"{name}{suffix}" for name in names.split())


UNIT_COLUMNS: Final = {"siren"} | _named(
    "statutDiffusion dateCreation sigle prenom1 prenomUsuel trancheEffectifs anneeEffectifs "
    "dateDernierTraitement etatAdministratif nom nomUsage denomination denominationUsuelle1 "
    "denominationUsuelle2 denominationUsuelle3 categorieJuridique activitePrincipale "
    "nomenclatureActivitePrincipale nicSiege activitePrincipaleNAF25",
    "UniteLegale",
)
PLACE_COLUMNS: Final = {"siret", "etablissementSiege"} | _named(
    "statutDiffusion dateCreation complementAdresse numeroVoie dernierNumeroVoie "
    "indiceRepetition typeVoie libelleVoie codePostal libelleCommune libelleCommuneEtranger "
    "distributionSpeciale codeCommune codeCedex libelleCedex libellePaysEtranger "
    "etatAdministratif enseigne1 denominationUsuelle activitePrincipale "
    "nomenclatureActivitePrincipale activitePrincipaleNAF25",
    "Etablissement",
)
EXTRACT_COLUMNS: Final = _named(
    "siret raisonsociale enseigne codenaf trancheeffectif numerorue libellerue codepostal "
    "codecommune coordinates_x coordinates_y commune"
)
FIGURE_COLUMNS: Final = _named(
    "siren date_cloture_exercice chiffre_d_affaires resultat_net type_bilan"
)
WANTED: Final = UNIT_COLUMNS | PLACE_COLUMNS | EXTRACT_COLUMNS | FIGURE_COLUMNS

_NEEDED: Final = {
    Shape.UNITS: {"siren", "denominationUniteLegale", "etatAdministratifUniteLegale"},
    Shape.PLACES: {"siret", "etablissementSiege", "etatAdministratifEtablissement"},
    Shape.EXTRACT: {"siret", "raisonsociale"},
    Shape.FIGURES: {"siren", "date_cloture_exercice", "chiffre_d_affaires", "resultat_net"},
}


def shape_of(columns: Collection[str]) -> Shape | None:
    """Which file has these columns, or None."""
    names = set(columns)
    return next((shape for shape, needed in _NEEDED.items() if needed <= names), None)


def unit_cells(row: Mapping[str, str | None]) -> Cells | None:
    """One firm of StockUniteLegale; None without a SIREN."""
    siren = digits(row.get("siren"), 9)
    if siren is None:
        return None
    last = text(row.get("nomUsageUniteLegale")) or text(row.get("nomUniteLegale"))
    first = text(row.get("prenomUsuelUniteLegale")) or text(row.get("prenom1UniteLegale"))
    company = text(row.get("denominationUniteLegale"))
    usual = lines(*(text(row.get(f"denominationUsuelle{n}UniteLegale")) for n in (1, 2, 3)))
    nic = digits(row.get("nicSiegeUniteLegale"), 5)
    withheld = is_masked(row.get("denominationUniteLegale")) or is_masked(row.get("nomUniteLegale"))
    partial = diffusion(row.get("statutDiffusionUniteLegale")) is Diffusion.PARTIAL
    updated = instant_day(row.get("dateDernierTraitementUniteLegale"))
    return {
        "siren": siren,
        "name": company or " ".join(lines(first, last)) or None,
        "sigle": text(row.get("sigleUniteLegale")),
        "usual": "\n".join(usual) or None,
        "first_name": None if company else first,
        "last_name": None if company else last,
        "legal_form": code(row.get("categorieJuridiqueUniteLegale"), 4),
        "naf": activity_code(row.get("activitePrincipaleUniteLegale")),
        "nomenclature": text(row.get("nomenclatureActivitePrincipaleUniteLegale")),
        "naf25": activity_code(row.get("activitePrincipaleNAF25UniteLegale")),
        "band": code(row.get("trancheEffectifsUniteLegale"), 2),
        "band_year": year(row.get("anneeEffectifsUniteLegale")),
        "state": state(row.get("etatAdministratifUniteLegale")),
        "created_on": _iso(row.get("dateCreationUniteLegale")),
        "partial": int(partial or withheld),
        "head_siret": f"{siren}{nic}" if nic else None,
        "updated_on": updated.isoformat() if updated else None,
    }


def place_cells(row: Mapping[str, str | None]) -> Cells | None:
    """One establishment of StockEtablissement; None without a SIRET."""
    siret = digits(row.get("siret"), 14)
    if siret is None:
        return None
    head = (row.get("etablissementSiege") or "").strip().lower()
    way = way_line(
        row.get("numeroVoieEtablissement"),
        row.get("indiceRepetitionEtablissement"),
        row.get("typeVoieEtablissement"),
        row.get("libelleVoieEtablissement"),
        last_number=row.get("dernierNumeroVoieEtablissement"),
    )
    written = lines(
        text(row.get("complementAdresseEtablissement")),
        way,
        text(row.get("distributionSpecialeEtablissement")),
    )
    abroad = text(row.get("libellePaysEtrangerEtablissement"))
    return {
        "siret": siret,
        "siren": siret[:9],
        "head": {"true": 1, "false": 0}.get(head),
        "state": state(row.get("etatAdministratifEtablissement")),
        "sign": text(row.get("enseigne1Etablissement"))
        or text(row.get("denominationUsuelleEtablissement")),
        "naf": activity_code(row.get("activitePrincipaleEtablissement")),
        "nomenclature": text(row.get("nomenclatureActivitePrincipaleEtablissement")),
        "naf25": activity_code(row.get("activitePrincipaleNAF25Etablissement")),
        "lines": "\n".join(written) or None,
        "postcode": digits(
            row.get("codePostalEtablissement") or row.get("codeCedexEtablissement"), 5
        ),
        "town": text(row.get("libelleCommuneEtablissement"))
        or text(row.get("libelleCommuneEtrangerEtablissement"))
        or text(row.get("libelleCedexEtablissement")),
        "commune_code": _commune(row.get("codeCommuneEtablissement")),
        "country_label": abroad,
        "latitude": None,
        "longitude": None,
        "created_on": _iso(row.get("dateCreationEtablissement")),
        "partial": int(diffusion(row.get("statutDiffusionEtablissement")) is Diffusion.PARTIAL),
    }


def extract_cells(row: Mapping[str, str | None]) -> tuple[Cells, Cells] | None:
    """The firm and the establishment of one row of the flat extract; None without a SIRET."""
    siret = digits(row.get("siret"), 14)
    if siret is None:
        return None
    naf = activity_code(row.get("codenaf"))
    way = way_line(row.get("numerorue"), None, None, row.get("libellerue"))
    latitude = coordinate(row.get("coordinates_y"), 90)
    longitude = coordinate(row.get("coordinates_x"), 180)
    located = latitude is not None and longitude is not None
    unit: Cells = dict.fromkeys(unit_cells({"siren": siret[:9]}) or {})
    unit |= {
        "siren": siret[:9],
        "name": text(row.get("raisonsociale")),
        "naf": naf,
        "nomenclature": "NAFRev2" if naf else None,
        "band": code(row.get("trancheeffectif"), 2),
        "state": State.ACTIVE,
        "partial": int(is_masked(row.get("raisonsociale"))),
    }
    place: Cells = dict.fromkeys(place_cells({"siret": siret}) or {})
    place |= {
        "siret": siret,
        "siren": siret[:9],
        "state": State.ACTIVE,
        "sign": text(row.get("enseigne")),
        "naf": naf,
        "nomenclature": "NAFRev2" if naf else None,
        "lines": way,
        "postcode": digits(row.get("codepostal"), 5),
        "town": text(row.get("commune")),
        "commune_code": _commune(row.get("codecommune")),
        "latitude": str(latitude) if located else None,
        "longitude": str(longitude) if located else None,
        "partial": 0,
    }
    return unit, place


def figure_cells(row: Mapping[str, str | None]) -> Cells | None:
    """Turnover and result of one year; None without a number, a day, or anything known.

    `consolidated` says that the figures are those of a group (`type_bilan` K): the firm's own are
    preferred.
    """
    siren, closed = digits(row.get("siren"), 9), day(row.get("date_cloture_exercice"))
    turnover, result = amount(row.get("chiffre_d_affaires")), amount(row.get("resultat_net"))
    if siren is None or closed is None or (turnover is None and result is None):
        return None
    return {
        "siren": siren,
        "year": closed.year,
        "turnover": None if turnover is None else str(turnover),
        "result": None if result is None else str(result),
        "closed_on": closed.isoformat(),
        "consolidated": int((row.get("type_bilan") or "").strip().upper() == "K"),
    }


def department(commune_code: str | None, postcode: str | None) -> str | None:
    """The department of a place: `57`, `2A`, `974`; `20` for a Corsican postcode alone."""
    where = commune_code or postcode
    if where is None:
        return None
    return where[:3] if where[:2] in {"97", "98"} else where[:2]


def _commune(value: str | None) -> str | None:
    line = (text(value) or "").upper()
    return line.zfill(5) if re.fullmatch(r"\d{4,5}|\d[AB]\d{3}", line) else None


def _iso(value: str | None) -> str | None:
    found = day(value)
    return found.isoformat() if found else None
