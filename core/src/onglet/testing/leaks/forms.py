"""What pages send: their forms with every field filled, and the names that follow a `?`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from onglet.testing.leaks.asking import Pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenForm:
    """A form of a page: where it is sent, and what it sends as it stands."""

    method: str
    path: str
    fields: Pairs
    offered: tuple[tuple[str, tuple[str, ...]], ...] = ()
    buttons: tuple[Pairs, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPage:
    """What one page leads to."""

    forms: tuple[SeenForm, ...]
    links: tuple[str, ...]
    queries: tuple[tuple[str, str], ...]


def read_page(path: str, html: str) -> SeenPage:
    """Give the forms of a page, and the (path, name) pairs of its links and search forms."""
    tree = LexborHTMLParser(html)
    forms = [*_forms(path, tree)]
    queries = {
        (form.path, name) for form in forms if form.method == "GET" for name, _ in form.fields
    }
    links: set[str] = set()
    for node in tree.css("[href], [hx-get]"):
        target = node.attributes.get("hx-get") or node.attributes.get("href") or ""
        parts = urlsplit(urljoin(path, target))
        if not parts.netloc:
            links.add(parts.path)
            queries |= {(parts.path, name) for name, _ in parse_qsl(parts.query, True)}
    return SeenPage(
        forms=tuple(form for form in forms if form.method != "GET"),
        links=tuple(sorted(links)),
        queries=tuple(sorted(queries)),
    )


def _forms(path: str, tree: LexborHTMLParser) -> Iterator[SeenForm]:
    for form in tree.css("form"):
        method, action = (form.attributes.get("method") or "get").upper(), ""
        if form.attributes.get("hx-post"):
            method, action = "POST", form.attributes["hx-post"] or ""
        action = form.attributes.get("action") or action
        fields = [*_fields(form)]
        sent = [(name, values[0]) for name, values in fields]
        yield _form(path, method, action, sent, fields, _buttons(form))
        for button in form.css("button[formaction]"):
            target = button.attributes.get("formaction") or ""
            yield _form(path, method, target, sent, fields, _buttons(form))
    for node in tree.css("[hx-post]"):
        if node.tag != "form":
            yield _form(path, "POST", node.attributes.get("hx-post") or "", [], [])


def _form(
    path: str,
    method: str,
    action: str,
    sent: list[tuple[str, str]],
    fields: list[tuple[str, tuple[str, ...]]],
    buttons: tuple[Pairs, ...] = (),
) -> SeenForm:
    return SeenForm(
        method=method,
        path=urlsplit(urljoin(path, action)).path,
        fields=tuple(sent),
        offered=tuple(fields),
        buttons=buttons,
    )


def _buttons(form: LexborNode) -> tuple[Pairs, ...]:
    return tuple(
        ((node.attributes.get("name") or "", node.attributes.get("value") or ""),)
        for node in form.css("button[name]")
    )


def _fields(form: LexborNode) -> Iterator[tuple[str, tuple[str, ...]]]:
    seen: dict[str, list[str]] = {}
    for node in form.css("input[name], textarea[name], select[name]"):
        name = node.attributes.get("name") or ""
        if name == "csrf" or node.attributes.get("type") == "file":
            continue
        values = seen.setdefault(name, [])
        if node.tag == "select":
            values += [one.attributes.get("value") or "" for one in node.css("option")]
        elif node.tag == "textarea":
            values.append(node.text())
        else:
            values.append(node.attributes.get("value") or "")
    for name, values in seen.items():
        full = [value for value in values if value]
        yield name, tuple(full or [""])
