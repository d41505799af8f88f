"""What a service says of a value that it cannot take: the field, and a sentence for its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.identity import Invalid
from onglet.ui.i18n import gettext

if TYPE_CHECKING:
    from onglet.ui.forms import FormState


class Rejected(Invalid):
    """A value refused; nothing was changed.

    Attributes:
        field: name of the form's field, empty when the refusal speaks of the whole form.
        message: message id, translated by whoever shows it (`%(name)s` are its parameters).
    """

    def __init__(self, field: str, message: str, **params: object) -> None:
        super().__init__(f"{field or 'form'}.refused", message, params)
        self.field = field

    def on(self, state: FormState) -> FormState:
        """Give the form with this refusal beside its field, in the reader's language."""
        return state.with_error(self.field, gettext(self.message, **self.params))
