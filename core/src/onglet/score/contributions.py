"""What the core itself declares about the score: rights, an action, a value to pin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.contributions import Action, Pin, Reach, Right
from onglet.score.card import EDIT, PIN, READ, pin
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable


def rights() -> Iterable[Right]:
    """Rights on the score, with the reach they have where nobody decided."""
    yield Right(
        object="core.score",
        action="read",
        label=N_("See the score"),
        default=Reach.SHARED,
        noun=N_("Score"),
    )
    yield Right(
        object="core.score",
        action="edit",
        label=N_("Add points to the score and take them away"),
        default=Reach.SHARED,
    )


def actions() -> Iterable[Action]:
    """The form of points, from the Actions menu."""
    yield Action(
        key="core.score",
        label=N_("Add score"),
        icon="gauge",
        right=EDIT,
        order=55,
        group="1-record",
        href=lambda record: record.href("-", "score", "new"),
        opens_dialog=True,
    )


def pins() -> Iterable[Pin]:
    """The score. Plugins are asked for it, so it never holds up the page itself."""
    yield Pin(
        key=PIN,
        label=N_("Score"),
        icon="gauge",
        right=READ,
        order=210,
        read=pin,
        is_later=True,
    )
