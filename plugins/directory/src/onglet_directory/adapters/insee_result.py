"""Legal units and establishments of the Sirene API 3.11, read into company facts.

`/siren` hangs names, state and activity on periods (the current one has no end); `/siret` carries
the same values flat in `uniteLegale`, and its own state and signs on periods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet_directory import sources
from onglet_directory.adapters.public_result import headcount
from onglet_directory.company import (
    Activity,
    Candidate,
    CompanyFacts,
    Diffusion,
    Establishment,
    Field,
    Origin,
    PersonName,
    RegisterState,
)
from onglet_directory.masks import (
    activity_code,
    code,
    day,
    diffusion,
    digits,
    instant_day,
    state,
    text,
)
from onglet_directory.postal import french_or_abroad, lines, way_line
from onglet_directory.shape import record, records

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

COVERED = frozenset(Field) - {Field.VAT_NUMBER}
_WITHHELD = {Field.NAME, Field.SIGLE, Field.ADDRESS_LINES, Field.POSTCODE, Field.TOWN}
_PLACE = {Field.SIRET, Field.ADDRESS_LINES, Field.POSTCODE, Field.TOWN}


def current(periods: object) -> Mapping[str, object]:
    """The period without an end, else the first one given."""
    given = records(periods)
    return next((one for one in given if one.get("dateFin") is None), given[0] if given else {})


def unit_values(unit: Mapping[str, object]) -> Mapping[str, object]:
    """The current values of a legal unit, whichever end point gave it."""
    return {**unit, **current(unit.get("periodesUniteLegale"))}


def unit_name(unit: Mapping[str, object]) -> str | None:
    """The registered name; of a person, the usual first name and the name in use."""
    company = text(unit.get("denominationUniteLegale"))
    if company:
        return company
    who = person(unit)
    return " ".join(part for part in (who.first_name, who.last_name) if part) if who else None


def person(unit: Mapping[str, object]) -> PersonName | None:
    """The sole trader, or None for a company. The name in use goes before the birth name."""
    last = text(unit.get("nomUsageUniteLegale")) or text(unit.get("nomUniteLegale"))
    first = text(unit.get("prenomUsuelUniteLegale")) or text(unit.get("prenom1UniteLegale"))
    if not (first or last) or text(unit.get("denominationUniteLegale")):
        return None
    return PersonName(first_name=first, last_name=last)


def activities(source: Mapping[str, object], suffix: str) -> tuple[Activity, ...]:
    """The activity codes with their nomenclatures, NAF 2025 last."""
    main = activity_code(source.get(f"activitePrincipale{suffix}"))
    which = text(source.get(f"nomenclatureActivitePrincipale{suffix}")) or "NAFRev2"
    later = activity_code(source.get(f"activitePrincipaleNAF25{suffix}"))
    pairs = ((main, which), (later, "NAF2025"))
    return tuple(Activity(code=one, nomenclature=other) for one, other in pairs if one)


def establishment(place: Mapping[str, object]) -> Establishment | None:
    """One place; None when it has no SIRET."""
    siret = digits(place.get("siret"), 14)
    if siret is None:
        return None
    now = {**place, **current(place.get("periodesEtablissement"))}
    where = record(place.get("adresseEtablissement"))
    head = place.get("etablissementSiege")
    return Establishment(
        siret=siret,
        address=french_or_abroad(
            lines_=lines(
                text(where.get("complementAdresseEtablissement")),
                way_line(
                    where.get("numeroVoieEtablissement"),
                    where.get("indiceRepetitionEtablissement"),
                    where.get("typeVoieEtablissement"),
                    where.get("libelleVoieEtablissement"),
                    last_number=where.get("dernierNumeroVoieEtablissement"),
                ),
                text(where.get("distributionSpecialeEtablissement")),
            ),
            postcode=where.get("codePostalEtablissement") or where.get("codeCedexEtablissement"),
            town=where.get("libelleCommuneEtablissement") or where.get("libelleCedexEtablissement"),
            commune_code=where.get("codeCommuneEtablissement"),
            abroad_town=where.get("libelleCommuneEtrangerEtablissement"),
            abroad_country=where.get("libellePaysEtrangerEtablissement"),
            abroad_code=where.get("codePaysEtrangerEtablissement"),
        ),
        sign=text(now.get("enseigne1Etablissement"))
        or text(now.get("denominationUsuelleEtablissement")),
        state=state(now.get("etatAdministratifEtablissement")),
        head_office=head if isinstance(head, bool) else None,
        activities=activities(now, "Etablissement"),
        created_on=day(place.get("dateCreationEtablissement")),
        diffusion=diffusion(place.get("statutDiffusionEtablissement")),
    )


def candidate(place: Mapping[str, object]) -> Candidate | None:
    """One line of an answer, from an establishment with its legal unit."""
    where = establishment(place)
    if where is None:
        return None
    unit = unit_values(record(place.get("uniteLegale")))
    withheld = Diffusion.PARTIAL in {
        diffusion(unit.get("statutDiffusionUniteLegale")),
        where.diffusion,
    }
    return Candidate(
        siren=where.siret[:9],
        siret=where.siret,
        name=unit_name(unit),
        sigle=text(unit.get("sigleUniteLegale")),
        postcode=where.address.postcode,
        town=where.address.town,
        activities=activities(unit, "UniteLegale"),
        legal_form=code(unit.get("categorieJuridiqueUniteLegale"), 4),
        state=state(unit.get("etatAdministratifUniteLegale")),
        head_office=where.head_office,
        diffusion=Diffusion.PARTIAL if withheld else Diffusion.FULL,
    )


def facts(
    unit: Mapping[str, object],
    *,
    siren: str,
    places: tuple[Establishment, ...],
    total: int | None,
    fetched_at: datetime,
) -> CompanyFacts:
    """All that INSEE says of a firm, with the places that were fetched."""
    now = unit_values(unit)
    origin = Origin(
        source=sources.INSEE,
        fetched_at=fetched_at,
        updated_on=instant_day(unit.get("dateDernierTraitementUniteLegale")),
    )
    life = state(now.get("etatAdministratifUniteLegale"))
    nic = digits(now.get("nicSiegeUniteLegale"), 5)
    withheld = diffusion(now.get("statutDiffusionUniteLegale")) is Diffusion.PARTIAL or any(
        one.diffusion is Diffusion.PARTIAL for one in places[:1]
    )
    covers = COVERED - (_WITHHELD if withheld else set()) - (set() if places else _PLACE)
    return CompanyFacts(
        siren=siren,
        origin=origin,
        name=unit_name(now),
        usual_names=lines(
            *(text(now.get(f"denominationUsuelle{n}UniteLegale")) for n in (1, 2, 3))
        ),
        sigle=text(now.get("sigleUniteLegale")),
        person=person(now),
        legal_form=code(now.get("categorieJuridiqueUniteLegale"), 4),
        activities=activities(now, "UniteLegale"),
        headcount=headcount(
            now.get("trancheEffectifsUniteLegale"), now.get("anneeEffectifsUniteLegale")
        ),
        state=life,
        created_on=day(unit.get("dateCreationUniteLegale")),
        closed_on=None,
        diffusion=Diffusion.PARTIAL if withheld else Diffusion.FULL,
        head_office_siret=f"{siren}{nic}" if nic else None,
        establishments=places,
        establishments_total=total,
        registers=(RegisterState(register="sirene", state=life, origin=origin),) if life else (),
        covers=frozenset(covers),
    )
