"""The firm that uses the product in the demo, and its people: always the same."""

from __future__ import annotations

from datetime import date

from onglet.demo.identifiers import siren_at, siret_of, vat_of
from onglet.demo.records import DemoAddress, DemoFirm, DemoGroup, DemoUser

DOMAIN = "ateliers-rivegrise.example"

_GROUPS = (
    DemoGroup(key="lyon", name="Lyon", area="lyon"),
    DemoGroup(key="paris", name="Paris", area="paris"),
    DemoGroup(key="nantes", name="Nantes", area="nantes"),
    DemoGroup(key="finance", name="Comptabilité", area=""),
)
# Key, given name, family name, job, profile, groups.
_PEOPLE = (
    ("camille", "Camille", "Roussel", "Directrice", "administrator", "lyon paris nantes finance"),
    ("hugo", "Hugo", "Lemaire", "Responsable informatique", "administrator", ""),
    ("ines", "Inès", "Garnier", "Commerciale", "sales", "lyon"),
    ("karim", "Karim", "Benali", "Commercial", "sales", "lyon"),
    ("sophie", "Sophie", "Marchal", "Commerciale", "sales", "paris"),
    ("thomas", "Thomas", "Vidal", "Commercial", "sales", "paris"),
    ("gwenaelle", "Gwenaëlle", "Le Goff", "Commerciale", "sales", "nantes"),
    ("louis", "Louis", "Perrin", "Commercial", "sales", "nantes"),
    ("nathalie", "Nathalie", "Dufour", "Comptable", "accountant", "finance"),
    ("mehdi", "Mehdi", "Haddad", "Comptable", "accountant", "finance lyon"),
    ("alice", "Alice", "Monnier", "Assistante", "read_only", "lyon paris nantes"),
    ("bruno", "Bruno", "Carlier", "Commercial", "sales", "lyon"),
)
# Has left the firm; a colleague took over the clients that were in this name.
_LEFT = {"bruno": 154}


def demo_firm() -> DemoFirm:
    """The firm, its groups and its users; the first user is its director, an administrator."""
    siren = siren_at(0)
    siret = siret_of(siren, 1)
    address = DemoAddress(
        label="Siège",
        line1="14 quai de la Barque Bleue",
        postcode="69007",
        town="Lyon",
        commune_code="69387",
        latitude=45.7338,
        longitude=4.8374,
        siret=siret,
        is_main=True,
        is_billing=True,
        is_delivery=True,
    )
    return DemoFirm(
        name="Ateliers Rivegrise",
        legal_form="5710",
        siren=siren,
        siret=siret,
        vat_number=vat_of(siren),
        naf="31.09B",
        rcs=f"RCS Lyon {siren}",
        capital_minor=15_000_000,
        email=f"contact@{DOMAIN}",
        phone="+33465710010",
        website=f"https://www.{DOMAIN}",
        address=address,
        founded_on=date(2009, 3, 16),
        groups=_GROUPS,
        users=tuple(
            DemoUser(
                key=key,
                email=f"{key}@{DOMAIN}",
                given_name=given,
                family_name=family,
                job=job,
                profile=profile,
                groups=tuple(groups.split()),
                left_days_ago=_LEFT.get(key),
            )
            for key, given, family, job, profile, groups in _PEOPLE
        ),
    )
