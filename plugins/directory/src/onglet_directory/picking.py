"""A firm chosen while a client is created: the fields that it fills, and what to know of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from onglet.api import _
from onglet_directory import asking, record_fields, shown, sources
from onglet_directory.company import Field, State
from onglet_directory.comparison import choose_establishment, values_of
from onglet_directory.port import DirectoryError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from onglet.api import Ask
    from onglet_directory.company import CompanyFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """What a choice gives: fields of the creation form by name, or why there are none."""

    fields: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    message: str = ""
    notice: str = ""
    error: DirectoryError | None = None

    @property
    def href(self) -> str:
        """The creation form filled, with the source of what fills it."""
        return f"/clients/new?{urlencode({**self.fields, 'from': self.source})}"

    def as_json(self) -> dict[str, Any]:
        """The same for the form beside."""
        return {
            "fields": dict(self.fields),
            "message": self.message,
            "kind": "warn" if self.error or self.notice else "ok",
            "notice": self.notice,
        }


def pick(ask: Ask, number: str) -> Picked:
    """Ask the directories for a firm, and give what the form takes."""
    found = asking.consult(ask, number)
    if isinstance(found, DirectoryError):
        return Picked(error=found, message=shown.said(found))
    facts = found.facts
    values = values_of(facts, choose_establishment(facts, number))
    if values.get(Field.LEGAL_FORM):
        code = str(values[Field.LEGAL_FORM])
        values[Field.LEGAL_FORM] = f"{shown.legal_form(code, ask.actor.locale)} ({code})"
    return Picked(
        fields=record_fields.for_form(values),
        source=sources.stamp(facts.origin),
        message=_(
            "The form was filled from the directory: %(source)s.", source=shown.origin(facts.origin)
        ),
        notice=_notice(facts),
    )


def _notice(facts: CompanyFacts) -> str:
    if facts.partial:
        return _(
            "The firm %(number)s keeps its name and address out of the published register "
            "(commercial code, article A123-96): the directory does not have them, and what it "
            "still says may not be used for prospecting. Type what the firm gave you.",
            number=shown.number(facts.siren),
        )
    if facts.state is State.CLOSED:
        return _("The register says that this firm has ceased its activity.")
    return ""
