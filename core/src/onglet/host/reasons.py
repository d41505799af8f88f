"""Why a plugin stands where it does, in a sentence that every reader gets in their own language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onglet.ui.i18n import N_, gettext_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence of ours with its values, or words of somebody else's code as they came.

    `str()` gives it in English, for logs and the command line; `said()` in the reader's language.
    """

    message: str = ""
    values: Mapping[str, str | Reason] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether there is a reason at all."""
        return bool(self.message)

    def __str__(self) -> str:
        """Give the sentence in English."""
        if not self.values:
            return self.message
        return self.message % {name: str(value) for name, value in self.values.items()}

    def said(self) -> str:
        """Give the sentence in the language of the page."""
        if not self.message:
            return ""
        values = {
            name: value.said() if isinstance(value, Reason) else value
            for name, value in self.values.items()
        }
        return gettext_of("onglet", self.message, **values)


def reason(message: str, /, **values: str | Reason) -> Reason:
    """Give a reason; the message is one that `N_` marks."""
    return Reason(message, values)


NONE = Reason()


def lacks(names: Sequence[str]) -> Reason:
    """Say which required plugins are out of service."""
    return reason(N_("It requires %(names)s, which is not in service."), names=", ".join(names))
