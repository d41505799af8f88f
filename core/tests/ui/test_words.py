"""The words: each domain first, then the core's; plurals; and nothing left in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from onglet.ui import i18n
from onglet.ui.catalogues import Catalogues, catalogues, compile_folder
from onglet.ui.packages import CORE, UiPackage
from onglet.ui.wording import missing_translations

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""


def po(folder: Path, name: str, body: str, *, head: str = HEAD) -> None:
    path = folder / "fr" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + body, encoding="utf-8")


@pytest.fixture
def words(tmp_path: Path) -> Catalogues:
    made = Catalogues()
    po(
        tmp_path / "core",
        "LC_MESSAGES/onglet.po",
        'msgid "State"\nmsgstr "État"\n\nmsgid "Close"\nmsgstr "Fermer"\n',
    )
    po(
        tmp_path / "core",
        "parts/more.po",
        'msgid "one"\nmsgid_plural "%(num)s many"\nmsgstr[0] "un"\nmsgstr[1] "%(num)s plusieurs"\n',
        head="",
    )
    po(
        tmp_path / "geo",
        "LC_MESSAGES/onglet_geo.po",
        'msgid "State"\nmsgstr "Région"\n\n#, fuzzy\nmsgid "Close"\nmsgstr "Près"\n',
    )
    made.register("onglet", tmp_path / "core")
    made.register("onglet_geo", tmp_path / "geo")
    return made


def test_a_plugin_has_its_own_word_and_the_core_keeps_its_own(words: Catalogues) -> None:
    assert words.gettext("fr", "onglet_geo", "State") == "Région"
    assert words.gettext("fr", "onglet", "State") == "État"


def test_what_a_plugin_does_not_say_is_said_by_the_core(words: Catalogues) -> None:
    assert words.gettext("fr", "onglet_geo", "Close") == "Fermer"


def test_what_nobody_translates_stays_as_it_is(words: Catalogues) -> None:
    assert words.gettext("fr", "onglet_geo", "Nobody") == "Nobody"
    assert words.gettext("en", "onglet", "State") == "State"
    assert words.gettext("fr", "onglet_absent", "State") == "État"


@pytest.mark.parametrize(("number", "said"), [(0, "un"), (1, "un"), (2, "%(num)s plusieurs")])
def test_plurals_follow_the_language_and_parts_need_no_header(
    words: Catalogues, number: int, said: str
) -> None:
    assert words.ngettext("fr", "onglet_geo", "one", "%(num)s many", number) == said


def test_a_plural_that_nobody_translates_follows_english(words: Catalogues) -> None:
    assert words.ngettext("fr", "onglet", "a", "b", 1) == "a"
    assert words.ngettext("fr", "onglet", "a", "b", 0) == "b"


def test_a_compiled_catalogue_is_used_until_its_source_is_newer(tmp_path: Path) -> None:
    po(tmp_path, "LC_MESSAGES/onglet_x.po", 'msgid "A"\nmsgstr "Un"\n')
    (compiled,) = compile_folder(tmp_path, "onglet_x")
    po(tmp_path, "LC_MESSAGES/onglet_x.po", 'msgid "A"\nmsgstr "Deux"\n')
    made = Catalogues()
    made.register("onglet_x", tmp_path)
    assert compiled.exists()
    assert made.gettext("fr", "onglet_x", "A") in {"Un", "Deux"}


def test_speaking_changes_only_what_is_given_and_only_inside() -> None:
    with i18n.speaking(locale="en", zone="America/Cayenne"):
        with i18n.speaking(domain="onglet_geo") as inner:
            assert (inner.locale, inner.domain, inner.zone) == (
                "en",
                "onglet_geo",
                "America/Cayenne",
            )
        assert i18n.voice().domain == "onglet"
    assert i18n.voice().locale == "fr"


def test_text_is_filled_from_keywords() -> None:
    assert i18n.gettext("Account of %(name)s", name="Zoé") == "Compte de Zoé"
    assert i18n.ngettext("%(num)s empty field", "%(num)s empty fields", 2) == "2 champs vides"
    with i18n.speaking(locale="en"):
        assert i18n.ngettext("%(num)s empty field", "%(num)s empty fields", 1) == "1 empty field"


def test_a_label_declared_by_a_plugin_is_said_in_its_domain(tmp_path: Path) -> None:
    po(tmp_path, "LC_MESSAGES/onglet_wordy.po", 'msgid "Close"\nmsgstr "Clore"\n')
    catalogues.register("onglet_wordy", tmp_path)
    assert i18n.gettext_of("wordy", "Close") == "Clore"
    assert i18n.gettext_of("core", "Close") == "Fermer"


def test_the_missing_words_of_a_package_are_found(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text(
        "{{ _('Close') }}{% trans n=3 %}{{ n }} boats{% endtrans %}"
    )
    (tmp_path / "b.py").write_text('from onglet.ui.i18n import N_\nA = N_("Anchor")\n')
    missing = missing_translations(UiPackage(name="sea", folder=tmp_path))
    assert {text.message for text in missing} == {"%(n)s boats", "Anchor"}


def test_the_core_is_complete_in_french() -> None:
    assert [
        f"{t.message!r} ({t.place})"
        for t in missing_translations(CORE)
        if "/ui/" in f"/{t.place}" or "templates/onglet/kit" in t.place
    ] == []
