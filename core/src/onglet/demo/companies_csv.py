"""Reader of extracts of the public register: companies with their establishments, oddities told.

An extract is held in memory: fit for a town or a department, not for the whole register.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from onglet.demo import register_names
from onglet.demo.places import TOWNS
from onglet.demo.register import Establishment, Extract, Observation, Oddity, RegisterCompany
from onglet.demo.register_files import BrokenRow, RegisterFileError, rows_of
from onglet.demo.register_rows import EstablishmentRow, UnitRow
from onglet.identity import naf, siren, siret
from onglet.nomenclature import headcounts, naf_rev2

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["RegisterFileError", "read_companies"]

_EXAMPLES = 5
_LARGE_TOWNS = {town.commune_code: town.name for town in TOWNS}
_CO_OWNERSHIP, _SOLE_TRADER = "9110", "1000"


def read_companies(*files: Path, towns: Mapping[str, str] | None = None) -> Extract:
    """The open companies of the files, which may be of different layouts.

    Establishments of one SIREN become one company. Closed ones, masked ones (who asked not to
    be prospected) and wrong numbers are left out, and counted. `towns` gives names to INSEE codes,
    for a layout without the names of towns; by default a few large towns are known.

    Raises:
        RegisterFileError: a file is missing, not UTF-8, or of an unknown layout.
    """
    reader = _Reader(_LARGE_TOWNS if towns is None else towns)
    for file in files:
        for row in rows_of(file):
            reader.take(row)
    return reader.extract()


class _Named(NamedTuple):
    """An establishment with the name that its row gives to the company."""

    name: str
    place: Establishment


class _Reader:
    """Gathers rows by SIREN, and what looked odd on the way."""

    def __init__(self, towns: Mapping[str, str]) -> None:
        self._towns = towns
        self._rows = 0
        self._found: dict[str, list[_Named]] = {}
        self._units: dict[str, UnitRow] = {}
        self._sirets: set[str] = set()
        self._counts: Counter[Oddity] = Counter()
        self._examples: dict[Oddity, list[str]] = {}

    def take(self, row: EstablishmentRow | UnitRow | BrokenRow) -> None:
        """Judge one row, and keep it under its SIREN."""
        self._rows += 1
        if isinstance(row, BrokenRow):
            self._note(Oddity.BROKEN_ROW, f"line {row.line}")
        elif isinstance(row, UnitRow):
            if not siren.is_valid(row.siren):
                self._note(Oddity.WRONG_NUMBER, row.siren)
            else:
                self._units[row.siren] = row
        elif not siret.is_valid(row.siret):
            self._note(Oddity.WRONG_NUMBER, row.siret)
        elif row.is_masked or row.is_closed:
            self._note(Oddity.MASKED if row.is_masked else Oddity.CLOSED, row.siret)
        elif row.siret in self._sirets:
            self._note(Oddity.REPEATED, row.siret)
        else:
            self._sirets.add(row.siret)
            place = self._establishment(row)
            self._found.setdefault(row.siret[:9], []).append(_Named(row.name, place))

    def extract(self) -> Extract:
        """What was gathered."""
        numbers = dict.fromkeys((*self._found, *self._units))
        companies = tuple(c for number in numbers if (c := self._company(number)))
        return Extract(
            companies=companies,
            rows=self._rows,
            oddities=tuple(
                Observation(oddity=oddity, count=count, examples=tuple(self._examples[oddity]))
                for oddity, count in self._counts.most_common()
            ),
        )

    def _establishment(self, row: EstablishmentRow) -> Establishment:
        town = row.town or self._towns.get(row.commune_code, "")
        if not town:
            self._note(Oddity.NO_TOWN, row.siret)
        if not row.line1:
            self._note(Oddity.NO_STREET, row.siret)
        if row.place is None:
            self._note(Oddity.NO_COORDINATES, row.siret)
        return Establishment(
            siret=row.siret,
            sign=register_names.clean(row.sign).text,
            line1=row.line1,
            line2=row.line2,
            postcode=row.postcode,
            town=town,
            commune_code=row.commune_code,
            latitude=row.place[0] if row.place else None,
            longitude=row.place[1] if row.place else None,
            naf=self._naf(row.naf, row.siret),
            headcount_band=self._band(row.band, row.siret),
            is_head_office=row.is_head_office,
        )

    def _company(self, number: str) -> RegisterCompany | None:
        """The company of that SIREN, or None when it may not be shown."""
        unit = self._units.get(number)
        if unit and (unit.is_masked or unit.is_closed):
            self._note(Oddity.MASKED if unit.is_masked else Oddity.CLOSED, number)
            return None
        found = self._found.get(number, [])
        head_office = unit.head_office if unit else ""
        places = [named.place for named in found]
        places.sort(key=lambda place: not (place.is_head_office or place.siret == head_office))
        name = self._name(number, unit, found)
        legal_form = unit.legal_form if unit else ""
        is_co_ownership = (
            legal_form == _CO_OWNERSHIP if legal_form else register_names.is_co_ownership(name)
        )
        is_sole_trader = (
            legal_form == _SOLE_TRADER
            if legal_form
            else not is_co_ownership and register_names.is_person(name)
        )
        if is_co_ownership or is_sole_trader:
            self._note(Oddity.CO_OWNERSHIP if is_co_ownership else Oddity.SOLE_TRADER, number)
        band = self._band(unit.band, number) if unit else ""
        return RegisterCompany(
            siren=number,
            name=name,
            establishments=tuple(places),
            legal_form=legal_form,
            naf=(self._naf(unit.naf, number) if unit else "") or (places[0].naf if places else ""),
            headcount_band=band or (places[0].headcount_band if len(places) == 1 else ""),
            headcount_year=int(unit.year) if unit and band and unit.year.isdecimal() else None,
            created_on=unit.created_on if unit else None,
            is_co_ownership=is_co_ownership,
            is_sole_trader=is_sole_trader,
        )

    def _name(self, number: str, unit: UnitRow | None, found: list[_Named]) -> str:
        """The name, from the unit, else from the first establishment that has one or a sign."""
        raw = unit.name if unit else ""
        raw = raw or next((named.name for named in found if named.name.strip()), "")
        name = register_names.clean(raw)
        if name.was_quoted:
            self._note(Oddity.NAME_QUOTED, number)
        if name.was_padded:
            self._note(Oddity.NAME_PADDED, number)
        if name.text:
            return name.text
        self._note(Oddity.NO_NAME, number)
        sign = next((named.place.sign for named in found if named.place.sign), "")
        return sign or siren.format(number)

    def _naf(self, text: str, number: str) -> str:
        """The code of NAF rev. 2 with its dot, or nothing.

        The register has codes of earlier nomenclatures, and 00.00Z for an activity not given yet.
        """
        if not text:
            return ""
        code = naf.compact(text)
        if code not in naf_rev2:
            self._note(Oddity.OTHER_NAF, number)
            return ""
        if code != text:
            self._note(Oddity.NAF_WITHOUT_DOT, number)
        return code

    def _band(self, text: str, number: str) -> str:
        """The code of the band, or nothing: an empty one is unknown, and so is one off the list."""
        if text in headcounts:
            return text
        self._note(Oddity.UNKNOWN_HEADCOUNT if text else Oddity.NO_HEADCOUNT, number)
        return ""

    def _note(self, oddity: Oddity, number: str) -> None:
        self._counts[oddity] += 1
        examples = self._examples.setdefault(oddity, [])
        if len(examples) < _EXAMPLES:
            examples.append(number[:20])
