"""One result of the public company search, read into company facts.

The service says nothing with null, "" or a missing key alike; coordinates are texts in WGS84.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet_directory import sources
from onglet_directory.company import (
    Activity,
    Candidate,
    CompanyFacts,
    Diffusion,
    Establishment,
    Field,
    Headcount,
    Origin,
    PersonName,
    PostalAddress,
    RegisterState,
    YearlyFigures,
)
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
from onglet_directory.postal import french_or_abroad, lines, split_full, way_line
from onglet_directory.shape import record, records, texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

COVERED = frozenset(Field) - {Field.VAT_NUMBER}


def candidate(result: Mapping[str, object]) -> Candidate | None:
    """One line of an answer; the place is the one that matched, else the head office."""
    siren = digits(result.get("siren"), 9)
    if siren is None:
        return None
    matching = records(result.get("matching_etablissements"))
    head = record(result.get("siege"))
    place = next((one for one in matching if one.get("est_siege") is True), None)
    place = place or (matching[0] if matching else head)
    return Candidate(
        siren=siren,
        siret=digits(place.get("siret"), 14),
        name=name(result),
        sigle=text(result.get("sigle")),
        postcode=digits(place.get("code_postal"), 5),
        town=text(place.get("libelle_commune")),
        activities=activities(result),
        legal_form=code(result.get("nature_juridique"), 4),
        state=state(result.get("etat_administratif")),
        head_office=_flag(place.get("est_siege"), default=place is head or None),
        diffusion=diffusion(result.get("statut_diffusion")),
    )


def facts(result: Mapping[str, object], *, fetched_at: datetime) -> CompanyFacts | None:
    """All that one result says; None when it has no SIREN."""
    siren = digits(result.get("siren"), 9)
    if siren is None:
        return None
    updated = result.get("date_mise_a_jour_insee") or result.get("date_mise_a_jour")
    origin = Origin(
        source=sources.PUBLIC_SEARCH, fetched_at=fetched_at, updated_on=instant_day(updated)
    )
    head = record(result.get("siege"))
    places = [head, *records(result.get("matching_etablissements"))]
    found = {one.siret: one for one in map(establishment, reversed(places)) if one is not None}
    life = state(result.get("etat_administratif"))
    vat_numbers = tuple(filter(None, map(text, texts(result.get("tva")))))
    return CompanyFacts(
        siren=siren,
        origin=origin,
        name=name(result),
        usual_names=lines(text(head.get("nom_commercial"))),
        sigle=text(result.get("sigle")),
        person=_person(result),
        legal_form=code(result.get("nature_juridique"), 4),
        activities=activities(result),
        headcount=headcount(
            result.get("tranche_effectif_salarie"), result.get("annee_tranche_effectif_salarie")
        ),
        state=life,
        created_on=day(result.get("date_creation")),
        closed_on=day(result.get("date_fermeture")),
        diffusion=diffusion(result.get("statut_diffusion")),
        head_office_siret=digits(head.get("siret"), 14),
        establishments=tuple(reversed(found.values())),
        establishments_total=_count(result.get("nombre_etablissements")),
        vat_numbers=vat_numbers,
        finances=finances(result.get("finances"), origin=origin),
        registers=(RegisterState(register="sirene", state=life, origin=origin),) if life else (),
        covers=_covered(result, head, with_vat=bool(vat_numbers)),
    )


def name(result: Mapping[str, object]) -> str | None:
    """The registered name; for a person, first and last name as the service joins them."""
    return text(result.get("nom_raison_sociale")) or text(result.get("nom_complet"))


def activities(source: Mapping[str, object]) -> tuple[Activity, ...]:
    """The activity codes, NAF rev. 2 first, then NAF 2025."""
    pairs = (
        (activity_code(source.get("activite_principale")), "NAFRev2"),
        (activity_code(source.get("activite_principale_naf25")), "NAF2025"),
    )
    return tuple(Activity(code=one, nomenclature=other) for one, other in pairs if one)


def headcount(band: object, observed: object) -> Headcount | None:
    """The band of employees; the service also writes placeholders, which are nothing."""
    kept = code(band, 2)
    if kept is None or not (kept == "NN" or kept.isdigit()):
        return None
    return Headcount(band=kept, year=year(observed))


def establishment(place: Mapping[str, object]) -> Establishment | None:
    """One place; None when it has no SIRET."""
    siret = digits(place.get("siret"), 14)
    if siret is None:
        return None
    signs = [text(sign) for sign in texts(place.get("liste_enseignes"))]
    return Establishment(
        siret=siret,
        address=address(place),
        sign=next((sign for sign in signs if sign), None) or text(place.get("nom_commercial")),
        state=state(place.get("etat_administratif")),
        head_office=_flag(place.get("est_siege")),
        activities=activities(place),
        created_on=day(place.get("date_creation")),
        diffusion=diffusion(place.get("statut_diffusion_etablissement")),
    )


def address(place: Mapping[str, object]) -> PostalAddress:
    """The address, from its parts where given (head office), else from the one-line form."""
    way = way_line(
        place.get("numero_voie"),
        place.get("indice_repetition"),
        place.get("type_voie"),
        place.get("libelle_voie"),
        last_number=place.get("dernier_numero_voie"),
    )
    postcode, town = place.get("code_postal"), place.get("libelle_commune")
    written = lines(
        text(place.get("complement_adresse")), way, text(place.get("distribution_speciale"))
    ) or split_full(place.get("adresse"), digits(postcode, 5), text(town))
    base = french_or_abroad(
        lines_=written,
        postcode=postcode or place.get("cedex"),
        town=town or place.get("libelle_cedex"),
        commune_code=place.get("commune"),
        abroad_town=place.get("libelle_commune_etranger"),
        abroad_country=place.get("libelle_pays_etranger"),
        abroad_code=place.get("code_pays_etranger"),
    )
    return PostalAddress(
        lines=base.lines,
        postcode=base.postcode,
        town=base.town,
        commune_code=base.commune_code,
        country=base.country,
        country_label=base.country_label,
        latitude=coordinate(place.get("latitude"), 90),
        longitude=coordinate(place.get("longitude"), 180),
    )


def finances(value: object, *, origin: Origin) -> tuple[YearlyFigures, ...]:
    """Figures by year, the latest first; a year about which nothing is known is left out."""
    found = []
    for key, figures in record(value).items():
        which = year(key)
        turnover = amount(record(figures).get("ca"))
        result = amount(record(figures).get("resultat_net"))
        if which is not None and not (turnover is None and result is None):
            found.append(YearlyFigures(year=which, turnover=turnover, result=result, origin=origin))
    return tuple(sorted(found, key=lambda one: one.year, reverse=True))


def _person(result: Mapping[str, object]) -> PersonName | None:
    if code(result.get("nature_juridique"), 4) != "1000":
        return None
    for one in records(result.get("dirigeants")):
        first, last = text(one.get("prenoms")), text(one.get("nom"))
        if first or last:
            return PersonName(first_name=first.split()[0] if first else None, last_name=last)
    return None


def _covered(
    result: Mapping[str, object], head: Mapping[str, object], *, with_vat: bool
) -> frozenset[Field]:
    """The fields on which the result speaks: masked ones are withheld, not empty."""
    covered = set(COVERED) | ({Field.VAT_NUMBER} if with_vat else set())
    masked = {
        Field.NAME: result.get("nom_complet"),
        Field.SIGLE: result.get("sigle"),
        Field.ADDRESS_LINES: head.get("adresse"),
        Field.POSTCODE: head.get("code_postal"),
        Field.TOWN: head.get("libelle_commune"),
    }
    covered -= {fact for fact, value in masked.items() if is_masked(value)}
    if diffusion(result.get("statut_diffusion")) is Diffusion.PARTIAL:
        covered -= {Field.NAME, Field.SIGLE, Field.ADDRESS_LINES, Field.POSTCODE}
    return frozenset(covered)


def _flag(value: object, *, default: bool | None = None) -> bool | None:
    return value if isinstance(value, bool) else default


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
