"""Failures of plugins: noted in memory at once, and in the database for every worker to see."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from onglet.db.identifiers import ALPHABET
from onglet.host.models import PluginFailure
from onglet.rights.actors import system_actor
from onglet.ui.i18n import gettext_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from onglet.work.unit import Units

log = logging.getLogger("onglet.plugins")

MANY: Final = 5
WITHIN: Final = timedelta(minutes=10)
KEPT: Final = 200
STUCK_MS: Final = 5_000
"""How late an answer must be to count as a failure that pauses its plugin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One call of a plugin that failed. `reference` is what the reader of the page was shown."""

    plugin: str
    what: str
    cause: str
    at: datetime
    reference: str
    milliseconds: int = 0
    is_late: bool = False
    trace: str = field(default="", repr=False)

    @property
    def said(self) -> str:
        """The cause in the reader's language, or as it came when the words are not ours."""
        return gettext_of("onglet", self.cause)


def failure_of(
    plugin: str, what: str, error: BaseException, at: datetime, milliseconds: int
) -> Failure:
    """Describe an exception raised in a plugin's call."""
    return Failure(
        plugin=plugin,
        what=what,
        cause=f"{type(error).__name__}: {error}"[:500],
        at=at,
        reference=new_reference(),
        milliseconds=milliseconds,
        trace="".join(traceback.format_exception(error)),
    )


def new_reference() -> str:
    """Give a short reference that a reader can dictate on the telephone."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


class FailureLog:
    """Keeps failures and says when a plugin has failed too often to go on."""

    def __init__(self, on_too_many: Callable[[str, str], None]) -> None:
        self._on_too_many = on_too_many
        self._recent: dict[str, deque[datetime]] = {}
        self._kept: deque[Failure] = deque(maxlen=KEPT)

    def note(self, failure: Failure, units: Units | None, version: str) -> None:
        """Write a failure down, and pause its plugin after five within ten minutes.

        An answer that was merely late is written down but does not count: the machine may be busy.
        """
        log.warning("%s: %s: %s", failure.plugin, failure.what, failure.cause)
        self._kept.append(failure)
        if units is not None:
            self._store(failure, units, version)
        if failure.is_late and failure.milliseconds < STUCK_MS:
            return
        recent = self._recent.setdefault(failure.plugin, deque(maxlen=MANY))
        recent.append(failure.at)
        if len(recent) == MANY and recent[0] > failure.at - WITHIN:
            recent.clear()
            self._on_too_many(failure.plugin, failure.cause)

    def forget(self, plugin: str) -> None:
        """Count from nothing again, when a plugin is resumed."""
        self._recent.pop(plugin, None)

    def kept(self) -> list[Failure]:
        """List the failures that this process remembers, newest first."""
        return list(reversed(self._kept))

    def _store(self, failure: Failure, units: Units, version: str) -> None:
        row = PluginFailure(
            plugin=failure.plugin[:64],
            reference=failure.reference,
            what=failure.what[:200],
            cause=failure.cause,
            trace=failure.trace[-20000:].replace("\x00", ""),
            milliseconds=failure.milliseconds,
            version=version[:40],
            at=failure.at,
        )
        try:
            with units.writing(system_actor("note the failure of a plugin")) as work:
                work.session.add(row)
        except Exception:
            log.exception("the failure %s could not be kept", failure.reference)
