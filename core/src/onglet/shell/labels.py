"""The words of contributions, said in the language of the request and of their own plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.host.names import package_of
from onglet.ui.i18n import gettext_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onglet.contributions import Verdict
    from onglet.host.host import Host


def say(plugin: str, text: str) -> str:
    """Give a declared text in the language of the request."""
    return gettext_of(package_of(plugin), text) if text else ""


def plugin_label(host: Host, name: str) -> str:
    """Give the name of a plugin as people know it, its own name when nothing else is known."""
    loaded, remembered = host.plugin(name), host.decision(name)
    if loaded is not None:
        return say(name, loaded.label)
    return remembered.label if remembered and remembered.label else name


def right_label(host: Host, key: str) -> str:
    """Give the name of a right as people know it, its key when nobody declares it."""
    declared = host.loaded.catalogue.get(key)
    return say(declared.plugin, declared.right.label) if declared else key


def refusal(host: Host, verdict: Verdict) -> str:
    """Say which right is missing, why, and who can grant it."""
    from onglet.ui.i18n import gettext as _

    if verdict.reason:
        return verdict.reason
    label = right_label(host, verdict.right)
    if verdict.because:
        said = _(
            "You lack the right “%(right)s” here: %(because)s.",
            right=label,
            because=verdict.because,
        )
    else:
        said = _("Your profile lacks the right “%(right)s”.", right=label)
    if not verdict.granters:
        return said
    return f"{said} {can_grant(verdict.granters)}"


def can_grant(names: Sequence[str]) -> str:
    """Say who can grant a right."""
    from onglet.ui.i18n import ngettext

    return ngettext(
        "%(names)s can grant it.", "%(names)s can grant it.", len(names), names=", ".join(names)
    )
