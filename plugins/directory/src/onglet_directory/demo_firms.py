"""Stock files of made-up firms, in the columns of the published ones: the demo's directory.

Names are made of parts so that no real firm has them; SIRENs begin with 000 and have valid keys.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from onglet_directory.masks import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

NEW_FIRMS: Final = 180
WITHHELD: Final = 4
CHANGED: Final = 0.4
CEASED: Final = 0.03

_HEADS: Final = [
    "Clair",
    "Brume",
    "Ardoise",
    "Tilleul",
    "Vauban",
    "Lorraine",
    "Saline",
    "Garance",
    "Cyprès",
    "Aubier",
]
_TAILS: Final = ["mont", "val", "fort", "bois", "lac", "pré", "mer", "roche", "source", "rive"]
# What a firm does: activity in NAF rev. 2 and NAF 2025, and how its name begins.
_TRADES: Final = (
    ("10.71C", "10.71Y", "Boulangerie"),
    ("43.21A", "43.21Y", "Électricité"),
    ("43.32A", "43.32Y", "Menuiserie"),
    ("49.41A", "49.41Y", "Transports"),
    ("62.01Z", "62.10Y", "Logiciels"),
    ("69.20Z", "69.20Y", "Cabinet comptable"),
    ("56.10A", "56.11Y", "Restaurant"),
    ("81.21Z", "81.21Y", "Propreté"),
)
_FORMS: Final = ("5499", "5710", "5720", "5498", "5599")
_BANDS: Final = ("NN", "01", "02", "03", "11", "12", "21")
_TOWNS: Final = (
    ("57000", "METZ", "57463"),
    ("54000", "NANCY", "54395"),
    ("67000", "STRASBOURG", "67482"),
    ("69003", "LYON 3EME", "69383"),
    ("44000", "NANTES", "44109"),
    ("33000", "BORDEAUX", "33063"),
    ("31000", "TOULOUSE", "31555"),
    ("59000", "LILLE", "59350"),
)
_STREETS: Final = ("RUE DES TANNEURS", "AVENUE DE LA GARE", "QUAI NEUF", "PLACE DU MARCHE")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFirm:
    """A firm as the made-up register has it."""

    siren: str
    siret: str
    name: str
    legal_form: str
    naf: str
    band: str
    street: str
    postcode: str
    town: str
    commune_code: str
    naf25: str = ""
    state: str = "A"
    is_withheld: bool = False


def write_stock(
    folder: Path,
    *,
    listed: Sequence[ListedFirm],
    taken: Collection[str],
    seed: int,
    last_year: int,
) -> list[Path]:
    """Write units, places and figures into the folder; give the files.

    Args:
        folder: where to write.
        listed: firms that are clients already: some of them have changed since.
        taken: SIRENs that new firms may not have.
        seed: the same seed gives the same firms.
        last_year: the last year with figures.
    """
    rng = random.Random(f"directory {seed}")  # noqa: S311 - made-up data
    firms = [_as_now(firm, rng) for firm in listed]
    firms += _new_firms(rng, set(taken))
    files = {
        "StockUniteLegale.csv": map(_unit, firms),
        "StockEtablissement.csv": map(_place, firms),
        "ratios.csv": _figures(firms, rng, last_year),
    }
    return [_write(folder / name, rows) for name, rows in files.items()]


def _as_now(firm: ListedFirm, rng: random.Random) -> ListedFirm:
    """A client as the register has it by now."""
    if rng.random() < CEASED:
        return replace(firm, state="C")
    if rng.random() < CHANGED:
        return replace(firm, street=f"{rng.randint(1, 90)} {rng.choice(_STREETS)}")
    if rng.random() < CHANGED:
        return replace(firm, band=rng.choice(_BANDS))
    return firm


def _new_firms(rng: random.Random, taken: set[str]) -> Iterator[ListedFirm]:
    names: set[str] = set()
    while len(names) < NEW_FIRMS:
        siren = _with_key(f"000{rng.randint(1, 99_999):05d}")
        naf, naf25, trade = rng.choice(_TRADES)
        name = f"{trade} {rng.choice(_HEADS)}{rng.choice(_TAILS)}"
        if siren in taken or name in names:
            continue
        taken.add(siren)
        names.add(name)
        postcode, town, commune = rng.choice(_TOWNS)
        yield ListedFirm(
            siren=siren,
            siret=_with_key(f"{siren}0001"),
            name=name,
            legal_form=rng.choice(_FORMS),
            naf=naf,
            naf25=naf25,
            band=rng.choice(_BANDS),
            street=f"{rng.randint(1, 90)} {rng.choice(_STREETS)}",
            postcode=postcode,
            town=town,
            commune_code=commune,
            is_withheld=len(names) <= WITHHELD,
        )


def _unit(firm: ListedFirm) -> Mapping[str, str]:
    return {
        "siren": firm.siren,
        "statutDiffusionUniteLegale": "P" if firm.is_withheld else "O",
        "dateCreationUniteLegale": "2014-04-01",
        "trancheEffectifsUniteLegale": firm.band,
        "anneeEffectifsUniteLegale": "2024",
        "etatAdministratifUniteLegale": firm.state,
        "denominationUniteLegale": "[ND]" if firm.is_withheld else fold(firm.name).upper(),
        "categorieJuridiqueUniteLegale": firm.legal_form,
        "activitePrincipaleUniteLegale": firm.naf,
        "nomenclatureActivitePrincipaleUniteLegale": "NAFRev2",
        "nicSiegeUniteLegale": firm.siret[9:],
        "activitePrincipaleNAF25UniteLegale": firm.naf25,
    }


def _place(firm: ListedFirm) -> Mapping[str, str]:
    hidden = "[ND]" if firm.is_withheld else ""
    return {
        "siren": firm.siren,
        "siret": firm.siret,
        "statutDiffusionEtablissement": "P" if firm.is_withheld else "O",
        "etablissementSiege": "true",
        "libelleVoieEtablissement": hidden or fold(firm.street).upper(),
        "codePostalEtablissement": hidden or firm.postcode,
        "libelleCommuneEtablissement": fold(firm.town).upper(),
        "codeCommuneEtablissement": firm.commune_code,
        "etatAdministratifEtablissement": "A" if firm.state == "A" else "F",
    }


def _figures(
    firms: Iterable[ListedFirm], rng: random.Random, last_year: int
) -> Iterator[Mapping[str, str]]:
    for firm in firms:
        if firm.is_withheld or rng.random() < 0.25:
            continue
        turnover = Decimal(round(rng.lognormvariate(13.4, 1.1), -3))
        for year in range(last_year - 3, last_year + 1):
            turnover *= Decimal(str(round(rng.gauss(1.05, 0.09), 3)))
            result = turnover * Decimal(str(round(rng.gauss(0.05, 0.05), 3)))
            yield {
                "siren": firm.siren,
                "date_cloture_exercice": f"{year}-12-31",
                "chiffre_d_affaires": str(round(turnover, -2)),
                "resultat_net": str(round(result, -2)) if rng.random() > 0.1 else "",
                "type_bilan": "C",
            }


def _write(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    held = list(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(held[0]))
        writer.writeheader()
        writer.writerows(held)
    return path


def _with_key(digits: str) -> str:
    """The digits with their Luhn key."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)
