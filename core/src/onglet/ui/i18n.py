"""Who is being spoken to (language, text domain, time zone) and the words for it.

A text is written in English and looked up twice: in the domain of the part that is speaking,
then in the core's. Two plugins may so translate the same English word each in its own way.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel import Locale

from onglet.ui.catalogues import CORE_DOMAIN, catalogues

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime

DEFAULT_LOCALE = "fr"
DEFAULT_ZONE = "Europe/Paris"
LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How to speak: BCP 47 language, gettext domain, IANA zone, and "now" when it is pinned."""

    locale: str = DEFAULT_LOCALE
    domain: str = CORE_DOMAIN
    zone: str = DEFAULT_ZONE
    now: datetime | None = None


_DEFAULT_VOICE = Voice()
_voice: ContextVar[Voice] = ContextVar("onglet_voice", default=_DEFAULT_VOICE)


def voice() -> Voice:
    """The voice of the running request, or French in Paris."""
    return _voice.get()


@contextmanager
def speaking(
    *,
    locale: str | None = None,
    domain: str | None = None,
    zone: str | None = None,
    now: datetime | None = None,
) -> Iterator[Voice]:
    """Speak otherwise for the length of a block; what is not given stays as it is."""
    was = _voice.get()
    spoken = Voice(
        locale=locale or was.locale,
        domain=domain or was.domain,
        zone=zone or was.zone,
        now=now or was.now,
    )
    token = _voice.set(spoken)
    try:
        yield _voice.get()
    finally:
        _voice.reset(token)


def speaking_as(name: str) -> AbstractContextManager[Voice]:
    """Speak in the words of a package for the length of a block."""
    return speaking(domain=plugin_domain(name))


def speak_for(name: str) -> None:
    """Speak in the words of a package from here on, until the block that began speaking ends."""
    _voice.set(replace(_voice.get(), domain=plugin_domain(name)))


def plugin_domain(name: str) -> str:
    """The gettext domain of a package: `onglet` for the core, `onglet_<name>` for a plugin."""
    return CORE_DOMAIN if name in {"onglet", "core"} else f"{CORE_DOMAIN}_{name}"


def N_(message: str) -> str:
    """The same text: marks a declaration for extraction; it is translated when it is shown."""
    return message


def gettext(message: str, /, **values: object) -> str:
    """The text in the reader's language, with `%(name)s` filled from the keyword arguments."""
    said = catalogues.gettext(_voice.get().locale, _voice.get().domain, message)
    return said % values if values else said


def ngettext(singular: str, plural: str, number: int, /, **values: object) -> str:
    """The text for that many; `%(num)s` is the number, other placeholders are keywords."""
    now = _voice.get()
    said = catalogues.ngettext(now.locale, now.domain, singular, plural, number)
    return said % {"num": number, **values} if "%(" in said else said


def pgettext(context: str, message: str, /, **values: object) -> str:
    """Like `gettext`, for a word whose meaning depends on where it stands."""
    said = catalogues.pgettext(_voice.get().locale, _voice.get().domain, context, message)
    return said % values if values else said


_ = gettext


def gettext_of(package: str, message: str, /, **values: object) -> str:
    """The text as a package says it: for labels that a plugin declared and the core shows."""
    said = catalogues.gettext(_voice.get().locale, plugin_domain(package), message)
    return said % values if values else said


def locale() -> Locale:
    """Babel's locale of the reader."""
    return _babel_locale(_voice.get().locale)


def zone() -> ZoneInfo:
    """The reader's time zone."""
    return ZoneInfo(_voice.get().zone)


@lru_cache(maxsize=32)
def _babel_locale(code: str) -> Locale:
    return Locale.parse(code.replace("-", "_"))
