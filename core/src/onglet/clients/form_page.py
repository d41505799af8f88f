"""What the page of the form shows, put together from the values, the remarks and the blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onglet.clients import legal_form
from onglet.clients.catalogue import BLOCKS, BY_KEY, FIELDS, FormField, fields_of, label_of
from onglet.clients.duplicates import REASONS, alike
from onglet.clients.limits import closed_texts, is_closed, opened
from onglet.clients.remarks import CHECKED, remarks_on
from onglet.clients.shown import capital_text, display, typed
from onglet.clients.two_editors import Seen, print_of, see
from onglet.contributions import ClientKind
from onglet.fields.access import open_to
from onglet.fields.catalogue import field_set
from onglet.fields.checking import facts_of
from onglet.fields.objects import CLIENT
from onglet.fields.reading import PREFIX, at_of, first_values
from onglet.fields.views import form_data, input_groups, record_facts
from onglet.identity import civility
from onglet.nomenclature import countries, headcounts, sectors
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import voice
from onglet.ui.views import Block, Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onglet.clients.sections import DrawnSection
    from onglet.clients.two_editors import Clash
    from onglet.contributions import Ask
    from onglet.ui.forms import FormState
    from onglet.ui.reading import Form

SUMMARY_LONGEST = 60
LONGEST_SOURCE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashChoice:
    """A clash as the form asks about it: both values, as people read them."""

    key: str
    label: str
    mine: str
    theirs: str


def context(
    ask: Ask,
    state: FormState,
    sections: Sequence[DrawnSection],
    *,
    but: int | None = None,
    held: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Give what the form's template needs, whatever the form is for.

    `held` holds the custom fields of the client, None for a new one; `values` all that it has, of
    which fields that the actor may not change show what they may read.
    """
    fields = field_set(ask, CLIENT)
    closed = {} if values is None else closed_texts(ask, _of_fields(values))
    drawn = {block.key: _drawn(ask, block.key, closed) for block in BLOCKS}
    facts = record_facts(state.value("kind") or "company", state.value("stage") or "client")
    kept = dict(first_values(ask, fields.live)) if held is None else dict(held)
    custom = input_groups(
        ask,
        fields.grouped(fields.live),
        kept,
        {**facts, **facts_of(fields, kept)},
        is_new=held is None,
    )
    return {
        "f": state,
        "blocks": [
            block
            for block in blocks(state, sections, has_custom=bool(custom))
            if drawn.get(block.key, True)
        ],
        "form_blocks": BLOCKS,
        "fields_of": drawn.__getitem__,
        "closed": closed,
        "summaries": {key: summary(key, state) for key, shown in drawn.items() if shown},
        "options": options(),
        "sections": sections,
        "custom": custom,
        "facts": facts,
        **help_context(ask, state, but=but),
    }


def _drawn(ask: Ask, block: str, closed: Mapping[str, str]) -> list[FormField]:
    """List the fields of a block that the form shows: to be typed, or as they are."""
    return [
        field for field in fields_of(block) if field.key in closed or not is_closed(ask, field.key)
    ]


def _of_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values that the fields of the form stand for, each by its field's key."""
    whole = {**values, "capital": capital_text(values)}
    return {field.key: whole.get(field.key) for field in FIELDS}


def open_data(ask: Ask, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values of a client as the inputs of its form hold them, those that are drawn."""
    return opened(ask, typed(values))


def help_context(ask: Ask, state: FormState, *, but: int | None = None) -> dict[str, Any]:
    """Give the remarks and the likenesses: what the live check draws again."""
    return {
        "remarks": remarks_on(state),
        "checked": tuple(key for key in CHECKED if not is_closed(ask, key)),
        "likeness": alike(ask, state, but=but),
        "reasons": {key: _(reason) for key, reason in REASONS.items()},
    }


def blocks(
    state: FormState, sections: Sequence[DrawnSection], *, has_custom: bool = False
) -> list[Block]:
    """Give the list of blocks at the left, those with faults marked."""
    own = [
        Block(
            key=block.key,
            label=_(block.label),
            icon=block.icon,
            optional=block.optional,
            errors=state.errors_under(*(field.key for field in fields_of(block.key))),
        )
        for block in BLOCKS
    ]
    if has_custom:
        errors = sum(name.startswith(PREFIX) for name in state.errors)
        own.append(Block(key="custom", label=_("Custom fields"), icon="forms", errors=errors))
    return own + [
        Block(key=section.key, label=section.label, icon="puzzle", errors=section.errors)
        for section in sections
    ]


def summary(block: str, state: FormState) -> str:
    """Give what a folded block holds, in a line."""
    said = []
    for field in fields_of(block):
        value = state.value(field.key)
        if field.kind == "checkbox":
            said += [_(field.label)] if state.checked(field.key) else []
        elif value and not (field.key == "address.country" and value == "FR"):
            said.append(value)
    text = " · ".join(" ".join(said).split("\n")) if block == "note" else " · ".join(said)
    return text if len(text) <= SUMMARY_LONGEST else text[: SUMMARY_LONGEST - 1] + "…"


def options() -> Mapping[str, list[Option]]:
    """Give the choices of the fields that have some, in the reader's language."""
    language = voice().locale
    return {
        "kind": [
            Option(value="company", label=_("Company"), icon="building"),
            Option(value="person", label=_("Private person"), icon="user"),
        ],
        "stage": [
            Option(value="client", label=_("Client")),
            Option(value="prospect", label=_("Prospect")),
        ],
        "contact.civility": [
            Option(value=one.value, label=civility.format(one, language))
            for one in (civility.Civility.MRS, civility.Civility.MR)
        ],
        "address.country": [
            Option(value=code, label=label) for code, label in countries.choices(language)
        ],
        "headcount_band": [
            Option(value=code, label=label) for code, label in headcounts.choices(language)
        ],
        "sector": [Option(value=label, label=label) for _code, label in sectors.choices(language)],
        "legal_form": [
            Option(value=text, label=also or text) for text, also in legal_form.choices(language)
        ],
    }


def _clash_label(ask: Ask, key: str) -> str:
    one = field_set(ask, CLIENT).by_code.get(key.removeprefix(PREFIX))
    return one.label if one and key.startswith(PREFIX) else _(label_of(key))


def _clash_text(ask: Ask, key: str, value: Any, values: Mapping[str, Any]) -> str:
    one = field_set(ask, CLIENT).by_code.get(key.removeprefix(PREFIX))
    if one is None or not key.startswith(PREFIX):
        return display(key, value, values)
    return one.kind.show(value, one.spec.options, at_of(ask)) if value is not None else ""


def clash_choices(
    ask: Ask, clashes: Sequence[Clash], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> list[ClashChoice]:
    """Give the clashes as questions."""
    return [
        ClashChoice(
            key=clash.key,
            label=_clash_label(ask, clash.key),
            mine=_clash_text(ask, clash.key, clash.mine, mine) or _("nothing"),
            theirs=_clash_text(ask, clash.key, clash.theirs, theirs) or _("nothing"),
        )
        for clash in clashes
    ]


def seen_text(ask: Ask, version: int, values: Mapping[str, Any]) -> str:
    """Give the hidden text that says what the editor was shown: no print of what was not."""
    return see(version, opened(ask, values)).dump()


def first_data(query: Mapping[str, str]) -> dict[str, str]:
    """Give the values that a link to the form may carry: those of its fields, and no other."""
    known = {"kind": ClientKind.COMPANY.value, "stage": "client", "address.country": "FR"}
    given = {key: value for key, value in query.items() if key in BY_KEY or key in known}
    return known | given


def first_custom(ask: Ask) -> dict[str, Any]:
    """Give the custom fields that a new client begins with, as their inputs hold them."""
    fields = field_set(ask, CLIENT).live
    return form_data(open_to(ask, fields), first_values(ask, fields), at_of(ask))


def held_custom(ask: Ask, held: Mapping[str, Any]) -> dict[str, Any]:
    """Give the custom fields of a client as their inputs hold them."""
    return form_data(open_to(ask, field_set(ask, CLIENT).live), held, at_of(ask))


def taken_text(query: Mapping[str, str]) -> str:
    """Give the hidden text that says which values the link took from where (`from=INSEE`).

    Empty when the link names no source: its values then count as typed.
    """
    source = query.get("from", "").strip()[:LONGEST_SOURCE]
    given = {key: value for key, value in query.items() if key in BY_KEY and value}
    return f"{see(0, given).dump()}\n{source}" if source and given else ""


def sources_in(form: Form) -> dict[str, str]:
    """Give the source of each value that is still as the link brought it."""
    prints, _line, source = form.get("taken").partition("\n")
    taken = Seen.load(prints)
    if taken is None or not source.strip():
        return {}
    return {
        key: source.strip()[:LONGEST_SOURCE]
        for key, shown in taken.prints.items()
        if key in BY_KEY and print_of(form.get(key)) == shown
    }
