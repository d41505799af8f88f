"""Remarks beside the fields of the form while it is filled: they explain, and never block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from onglet.clients.catalogue import FIELDS
from onglet.clients.legal_form import code_of
from onglet.clients.tidying import CONTACT
from onglet.contributions import ClientKind
from onglet.identity import naf
from onglet.identity.advice import advise
from onglet.identity.contact_checks import check_contact
from onglet.identity.facts import Facts, Level, Party
from onglet.nomenclature import naf_rev2
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onglet.identity.facts import Advice
    from onglet.ui.forms import FormState

LONGEST: Final = 400
CHECKED: Final = tuple(field.key for field in FIELDS if field.fact)
"""Fields that remarks are made on."""

_OWN: Final = {
    field.fact: field.key for field in FIELDS if field.fact and not field.key.startswith(CONTACT)
}
_CONTACTS: Final = {
    field.fact: field.key for field in FIELDS if field.fact and field.key.startswith(CONTACT)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One remark on a field. `value` is what a click may put there, empty when there is none."""

    message: str
    tone: str = "info"
    value: str = ""


def remarks_on(state: FormState) -> Mapping[str, list[Remark]]:
    """Give the remarks on what was typed, by field; fields without one are absent."""
    found: dict[str, list[Remark]] = {}
    for key, advice in (*_on_client(state), *_on_contact(state)):
        if not state.error(key):
            found.setdefault(key, []).append(_remark(advice))
    activity = _activity(state.value("naf"))
    if activity and "naf" not in found:
        found["naf"] = [Remark(message=activity)]
    return found


def _on_client(state: FormState) -> Iterator[tuple[str, Advice]]:
    facts = _facts(state, _OWN)
    for advice in advise(facts):
        if advice.field in _OWN:
            yield _OWN[advice.field], advice


def _on_contact(state: FormState) -> Iterator[tuple[str, Advice]]:
    facts = _facts(state, {**_CONTACTS, "postcode": "address.postcode"})
    for advice in check_contact(facts):
        if advice.field in _CONTACTS:
            yield _CONTACTS[advice.field], advice


def _facts(state: FormState, keys: Mapping[str, str]) -> Facts:
    told: dict[str, Any] = {fact: state.value(key)[:LONGEST] for fact, key in keys.items()}
    if "legal_form" in told:
        told["legal_form"] = code_of(told["legal_form"])
    if told.get("headcount") == "":
        told.pop("headcount")
    is_person = state.value("kind") == ClientKind.PERSON.value
    return Facts(
        party=Party.PERSON if is_person else Party.COMPANY,
        country=state.value("address.country")[:2].upper() or "FR",
        town=state.value("address.town")[:LONGEST],
        **told,
    )


def _remark(advice: Advice) -> Remark:
    said = _(advice.msgid)
    return Remark(
        message=said % advice.params if advice.params else said,
        tone="warn" if advice.level is Level.WARN else "info",
        value=str(advice.params.get("value", "")),
    )


def _activity(typed: str) -> str:
    """Give the name of the activity whose code was typed."""
    if not typed or not naf.is_valid(typed[:LONGEST]):
        return ""
    entry = naf_rev2.get(naf.validate(typed))
    return entry.label(voice().locale) if entry else ""
