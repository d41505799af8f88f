"""What a directory says when it has no answer: message ids, translated when they are shown."""

from __future__ import annotations

from typing import Final


def N_(message: str) -> str:
    """The same text: marks it for extraction."""
    return message


SILENT: Final = N_(
    "The company directory does not answer. "
    "What you typed is kept: go on by hand or try again later."
)
UNREADABLE: Final = N_(
    "The company directory gave an answer that cannot be read. "
    "What you typed is kept: go on by hand or try again later."
)
BUSY: Final = N_(
    "The company directory asks to slow down. "
    "What you typed is kept: wait a moment, then search again."
)
NONE_CHOSEN: Final = N_(
    "No company directory is chosen in the settings: "
    "fill in the form by hand, or ask an administrator."
)
TOO_SHORT: Final = N_(
    "Type at least three letters or digits of the name, or a whole SIREN or SIRET."
)
NO_SUCH_PAGE: Final = N_("The company directory has no such page of results.")
NOT_A_NUMBER: Final = N_("This is neither a SIREN nor a SIRET: check the digits.")
UNKNOWN: Final = N_("The company directory knows no firm under this number.")
REFUSED: Final = N_("The company directory did not understand the search: %(reason)s")
NO_KEY: Final = N_(
    "INSEE refuses the key of this deployment. "
    "An administrator can renew it in the settings of the directory."
)
NOT_BUILT: Final = N_(
    "The offline directory is not there yet: "
    "an administrator can build it with “onglet directory build”."
)
UNUSABLE: Final = N_(
    "The offline directory cannot be read: "
    "an administrator can build it again with “onglet directory build”."
)
