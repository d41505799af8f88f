"""The way back from a page of the settings."""

from __future__ import annotations

from onglet.ui.i18n import gettext as _
from onglet.ui.views import Crumb

HOME = "/settings"


def settings_crumbs(*steps: str | tuple[str, str]) -> tuple[Crumb, ...]:
    """Give the breadcrumb of a page: steps as (label, address), the last one a label alone."""
    crumbs = [Crumb(label=_("Settings"), href=HOME)]
    for step in steps:
        label, href = step if isinstance(step, tuple) else (step, "")
        crumbs.append(Crumb(label=label, href=href))
    return tuple(crumbs)
