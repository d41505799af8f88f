"""What can be said of being contacted: channels, actions, and one entry of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

MARKETING: Final = "marketing"
"""The purpose of campaigns: the only one that the core itself records."""


class Channel(StrEnum):
    """A way to reach a person."""

    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"
    POST = "post"


class ConsentAction(StrEnum):
    """What happened to a consent. `GIVEN` and `IMPORTED` allow, the others forbid."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    IMPORTED = "imported"


ALLOWING: Final = frozenset({ConsentAction.GIVEN, ConsentAction.IMPORTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """An entry to write: what a person said about one channel, where, and on what ground.

    `source` names the form, the file or the call; `text_version` the wording that was shown;
    `address` is the network address of who said it, when they said it on a page.
    """

    channel: Channel
    action: ConsentAction
    purpose: str = MARKETING
    ground: str = "consent"
    source: str = ""
    text_version: str = ""
    address: str = ""
    at: datetime | None = None
