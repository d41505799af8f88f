"""The live checks of a client form: they warn and explain, and never block.

>>> [found.code for found in advise(Facts(siren="732829321", email="a@gmial.com"))]
['siren.key', 'email.typo']
"""

from __future__ import annotations

from onglet.identity.company_checks import check_company
from onglet.identity.contact_checks import check_contact
from onglet.identity.facts import Advice, Facts, Level, Party

__all__ = ["Advice", "Facts", "Level", "Party", "advise"]


def advise(facts: Facts) -> list[Advice]:
    """The remarks on what was typed, in the order of the form; empty when all is well."""
    return [*check_company(facts), *check_contact(facts)]
