"""Persons at clients: who they are, what they do there, what they said about being contacted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.demo.identifiers import phone_at
from onglet.demo.names import FAMILY_NAMES, MEN, WOMEN, slug
from onglet.demo.records import DemoConsent, DemoContact, DemoPerson

if TYPE_CHECKING:
    import random
    from datetime import datetime

    from onglet.demo.calendar import WorkingDays

# Each job as a man and a woman have it.
_LEADERS = (
    ("Gérant", "Gérante"),
    ("Directeur général", "Directrice générale"),
    ("Président", "Présidente"),
    ("Responsable des achats", "Responsable des achats"),
    ("Chef d’atelier", "Cheffe d’atelier"),
)
_OFFICE = (
    ("Comptable", "Comptable"),
    ("Responsable administratif et financier", "Responsable administrative et financière"),
    ("Assistant de direction", "Assistante de direction"),
    ("Acheteur", "Acheteuse"),
    ("Responsable logistique", "Responsable logistique"),
)
_SOURCES = ("Formulaire du site", "Salon professionnel", "Appel téléphonique", "Bulletin papier")
_UNSUBSCRIBED = "Lien de désinscription"


class People:
    """Makes persons, each with a key of its own."""

    def __init__(self, rng: random.Random, days: WorkingDays) -> None:
        self._rng = rng
        self._days = days
        self._made = 0

    def private(self, domain: str, zone: str, position: float) -> DemoPerson:
        """A private person; the address holds their key, so that it is nobody else's."""
        return self._person(f"{self._made + 1}@{domain}", zone, position)

    def colleagues(
        self, domain: str, zone: str, position: float, guest: DemoPerson | None
    ) -> tuple[DemoContact, ...]:
        """The contacts at a firm, the main one first; `guest` is of another firm, and joins."""
        rng = self._rng
        chance = rng.random()
        count = 1 if chance < 0.45 else 2 if chance < 0.75 else 3 if chance < 0.9 else 4
        contacts = []
        for place in range(count):
            person = self._person(f"@{domain}", zone, position)
            jobs = _OFFICE if place else _LEADERS
            job = jobs[int(rng.random() * len(jobs))][person.civility == "mrs"]
            contacts.append(
                DemoContact(
                    person=person,
                    job=job,
                    is_main=place == 0,
                    is_billing=place == min(1, count - 1),
                    is_dunning=place == min(2, count - 1),
                )
            )
        if guest is not None:
            job = "Associée" if guest.civility == "mrs" else "Associé"
            contacts.append(DemoContact(person=guest, job=job))
        return tuple(contacts)

    def _person(self, mailbox: str, zone: str, position: float) -> DemoPerson:
        """A person whose address is their name before the mailbox."""
        rng = self._rng
        self._made += 1
        is_woman = rng.random() < 0.5
        names = WOMEN if is_woman else MEN
        given = names[int(rng.random() * len(names))]
        family = FAMILY_NAMES[int(rng.random() * len(FAMILY_NAMES))]
        mobile = phone_at(rng, "6") if rng.random() < 0.7 else ""
        return DemoPerson(
            key=self._made,
            civility="" if rng.random() < 0.04 else "mrs" if is_woman else "mr",
            given_name=given,
            family_name=family,
            email=f"{slug(given)}.{slug(family)}{mailbox}",
            phone=phone_at(rng, zone) if rng.random() < 0.6 else "",
            mobile=mobile,
            consents=self._consents(position, has_mobile=bool(mobile)),
        )

    def _consents(self, position: float, *, has_mobile: bool) -> tuple[DemoConsent, ...]:
        """The ledger of a person who came in at that position."""
        rng = self._rng
        chance = rng.random()
        if chance > 0.65:
            return ()  # nobody has asked
        first = self._days.at(position)
        source = _SOURCES[int(rng.random() * len(_SOURCES))]
        if chance > 0.55:
            return (_entry("email", "refused", source, first),)
        entries = [_entry("email", "given", source, first)]
        if has_mobile and chance < 0.2:
            entries.append(_entry("sms", "given", source, first))
        if chance < 0.06:
            later = self._days.after(position, rng)
            entries.append(_entry("email", "withdrawn", _UNSUBSCRIBED, later))
        return tuple(entries)


def _entry(channel: str, action: str, source: str, at: datetime) -> DemoConsent:
    return DemoConsent(channel=channel, action=action, source=source, at=at)
