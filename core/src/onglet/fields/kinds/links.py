"""The type that points to records: clients, contacts, colleagues, objects of plugins.

The value is a list of public identifiers. Who reads it sees only those that they may see; an
edit keeps the others, which its author was not shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from onglet.fields.kinds.base import At, Kind, Link, Raw, Stores, Value, WrongError
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _
from onglet.ui.views import Option

if TYPE_CHECKING:
    from onglet.fields.conditions import Fact
    from onglet.fields.spec import FieldSpec, Options

FIND: Final = "find"
"""Part of the form with the name of a record to add."""


class Linked(Kind):
    """Links to records of one object, up to as many as the field says."""

    key = "link"
    label = N_("Link to a record")
    icon = "link"
    stores = Stores.LIST
    options = ("target", "most")
    input = "link"
    fact = "list"
    is_sortable = False
    is_searchable = False
    may_be_unique = False
    span = "full"

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Keep the chosen records that the author sees, and those that they were not shown."""
        typed = raw.all()
        chosen = {link.id: link for link in at.seen(options.target, typed)}
        names = [text for text in typed if text not in chosen]
        names += raw.all(FIND)
        for text in names:
            link = _one(at.found(options.target, text), text)
            chosen[link.id] = link
        held = [str(one) for one in raw.held] if isinstance(raw.held, list) else []
        shown = {link.id for link in at.seen(options.target, held)}
        unseen = [key for key in held if key not in shown]
        links = list(dict.fromkeys([*unseen, *chosen]))
        if len(links) > options.most:
            raise WrongError(_("%(most)s links at most.", most=options.most))
        return links or None

    def raw(self, value: Value, options: Options, at: At) -> Raw:
        """Choose each record."""
        return Raw({"": tuple(str(one) for one in _ids(value))}, held=value)

    def show(self, value: Value, options: Options, at: At) -> str:
        """Name the records that the reader may see."""
        return ", ".join(link.label for link in at.seen(options.target, _ids(value)))

    def html(self, value: Value, options: Options, at: At) -> Markup | None:
        """Lead to each record."""
        links = at.seen(options.target, _ids(value))
        return Markup(", ").join(
            Markup('<a href="{}">{}</a>').format(link.href, link.label)
            if link.href
            else Markup("{}").format(link.label)
            for link in links
        )

    def fact_of(self, value: Value | None, options: Options) -> Fact:
        """Let conditions look at the identifiers."""
        return _ids(value) or None

    def natural(self, value: Value, options: Options) -> Any:
        """Give the identifiers."""
        return tuple(_ids(value))

    def choices(self, options: Options, at: At) -> list[Option]:
        """Give colleagues, who are few; other records are looked for."""
        if options.target != "colleague":
            return []
        return [Option(value=one.id, label=one.label) for one in at.found(options.target, "")]

    def check_options(self, spec: FieldSpec) -> str:
        """Ask where the link leads."""
        return "" if spec.options.target else _("Choose what the link leads to.")


def _ids(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _one(found: list[Link], text: str) -> Link:
    if not found:
        raise WrongError(_("Nothing that you may see is called “%(text)s”.", text=text[:60]))
    exact = [link for link in found if link.label.casefold() == text.casefold()]
    if len(found) > 1 and len(exact) != 1:
        named = ", ".join(link.label for link in found[:3])
        raise WrongError(_("Several fit “%(text)s”: %(named)s…", text=text[:60], named=named))
    return exact[0] if exact else found[0]


LINKS: Final = (Linked(),)
