"""What a template may not hold under the strict policy, and texts left out of translation.

`audit_templates` is what the core's tests and every plugin's run over a templates folder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onglet.ui.icons import core_icons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SAMPLES = "{# audit: samples #}"
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "a style attribute; use a class, or an SVG attribute",
        re.compile(r"""<[a-z][^>]*\sstyle\s*=""", re.I),
    ),
    ("an on… attribute; listen in a module", re.compile(r"""<[a-z][^>]*\son[a-z]+\s*=""", re.I)),
    ("an inline script; use a module file", re.compile(r"<script(?![^>]*\bsrc\s*=)[^>]*>", re.I)),
    ("an inline style sheet; use the package's CSS file", re.compile(r"<style\b", re.I)),
    ("hx-on; listen in a module", re.compile(r"\bhx-on[:\w-]*\s*=", re.I)),
    (
        "an expression (js:); the policy refuses it",
        re.compile(r"""=\s*["']\s*(?:js|javascript):""", re.I),
    ),
    (
        "a filter in hx-trigger; the policy refuses it",
        re.compile(r"""hx-trigger\s*=\s*"[^"]*\[""", re.I),
    ),
    (
        "a field with a name that hides a property of its form",
        re.compile(
            r"""<(?:input|select|textarea|button)[^>]*\sname\s*=\s*["'](?:form|action|method|target|submit|id)["']""",
            re.I,
        ),
    ),
    (
        "a field with a name that hides a property of its form",
        re.compile(r"""\bfield\(\s*[\w.]+\s*,\s*["'](?:form|action|method|target|submit|id)["']"""),
    ),
    ("|safe; give Markup from code that cleaned it", re.compile(r"\|\s*safe\b")),
)
_ICON = re.compile(r"""\bicon\(\s*["']([^"']+)["']|\bicon_name\s*=\s*["']([^"']+)["']""")
_JINJA = re.compile(
    r"\{#.*?#\}|\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL
)
_TAG = re.compile(
    r"<(?:script|style|pre|code|kbd|svg)\b.*?</(?:script|style|pre|code|kbd|svg)>|<!--.*?-->|<[^>]*>",
    re.DOTALL | re.I,
)
_ATTRIBUTE = re.compile(r"""\s(?:data|hx|aria)-[\w-]+\b(?:="[^"]*")?|\s[\w:-]+="[^"]*\"""")
_SPOKEN_ATTRIBUTE = re.compile(
    r"""\s(?:title|aria-label|placeholder|alt|data-tip|label)="([^"]*)\""""
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_ENTITY = re.compile(r"&\w+;|&#\w+;")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something wrong in a template: where, and what to do."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


def audit_templates(folder: Path, icons: Iterable[str] = ()) -> list[Fault]:
    """The faults of every template under a folder, by file and line.

    Args:
        folder: a package's `templates`.
        icons: names that are known besides the core's: the package's own.
    """
    known = {*core_icons(), *icons}
    faults: list[Fault] = []
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        found = [*_forbidden(text), *_unknown_icons(text, known)]
        if SAMPLES not in text:
            found += _untranslated(text)
        name = path.relative_to(folder).as_posix()
        faults += [
            Fault(path=name, line=text.count("\n", 0, at) + 1, what=what)
            for at, what in sorted(found)
        ]
    return faults


def _forbidden(text: str) -> Iterator[tuple[int, str]]:
    bare = _blank(re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL), text)
    for what, pattern in _RULES:
        looked = text if "field" in what or "safe" in what else bare
        yield from ((match.start(), what) for match in pattern.finditer(looked))


def _unknown_icons(text: str, known: set[str]) -> Iterator[tuple[int, str]]:
    for match in _ICON.finditer(text):
        name = match[1] or match[2]
        if name not in known:
            yield match.start(), f"an icon that does not exist: {name}"


def _untranslated(text: str) -> Iterator[tuple[int, str]]:
    words = _blank(_ATTRIBUTE, _blank(_TAG, _blank(_JINJA, text)))
    for match in re.finditer(r"[^\n]+", _ENTITY.sub(lambda m: " " * len(m[0]), words)):
        word = _WORD.search(match[0])
        if word:
            yield (
                match.start() + word.start(),
                f"a text that is not translated: {match[0].strip()!r}",
            )
    for match in _SPOKEN_ATTRIBUTE.finditer(_blank(_JINJA, text)):
        if _WORD.search(match[1]):
            yield match.start(1), f"an attribute that is not translated: {match[1].strip()!r}"


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with what matches turned to spaces, so that places stay what they were."""
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
