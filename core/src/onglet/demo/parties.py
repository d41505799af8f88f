"""Who the clients are: firms with their numbers and people, and private persons."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from onglet.demo.identifiers import phone_at, siren_at, vat_of
from onglet.demo.names import FirmNames, slug
from onglet.demo.people import People
from onglet.demo.premises import home_of, premises_of
from onglet.demo.records import DemoContact
from onglet.demo.trades import HEADCOUNT_BANDS, LEGAL_FORMS, SMALLEST_BANDS, USUAL_FORMS

if TYPE_CHECKING:
    import random

    from onglet.demo.calendar import WorkingDays
    from onglet.demo.places import Town
    from onglet.demo.records import DemoAddress, DemoPerson

_HOME_DOMAIN = "courriel.example"
_MAILBOXES = ("contact", "contact", "bonjour", "accueil", "direction", "compta")
_CATEGORIES = ("Tarif public", "Tarif public", "Revendeur", "Grand compte")
_GUESTS = 0.03


class Party(NamedTuple):
    """What is true of a client wherever it came from, and whoever owns it."""

    kind: str
    name: str
    addresses: tuple[DemoAddress, ...]
    contacts: tuple[DemoContact, ...]
    price_category: str
    website: str = ""
    phone: str = ""
    mobile: str = ""
    fax: str = ""
    email: str = ""
    legal_form: str = ""
    siren: str = ""
    siret: str = ""
    naf: str = ""
    capital_minor: int | None = None
    rcs: str = ""
    vat_number: str = ""
    sector: str = ""
    headcount_band: str = ""
    headcount_year: int | None = None


class Parties:
    """Makes one party after the other."""

    def __init__(self, rng: random.Random, days: WorkingDays, *, with_ids: bool) -> None:
        self._rng = rng
        self._days = days
        self._with_ids = with_ids
        self._people = People(rng, days)
        self._names = FirmNames(rng)
        self._firms = 0
        self._leader: DemoPerson | None = None  # of the firm just made

    def person(self, town: Town, position: float) -> Party:
        """A private person who came in at that position."""
        person = self._people.private(_HOME_DOMAIN, town.phone_zone, position)
        self._leader = None
        return Party(
            kind="person",
            name=f"{person.given_name} {person.family_name}",
            addresses=(home_of(town, self._rng),),
            contacts=(DemoContact(person=person, job="", is_main=True, is_billing=True),),
            price_category="Tarif public",
            phone=person.phone,
            mobile=person.mobile,
            email=person.email,
        )

    def firm(self, town: Town, position: float) -> Party:
        """A firm that came in at that position."""
        rng = self._rng
        name, trade = self._names.at(self._firms)
        self._firms += 1
        # The first number is that of the firm that uses the product.
        siren = siren_at(self._firms) if self._with_ids else ""
        forms = trade.legal_forms or USUAL_FORMS
        form = LEGAL_FORMS[forms[int(rng.random() * len(forms))]]
        domain = f"{slug(name)}.example"
        addresses = premises_of(town, siren, rng)
        contacts = self._people.colleagues(domain, town.phone_zone, position, self._guest())
        self._leader = contacts[0].person
        bands = HEADCOUNT_BANDS if form.capitals else SMALLEST_BANDS
        band = bands[int(rng.random() * len(bands))] if rng.random() < 0.9 else ""
        return Party(
            kind="company",
            name=name,
            addresses=addresses,
            contacts=contacts,
            price_category=_CATEGORIES[int(rng.random() * len(_CATEGORIES))],
            website=f"https://www.{domain}" if rng.random() < 0.75 else "",
            phone=phone_at(rng, town.phone_zone),
            mobile=phone_at(rng, "6") if rng.random() < 0.2 else "",
            fax=phone_at(rng, town.phone_zone) if rng.random() < 0.08 else "",
            email=f"{_MAILBOXES[int(rng.random() * len(_MAILBOXES))]}@{domain}",
            legal_form=form.code,
            siren=siren,
            siret=addresses[0].siret,
            naf=trade.naf,
            capital_minor=self._capital(form.capitals),
            rcs=f"RCS {town.registry} {siren}" if siren and form.is_registered else "",
            vat_number=vat_of(siren) if siren and form.code != "9220" else "",
            sector=trade.sector,
            headcount_band=band,
            headcount_year=self._days.at(position).year - 1 if band else None,
        )

    def _capital(self, euros: tuple[int, ...]) -> int | None:
        """The capital in cents; unknown for one firm in ten, and where there is none."""
        rng = self._rng
        if not euros or rng.random() < 0.1:
            return None
        return euros[int(rng.random() * len(euros))] * 100

    def _guest(self) -> DemoPerson | None:
        """Sometimes the leader of the firm just made, who has a part in this one too."""
        return self._leader if self._rng.random() < _GUESTS else None
