"""Checks of what a firm is: SIREN, SIRET, VAT, activity, legal form, RCS, capital, headcount."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from onglet.identity import (
    auxiliary_code,
    capital,
    headcount,
    naf,
    postcode,
    rcs,
    siren,
    siret,
    third_party_account,
    vat,
)
from onglet.identity.facts import Advice, Facts, Level, Party
from onglet.identity.invalid import Invalid
from onglet.nomenclature import legal_forms, naf_rev2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SOLE_TRADER = "1000"


def check_company(facts: Facts) -> Iterator[Advice]:
    """The remarks on the legal identity of the client, in the order of the form."""
    if facts.party is Party.PERSON:
        yield from _person(facts)
    yield from _siren(facts)
    yield from _siret(facts)
    yield from _vat(facts)
    yield from _activity(facts)
    yield from _legal_form(facts)
    yield from _rcs(facts)
    yield from refused("capital", facts.capital, capital.validate)
    yield from refused("headcount", facts.headcount, _headcount)
    yield from refused("account", facts.account, third_party_account.validate)
    yield from refused("auxiliary", facts.auxiliary, auxiliary_code.validate)


def refused(field: str, text: str, check: Callable[[str], object]) -> Iterator[Advice]:
    """The refusal of a check as a warning; nothing for an empty field, or a right one."""
    if not text.strip():
        return
    try:
        check(text)
    except Invalid as refusal:
        yield Advice(field, Level.WARN, refusal.code, refusal.message, refusal.params)


def _person(facts: Facts) -> Iterator[Advice]:
    if facts.capital.strip():
        yield Advice(
            "capital",
            Level.WARN,
            "capital.person",
            "A person has no share capital: is this client a company?",
        )
    for field, text in (("siren", facts.siren), ("siret", facts.siret), ("vat", facts.vat)):
        if text.strip():
            yield Advice(
                field,
                Level.INFO,
                f"{field}.person",
                "A private person has no such number; a sole trader is a company here.",
            )
    if facts.rcs.strip():
        yield Advice(
            "rcs", Level.INFO, "rcs.person", "A private person is not in a registry of commerce."
        )


def _siren(facts: Facts) -> Iterator[Advice]:
    yield from refused("siren", facts.siren, siren.validate)
    if not facts.siren.strip() and siret.is_valid(facts.siret):
        number = siret.siren_of(facts.siret)
        yield Advice(
            "siren",
            Level.INFO,
            "siren.from_siret",
            "The SIREN of this SIRET is %(shown)s.",
            {"value": number, "shown": siren.format(number)},
        )
    if facts.siren.strip() and not _french(facts) and siren.is_valid(facts.siren):
        yield Advice(
            "siren",
            Level.INFO,
            "siren.abroad",
            "A SIREN with an address abroad: right when the firm is registered in France.",
        )


def _siret(facts: Facts) -> Iterator[Advice]:
    yield from refused("siret", facts.siret, siret.validate)
    if (
        siret.is_valid(facts.siret)
        and siren.is_valid(facts.siren)
        and siret.siren_of(facts.siret) != siren.compact(facts.siren)
    ):
        yield Advice(
            "siret",
            Level.WARN,
            "siret.other_siren",
            "This SIRET belongs to the SIREN %(found)s, not to %(typed)s.",
            {
                "found": siren.format(siret.siren_of(facts.siret)),
                "typed": siren.format(facts.siren),
            },
        )


def _vat(facts: Facts) -> Iterator[Advice]:
    yield from refused("vat", facts.vat, partial(vat.validate, country=facts.country))
    known = _known_siren(facts)
    try:
        number = vat.validate(facts.vat, facts.country) if facts.vat.strip() else ""
    except Invalid:
        return
    if number:
        yield from _vat_against(facts, number, known)
    elif known and _french(facts) and facts.party is Party.COMPANY:
        derived = vat.derive(known).number
        yield Advice(
            "vat",
            Level.INFO,
            "vat.derived",
            "If the firm is subject to VAT, its number is most likely %(shown)s (computed from the"
            " SIREN, not verified).",
            {"value": derived, "shown": vat.format(derived)},
        )


def _vat_against(facts: Facts, number: str, known: str) -> Iterator[Advice]:
    inside = vat.siren_of(number)
    if inside and known and inside != known:
        yield Advice(
            "vat",
            Level.WARN,
            "vat.other_siren",
            "This VAT number belongs to the SIREN %(found)s, not to %(typed)s.",
            {"found": siren.format(inside), "typed": siren.format(known)},
        )
    given_by = vat.country_of(number)
    at_home = postcode.territory_of(facts.postcode, facts.country)
    home = "FR" if at_home in postcode.FRENCH else at_home
    if given_by and home and given_by != home:
        yield Advice(
            "vat",
            Level.INFO,
            "vat.other_country",
            "This VAT number was given by %(found)s, and the address is in %(typed)s.",
            {"found": given_by, "typed": home},
        )


def _activity(facts: Facts) -> Iterator[Advice]:
    yield from refused("naf", facts.naf, naf.validate)
    if not naf.is_valid(facts.naf):
        return
    found = naf.activity(facts.naf)
    if found.code == naf.AWAITED:
        yield Advice(
            "naf", Level.INFO, "naf.awaited", "INSEE has not given this firm its activity yet."
        )
        return
    if found.nomenclature is naf.Naf.REV2 and found.code not in naf_rev2:
        yield Advice(
            "naf",
            Level.WARN,
            "naf.unknown",
            "The activity code %(code)s is not in the NAF rév. 2.",
            {"code": found.code},
        )


def _legal_form(facts: Facts) -> Iterator[Advice]:
    code = facts.legal_form.strip()
    if not code:
        return
    if legal_forms.get(code) is None:
        yield Advice(
            "legal_form",
            Level.WARN,
            "legal_form.unknown",
            "The legal form %(code)s is not in the list of INSEE.",
            {"code": code},
        )
    elif facts.capital.strip() and (code == _SOLE_TRADER or code[:2] in {"91", "92", "93"}):
        yield Advice(
            "capital",
            Level.INFO,
            "capital.legal_form",
            "This legal form has no share capital.",
        )


def _rcs(facts: Facts) -> Iterator[Advice]:
    yield from refused("rcs", facts.rcs, rcs.validate)
    if facts.rcs.strip() and facts.legal_form.startswith(("7", "91", "92", "93")):
        yield Advice(
            "rcs",
            Level.INFO,
            "rcs.legal_form",
            "This legal form is not usually in a registry of commerce.",
        )
    known = _known_siren(facts)
    if known and rcs.is_valid(facts.rcs) and rcs.parse(facts.rcs).siren != known:
        yield Advice(
            "rcs",
            Level.WARN,
            "rcs.other_siren",
            "The number of this RCS is not the SIREN %(typed)s.",
            {"typed": siren.format(known)},
        )


def _headcount(text: str) -> object:
    return text if headcount.is_valid(text) else headcount.number(text)


def _known_siren(facts: Facts) -> str:
    """The SIREN that was typed, or the one inside the SIRET; empty when neither is right."""
    if siren.is_valid(facts.siren):
        return siren.compact(facts.siren)
    return siret.siren_of(facts.siret) if siret.is_valid(facts.siret) else ""


def _french(facts: Facts) -> bool:
    return facts.country.upper() in postcode.FRENCH or not facts.country
