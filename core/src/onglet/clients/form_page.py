"""What the page of the form shows, put together from the values, the remarks and the blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onglet.clients import legal_form
from onglet.clients.catalogue import BLOCKS, BY_KEY, fields_of, label_of
from onglet.clients.duplicates import REASONS, alike
from onglet.clients.remarks import CHECKED, remarks_on
from onglet.clients.shown import display
from onglet.clients.two_editors import Seen, print_of, see
from onglet.contributions import ClientKind
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
) -> dict[str, Any]:
    """Give what the form's template needs, whatever the form is for."""
    return {
        "f": state,
        "blocks": blocks(state, sections),
        "form_blocks": BLOCKS,
        "fields_of": fields_of,
        "summaries": {block.key: summary(block.key, state) for block in BLOCKS},
        "options": options(),
        "sections": sections,
        **help_context(ask, state, but=but),
    }


def help_context(ask: Ask, state: FormState, *, but: int | None = None) -> dict[str, Any]:
    """Give the remarks and the likenesses: what the live check draws again."""
    return {
        "remarks": remarks_on(state),
        "checked": CHECKED,
        "likeness": alike(ask, state, but=but),
        "reasons": {key: _(reason) for key, reason in REASONS.items()},
    }


def blocks(state: FormState, sections: Sequence[DrawnSection]) -> list[Block]:
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


def clash_choices(
    clashes: Sequence[Clash], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> list[ClashChoice]:
    """Give the clashes as questions."""
    return [
        ClashChoice(
            key=clash.key,
            label=_(label_of(clash.key)),
            mine=display(clash.key, clash.mine, mine) or _("nothing"),
            theirs=display(clash.key, clash.theirs, theirs) or _("nothing"),
        )
        for clash in clashes
    ]


def seen_text(version: int, values: Mapping[str, Any]) -> str:
    """Give the hidden text that says what the editor was shown."""
    return see(version, values).dump()


def first_data(query: Mapping[str, str]) -> dict[str, str]:
    """Give the values that a link to the form may carry: those of its fields, and no other."""
    known = {"kind": ClientKind.COMPANY.value, "stage": "client", "address.country": "FR"}
    given = {key: value for key, value in query.items() if key in BY_KEY or key in known}
    return known | given


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
