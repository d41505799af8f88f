"""Checks of how a client is reached: address, telephones, e-mail, web, social networks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from onglet.identity import email, phone, postcode, social, website
from onglet.identity.company_checks import refused
from onglet.identity.facts import Advice, Facts, Level
from onglet.identity.invalid import Invalid
from onglet.identity.social import Network

if TYPE_CHECKING:
    from collections.abc import Iterator


def check_contact(facts: Facts) -> Iterator[Advice]:
    """The remarks on the ways to reach the client, in the order of the form."""
    yield from _postcode(facts)
    yield from _phones(facts)
    yield from _email(facts)
    yield from refused("website", facts.website, website.validate)
    pages = {
        Network.X: facts.x,
        Network.FACEBOOK: facts.facebook,
        Network.LINKEDIN: facts.linkedin,
        Network.VIADEO: facts.viadeo,
    }
    for network, text in pages.items():
        yield from refused(network.value, text, partial(social.validate, network=network))


def _postcode(facts: Facts) -> Iterator[Advice]:
    for found in refused(
        "postcode", facts.postcode, partial(postcode.validate, country=facts.country)
    ):
        if found.code == "postcode.zero":
            yield Advice(
                found.field,
                found.level,
                found.code,
                found.msgid,
                {**found.params, "value": found.params["postcode"]},
            )
        else:
            yield found


def _phones(facts: Facts) -> Iterator[Advice]:
    region = phone.region_of(facts.country, facts.postcode)
    for field, text in (("phone", facts.phone), ("mobile", facts.mobile), ("fax", facts.fax)):
        if not text.strip():
            continue
        try:
            found = phone.parse(text, region)
        except Invalid as refusal:
            yield Advice(field, Level.WARN, refusal.code, refusal.message, refusal.params)
            continue
        yield from _use(field, found)


def _use(field: str, found: phone.Phone) -> Iterator[Advice]:
    if found.kind is phone.Kind.PREMIUM:
        yield Advice(
            field, Level.INFO, "phone.premium", "Calls to this number are charged at a higher rate."
        )
    if field == "mobile" and found.kind is phone.Kind.FIXED:
        yield Advice(
            field,
            Level.INFO,
            "phone.not_mobile",
            "This is the number of a landline: it gets no text message.",
        )
    if field == "fax" and found.kind is phone.Kind.MOBILE:
        yield Advice(
            field, Level.INFO, "phone.not_fax", "This is a mobile number: is it really a fax?"
        )


def _email(facts: Facts) -> Iterator[Advice]:
    yield from refused("email", facts.email, email.validate)
    meant = email.suggest(facts.email)
    if meant and email.is_valid(meant):
        yield Advice(
            "email",
            Level.WARN,
            "email.typo",
            "Did you mean %(value)s?",
            {"value": meant},
        )
