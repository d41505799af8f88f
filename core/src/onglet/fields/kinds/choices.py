"""Types whose values are chosen: yes or no, one of a list, several of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onglet.fields.kinds.base import At, Kind, Raw, Stores, Value, WrongError
from onglet.fields.spec import said
from onglet.identity.folding import fold
from onglet.ui.i18n import N_, voice
from onglet.ui.i18n import gettext as _
from onglet.ui.views import Option

if TYPE_CHECKING:
    from onglet.fields.conditions import Fact
    from onglet.fields.spec import Choice, FieldSpec, Options

YES: Final = frozenset({"1", "on", "true", "yes", "oui", "o", "y", "x"})
NO: Final = frozenset({"0", "off", "false", "no", "non", "n"})


class YesNo(Kind):
    """Yes, no, or not said."""

    key = "yes_no"
    label = N_("Yes or no")
    icon = "toggle-right"
    stores = Stores.YES_NO
    input = "yes_no"
    fact = "yes_no"
    is_searchable = False
    may_be_unique = False

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Read a yes or a no in either language."""
        text = raw.get().lower()
        if not text:
            return None
        if text in YES or text in NO:
            return text in YES
        raise WrongError(_("Answer yes or no."))

    def raw(self, value: Value, options: Options, at: At) -> Raw:
        """Tick, or do not."""
        return Raw.of("1" if value is True else "0")

    def show(self, value: Value, options: Options, at: At) -> str:
        """Say it."""
        return _("Yes") if value is True else _("No")

    def choices(self, options: Options, at: At) -> list[Option]:
        """Give both."""
        return [Option(value="1", label=_("Yes")), Option(value="0", label=_("No"))]


def resolved(options: Options, key: str) -> Choice | None:
    """Give the choice of an identifier, its successor where it was merged into one."""
    by_id = {choice.id: choice for choice in options.choices}
    found = by_id.get(key)
    for _step in range(len(by_id)):
        if found is None or not found.merged_into:
            break
        found = by_id.get(found.merged_into)
    return found


def identifiers(options: Options, key: str) -> list[str]:
    """Give every identifier that stands for a choice: its own, and those merged into it."""
    return [
        choice.id
        for choice in options.choices
        if choice.id == key or (choice.merged_into and _final(options, choice.id) == key)
    ]


def _final(options: Options, key: str) -> str:
    found = resolved(options, key)
    return found.id if found else key


def _chosen(text: str, options: Options) -> str:
    """Give the identifier that was chosen, or whose name was typed: imports hold names."""
    found = resolved(options, text)
    if found is None:
        folded = fold(text)
        named = [
            choice
            for choice in options.choices
            if any(fold(label) == folded for label in choice.label.values())
        ]
        found = resolved(options, named[0].id) if named else None
    if found is None:
        raise WrongError(_("Choose one of the values of the list."))
    return found.id


def label_of(key: str, options: Options) -> str:
    """Give the name of a choice in the reader's language."""
    found = resolved(options, key)
    return said(found.label, voice().locale, found.id) if found else key


def _offered(options: Options) -> list[Option]:
    return [
        Option(value=choice.id, label=said(choice.label, voice().locale, choice.id))
        for choice in options.choices
        if not choice.is_archived and not choice.merged_into
    ]


class Single(Kind):
    """One of a list."""

    key = "choice"
    label = N_("Single choice")
    icon = "circle-dot"
    options = ("choices", "look")
    input = "choice"
    may_be_unique = False

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Read an identifier or a name."""
        text = raw.get()
        return _chosen(text, options) if text else None

    def show(self, value: Value, options: Options, at: At) -> str:
        """Give the name."""
        return label_of(str(value), options)

    def fact_of(self, value: Value | None, options: Options) -> Fact:
        """Let conditions look at the choice that it is now."""
        return None if value is None else _final(options, str(value))

    def natural(self, value: Value, options: Options) -> Any:
        """Give the identifier that stands."""
        return _final(options, str(value))

    def choices(self, options: Options, at: At) -> list[Option]:
        """Give what is offered."""
        return _offered(options)

    def check_options(self, spec: FieldSpec) -> str:
        """Ask for something to choose from."""
        return _choice_faults(spec)


class Multiple(Single):
    """Several of a list, in the list's order."""

    key = "choices"
    label = N_("Multiple choice")
    icon = "list-check"
    stores = Stores.LIST
    input = "choices"
    fact = "list"
    is_sortable = False
    is_measured = True

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Read identifiers or names; one text may hold several names with commas or semicolons."""
        texts = raw.all()
        if len(texts) == 1 and resolved(options, texts[0]) is None:
            texts = [part.strip() for part in texts[0].replace(";", ",").split(",") if part.strip()]
        chosen = {_chosen(text, options) for text in texts}
        return [choice.id for choice in options.choices if choice.id in chosen] or None

    def raw(self, value: Value, options: Options, at: At) -> Raw:
        """Tick each."""
        return Raw.of(*(str(one) for one in _listed(value)))

    def show(self, value: Value, options: Options, at: At) -> str:
        """Give the names."""
        return ", ".join(dict.fromkeys(label_of(str(one), options) for one in _listed(value)))

    def fact_of(self, value: Value | None, options: Options) -> Fact:
        """Let conditions look at the choices that they are now."""
        return [_final(options, str(one)) for one in _listed(value)] if value else None

    def natural(self, value: Value, options: Options) -> Any:
        """Give the identifiers that stand."""
        return tuple(_final(options, str(one)) for one in _listed(value))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _choice_faults(spec: FieldSpec) -> str:
    choices = spec.options.choices
    ids = [choice.id for choice in choices]
    if len(set(ids)) != len(ids):
        return _("Two choices have the same identifier.")
    if not any(not choice.is_archived and not choice.merged_into for choice in choices):
        return _("Give at least one choice.")
    for choice in choices:
        end = resolved(spec.options, choice.id)
        if end is None or end.merged_into:
            return _("A choice cannot be merged into itself.")
        if not any(choice.label.values()):
            return _("Give each choice a name.")
    return ""


CHOICES: Final = (YesNo(), Single(), Multiple())
