"""Types that hold files: the value names objects of the storage, and what they were called.

Files are sent and taken away on the tab, one field at a time: a form that comes back with faults
could not hold them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from markupsafe import Markup

from onglet.fields.kinds.base import At, Kind, Raw, Stores, Value, WrongError
from onglet.ui import formats
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from onglet.fields.conditions import Fact
    from onglet.fields.spec import Options

KEEP: Final = "keep"
"""Part of the form that says which files stay."""


class Attached(Kind):
    """Files, up to as many as the field says."""

    key = "file"
    label = N_("File")
    icon = "paperclip"
    stores = Stores.LIST
    options = ("most",)
    input = "file"
    fact = "nothing"
    is_sortable = False
    is_filterable = False
    may_be_unique = False
    in_big_form = False
    is_image: ClassVar[bool] = False

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Keep what the record has and the form keeps, and store what was sent."""
        keep = set(raw.all(KEEP))
        held = [one for one in files_of(raw.held) if one["key"] in keep]
        sent = [upload for upload in raw.files if getattr(upload, "filename", "")]
        if len(held) + len(sent) > options.most:
            raise WrongError(_("%(most)s files at most.", most=options.most))
        stored = [at.store(upload, self.is_image) for upload in sent]
        return [*held, *stored] or None

    def raw(self, value: Value, options: Options, at: At) -> Raw:
        """Keep every file."""
        keys = tuple(str(one["key"]) for one in files_of(value))
        return Raw({KEEP: keys}, held=value)

    def show(self, value: Value, options: Options, at: At) -> str:
        """Name the files."""
        return ", ".join(str(one["name"]) for one in files_of(value))

    def html(self, value: Value, options: Options, at: At) -> Markup | None:
        """Link each file, with its size."""
        drawn = [
            Markup('<a href="{}/{}" download>{}</a> <span class="muted">{}</span>').format(
                at.file_href, one["key"], one["name"], formats.size(int(one["size"]))
            )
            for one in files_of(value)
        ]
        return Markup("<br>").join(drawn) if at.file_href else None

    def fact_of(self, value: Value | None, options: Options) -> Fact:
        """Let conditions see whether there is one."""
        return None if value is None else self.show(value, options, At())

    def natural(self, value: Value, options: Options) -> Any:
        """Give the names."""
        return tuple(str(one["name"]) for one in files_of(value))


class Picture(Attached):
    """Images, drawn again so that nothing else comes along."""

    key = "image"
    label = N_("Image")
    icon = "photo"
    is_image = True

    def html(self, value: Value, options: Options, at: At) -> Markup | None:
        """Show each image."""
        drawn = [
            Markup(
                '<a href="{0}/{1}"><img class="field-image" src="{0}/{1}" alt="{2}" '
                'loading="lazy"></a>'
            ).format(at.file_href, one["key"], one["name"])
            for one in files_of(value)
        ]
        return Markup(" ").join(drawn) if at.file_href else None


def files_of(value: object) -> list[dict[str, Any]]:
    """Give the files of a value."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


ATTACHED: Final = (Attached(), Picture())
