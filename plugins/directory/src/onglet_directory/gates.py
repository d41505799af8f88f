"""Answers to the questions that others ask before they act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.api import Verdict, _
from onglet_directory.queries import company_of

if TYPE_CHECKING:
    from onglet.api import Question


def may_become_prospect(question: Question) -> Verdict:
    """No for a firm that keeps its data out of the published register.

    Article A123-96 of the commercial code: what the register still says of such a firm may not be
    used for prospecting.
    """
    record = question.record
    company = company_of(record, record.client.id)
    if company is None or not company.is_partial:
        return Verdict(allowed=True)
    return Verdict(
        allowed=False,
        reason=_(
            "This firm keeps its data out of the published register: the law forbids to "
            "prospect it from there (commercial code, A123-96)."
        ),
    )
