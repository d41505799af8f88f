"""What the core itself declares about consent: rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.contributions import Reach, Right
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable


def rights() -> Iterable[Right]:
    """Rights on the consent ledger, with the reach they have where nobody decided."""
    yield Right(
        object="core.consent",
        action="edit",
        label=N_("Record what contacts say about campaigns"),
        default=Reach.SHARED,
        noun=N_("Consent"),
    )
