"""The translations of the core and of every plugin, kept apart by domain.

A package keeps `locale/<lang>/LC_MESSAGES/<domain>.po`, and may add `locale/<lang>/parts/*.po`,
which are read as if they stood in the first file. A compiled `.mo` beside it is used when no
`.po` is newer, so an installed wheel pays nothing at start.
"""

from __future__ import annotations

import re
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from threading import Lock

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CORE_DOMAIN = "onglet"
CORE_LOCALE = Path(__file__).parent.parent / "locale"
_PLURALS = re.compile(rb'^"Plural-Forms: *(nplurals[^"\\]+)\\n"', re.MULTILINE)


def read_sources(folder: Path, domain: str, language: str) -> Catalog:
    """One catalogue from the domain's `.po` and its parts; fuzzy and empty entries are left out.

    Plurals follow the rule of the first file that states one: its translations are numbered by
    it, and the rule that Babel knows for a language gains forms from one version to the next.

    Raises:
        babel.messages.pofile.PoFileError: a file is not a catalogue.
    """
    merged = Catalog(locale=language, domain=domain)
    rules = []
    for path in _po_files(folder, domain, language):
        content = path.read_bytes()
        rules += [found.decode() for found in _PLURALS.findall(content)]
        for message in read_po(BytesIO(content), locale=language, abort_invalid=True):
            if message.id and message.string and not message.fuzzy:
                merged.add(message.id, message.string, context=message.context)
    merged.mime_headers = [("Plural-Forms", rule) for rule in rules[:1]]
    return merged


def compile_folder(folder: Path, domain: str) -> list[Path]:
    """Write a `.mo` for each language of a package; the wheel build calls this."""
    written = []
    for language in sorted(p.name for p in folder.iterdir() if p.is_dir()):
        target = folder / language / "LC_MESSAGES" / f"{domain}.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            write_mo(out, read_sources(folder, domain, language))
        written.append(target)
    return written


class Catalogues:
    """Every domain's words, read once per language when they are first asked for."""

    def __init__(self) -> None:
        self._folders: dict[str, Path] = {}
        self._read: dict[tuple[str, str], GNUTranslations | None] = {}
        self._lock = Lock()

    def register(self, domain: str, folder: Path) -> None:
        """Say where a domain's `locale` folder is; a second call replaces the first."""
        with self._lock:
            self._folders[domain] = folder
            self._read = {key: kept for key, kept in self._read.items() if key[1] != domain}

    def domains(self) -> tuple[str, ...]:
        """The registered domains, the core's first."""
        return tuple(self._folders)

    def gettext(self, language: str, domain: str, message: str) -> str:
        """The domain's translation, or the core's, or the message itself."""
        for words in self._chain(language, domain):
            said = words.gettext(message)
            if said != message:
                return said
        return message

    def pgettext(self, language: str, domain: str, context: str, message: str) -> str:
        """The translation of a message in a context, or the message itself."""
        for words in self._chain(language, domain):
            said = words.pgettext(context, message)
            if said != message:
                return said
        return message

    def ngettext(self, language: str, domain: str, one: str, many: str, number: int) -> str:
        """The right plural of the language; English's rule where nothing is translated."""
        untranslated = one if number == 1 else many
        for words in self._chain(language, domain):
            said = words.ngettext(one, many, number)
            if said not in {one, many}:
                return said
        return untranslated

    def _chain(self, language: str, domain: str) -> list[GNUTranslations]:
        wanted = (domain, CORE_DOMAIN) if domain != CORE_DOMAIN else (CORE_DOMAIN,)
        return [words for name in wanted if (words := self._words(language, name)) is not None]

    def _words(self, language: str, domain: str) -> GNUTranslations | None:
        key = (language, domain)
        try:
            return self._read[key]
        except KeyError:
            with self._lock:
                folder = self._folders.get(domain)
                words = load(folder, domain, language) if folder else None
                self._read[key] = words
            return words


def load(folder: Path, domain: str, language: str) -> GNUTranslations | None:
    """A package's words in a language, or None when it has none."""
    sources = _po_files(folder, domain, language)
    compiled = folder / language / "LC_MESSAGES" / f"{domain}.mo"
    if compiled.exists():
        made = compiled.stat().st_mtime_ns
        if all(path.stat().st_mtime_ns <= made for path in sources):
            with compiled.open("rb") as file:
                return GNUTranslations(file)
    if not sources:
        return None
    held = BytesIO()
    write_mo(held, read_sources(folder, domain, language))
    held.seek(0)
    return GNUTranslations(held)


def _po_files(folder: Path, domain: str, language: str) -> list[Path]:
    main = folder / language / "LC_MESSAGES" / f"{domain}.po"
    parts = sorted((folder / language / "parts").glob("*.po"))
    return [main, *parts] if main.exists() else parts


catalogues = Catalogues()
catalogues.register(CORE_DOMAIN, CORE_LOCALE)
