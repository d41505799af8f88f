"""Which texts of a package have no translation: the check that keeps French complete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

from onglet.ui.catalogues import read_sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onglet.ui.packages import UiPackage

_METHODS = [("**.py", "python"), ("**.html", "jinja2")]
_OPTIONS = {
    "**.html": {
        "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "newstyle_gettext": "true",
        "silent": "false",
    }
}
_KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_of": (2,)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text to translate and where it stands."""

    message: str
    context: str
    plural: str
    place: str


def texts_of(package: UiPackage) -> Iterator[Text]:
    """Every text marked in a package's code and templates, in the order of the files."""
    found = extract_from_dir(package.folder, _METHODS, _OPTIONS, keywords=_KEYWORDS)
    for path, line, message, _comments, context in found:
        parts = message if isinstance(message, tuple) else (message,)
        if parts[0]:
            yield Text(
                message=parts[0],
                plural=parts[1] if len(parts) > 1 and isinstance(parts[1], str) else "",
                context=context or "",
                place=f"{path}:{line}",
            )


def missing_translations(package: UiPackage, language: str = "fr") -> list[Text]:
    """The texts of a package that its own catalogue, then the core's, does not translate.

    A plural counts as translated when each form of the language is.
    """
    from onglet.ui.packages import CORE

    catalogues = [read_sources(package.locale, package.domain, language)]
    if package is not CORE:
        catalogues.append(read_sources(CORE.locale, CORE.domain, language))
    missing = []
    for text in texts_of(package):
        key = (text.message, text.plural) if text.plural else text.message
        known = (c.get(key, context=text.context or None) for c in catalogues)
        if not any(m is not None and _is_said(m.string) for m in known):
            missing.append(text)
    return missing


def _is_said(translation: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(translation) if isinstance(translation, tuple | list) else bool(translation)
