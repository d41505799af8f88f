"""Whole pages and parts of them, messages, redirections, errors and headers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from onglet.ui import cookies, errors, headers, kit, pages
from onglet.ui.audit import audit_templates
from onglet.ui.i18n import speaking
from onglet.ui.packages import CORE
from onglet.ui.samples import sample_shell
from onglet.ui.templating import Interface, render, showing
from onglet.ui.views import Shell

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.requests import Request

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def ask(answer: Callable[[Request], Response], method: str = "GET", **options: object) -> Response:
    app = headers.SecurityHeaders(Starlette(routes=[Route("/x", answer, methods=["GET", "POST"])]))
    client = TestClient(app, follow_redirects=False)
    return client.request(method, "/x", **options)


def kit_answer(request: Request) -> Response:
    return kit.kit_page(request, sample_shell())


def test_the_kit_draws_every_component_whole_and_in_part() -> None:
    whole = ask(kit_answer)
    page = LexborHTMLParser(whole.text)
    assert whole.status_code == 200
    assert page.css_first("title").text() == "Kit · Onglet"
    assert page.css_first(".side-link[aria-current=page]").text(strip=True) == "Contacts"
    part = ask(kit_answer, headers=PARTIAL)
    assert part.text.startswith("<title>Kit · Onglet</title>")
    assert "<html" not in part.text


def test_a_restored_history_gets_the_whole_page() -> None:
    answer = ask(kit_answer, headers={"HX-Request": "true", "HX-Request-Type": "full"})
    assert "<html" in answer.text


def test_a_dialog_keeps_the_title_of_the_page_below() -> None:
    answer = ask(kit_answer, headers={**PARTIAL, "HX-Target": "dialog#dialog"})
    assert "<title>" not in answer.text


def test_every_form_that_writes_carries_the_token() -> None:
    page = LexborHTMLParser(ask(kit_answer).text)
    forms = [form for form in page.css("form[method=post]") if form.attributes.get("action") != "#"]
    assert forms
    assert all(form.css_first("input[name=csrf]").attributes["value"] == "sample" for form in forms)


def test_ids_are_unique_and_labels_point_somewhere() -> None:
    page = LexborHTMLParser(ask(kit_answer).text)
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert sorted(ids) == sorted(set(ids))
    for attribute in ("for", "popovertarget", "list"):
        for node in page.css(f"[{attribute}]"):
            assert node.attributes[attribute] in ids
    for node in page.css("[aria-describedby]"):
        assert set(node.attributes["aria-describedby"].split()) <= set(ids)


def test_the_page_speaks_the_readers_language() -> None:
    def answer(request: Request) -> Response:
        with speaking(locale="en"):
            return kit.kit_page(request, Shell(locale="en"))

    text = ask(answer).text
    assert '<html lang="en"' in text
    assert "Skip to the content" in text


def test_templates_keep_to_the_policy_and_to_translation() -> None:
    assert [str(fault) for fault in audit_templates(CORE.templates)] == []


def test_the_audit_finds_what_is_forbidden(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(
        '<p style="a">{{ x }}</p>\n'
        '<p onclick="a()"></p>\n'
        "<script>1</script>\n"
        "<style></style>\n"
        '<p hx-on:click="a()"></p>\n'
        '<p hx-vals="js:{a:1}"></p>\n'
        '<p hx-trigger="click[ctrlKey]"></p>\n'
        '{{ icon("no-such") }}\n'
        "<p>Bonjour</p>\n"
        '<p title="Bonjour"></p>\n'
        '<input name="action">\n'
        "{{ x|safe }}\n"
    )
    faults = audit_templates(tmp_path)
    assert [fault.line for fault in faults] == list(range(1, 13))


def test_the_audit_lets_good_templates_pass(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(
        '{# a note #}<p class="a" title="{{ _("Hello") }}">{{ _("Hello") }} · 3 %</p>'
        '{% trans %}Some text{% endtrans %}{% if a %} data-b="{{ c }}" hidden{% endif %}'
        '<script type="module" src="{{ asset(\'a.js\') }}"></script>{{ ui.icon("check") }}'
    )
    assert [f for f in audit_templates(tmp_path) if "hidden" not in f.what] == []


def test_a_deployment_may_put_its_own_template_in_front(tmp_path: Path) -> None:
    (tmp_path / "onglet").mkdir()
    (tmp_path / "onglet" / "flashes.html").write_text("ours")
    with showing(Interface(overrides=tmp_path)):
        assert render("onglet/flashes.html") == "ours"


def test_a_message_travels_over_a_redirection() -> None:
    def save(request: Request) -> Response:
        return pages.redirect_or_refresh(request, "/next", message="Enregistré", kind="ok")

    plain = ask(save, "POST")
    assert (plain.status_code, plain.headers["location"]) == (303, "/next")
    kept = plain.cookies[cookies.FLASH_COOKIE]
    seen = ask(kit_answer, headers={"Cookie": f"{cookies.FLASH_COOKIE}={kept}"})
    assert "Enregistré" in LexborHTMLParser(seen.text).css_first("[data-flashes]").text()
    assert f'{cookies.FLASH_COOKIE}=""' in seen.headers["set-cookie"]
    assert ask(save, "POST", headers={"HX-Request": "true"}).headers["hx-redirect"] == "/next"


@pytest.mark.parametrize("cookie", ["", "%%%", "bm90IGpzb24=", "WzEsMl0=", "W10=", "é"])
def test_a_cookie_that_is_not_ours_says_nothing(cookie: str) -> None:
    answer = ask(kit_answer, headers={"Cookie": f"{cookies.FLASH_COOKIE}={cookie}".encode()})
    assert LexborHTMLParser(answer.text).css_first("[data-flashes]") is None


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example",
        "//elsewhere.example",
        "/\\elsewhere",
        "/a\nb",
        "javascript:a",
        "",
        "/a\tb",
    ],
)
def test_a_redirection_stays_on_the_site(url: str) -> None:
    assert not pages.is_local(url)


def test_messages_and_events_share_a_header() -> None:
    answer = pages.close_dialog(pages.toast(Response(), "Créé : été", "ok"))
    assert answer.headers["hx-trigger"].isascii()
    assert json.loads(answer.headers["hx-trigger"]) == {
        "toast": {"message": "Créé : été", "kind": "ok"},
        "dialog:close": {},
    }


def test_a_message_may_offer_to_take_back_what_it_tells() -> None:
    answer = pages.toast(Response(), "Supprimé", undo="/notes/1/restore")
    assert json.loads(answer.headers["hx-trigger"])["toast"]["undo"] == "/notes/1/restore"
    with pytest.raises(ValueError, match="stays on this site"):
        pages.toast(Response(), "Supprimé", undo="https://example.com/")


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("bad_request", 400),
        ("refused", 403),
        ("not_found", 404),
        ("conflict", 409),
        ("too_large", 413),
        ("expired", 419),
        ("too_many", 429),
        ("broken", 500),
        ("unavailable", 503),
    ],
)
def test_an_error_says_what_happened_as_page_card_and_toast(
    kind: errors.Trouble, status: int
) -> None:
    def fail(request: Request) -> Response:
        return errors.error_page(
            request, kind, reference="7F3K", retry_after=90 if status == 429 else 0
        )

    page = ask(fail)
    assert page.status_code == status
    assert LexborHTMLParser(page.text).css_first("h1").text()
    card = ask(fail, headers=PARTIAL)
    assert (card.status_code, "<html" in card.text, "7F3K" in card.text) == (status, False, True)
    write = ask(fail, "POST", headers=PARTIAL)
    assert write.headers["hx-reswap"] == "none"
    assert set(json.loads(write.headers["hx-trigger"])) == {
        "session:ended" if status == 419 else "toast"
    }


def test_a_refusal_names_the_right_and_who_grants_it() -> None:
    def fail(request: Request) -> Response:
        return errors.error_page(
            request,
            "refused",
            shell=sample_shell(),
            right="Supprimer les clients",
            granters=["Nora"],
        )

    text = LexborHTMLParser(ask(fail).text).css_first(".trouble").text()
    assert "Supprimer les clients" in text
    assert "Nora peut l’accorder." in text


def test_every_page_has_the_security_headers_and_is_not_stored() -> None:
    answer = ask(kit_answer)
    assert answer.headers["content-security-policy"].startswith(
        "default-src 'self'; base-uri 'none'"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["vary"] == "HX-Request-Type, Cookie"


def test_a_plugin_may_widen_images_but_never_scripts() -> None:
    assert "img-src 'self' https://tiles.example" in headers.policy(
        {"img-src": ["https://tiles.example"]}
    )
    for hosts in (
        {"script-src": ["https://x.example"]},
        {"img-src": ["x; script-src *"]},
        {"img-src": [""]},
    ):
        with pytest.raises(ValueError, match=r"widen|host"):
            headers.policy(hosts)


def test_public_files_are_not_told_to_vary_by_cookie() -> None:
    def answer(_request: Request) -> Response:
        return PlainTextResponse("x", headers={"Cache-Control": "public, max-age=5"})

    assert "cookie" not in ask(answer).headers.get("vary", "").lower()


def test_the_theme_is_kept_and_an_unknown_one_is_automatic() -> None:
    def choose(request: Request) -> Response:
        return cookies.set_theme(request, Response(), request.query_params["t"])

    assert ask(choose, params={"t": "dark"}).cookies[cookies.THEME_COOKIE] == "dark"
    assert ask(choose, params={"t": "<script>"}).cookies[cookies.THEME_COOKIE] == "auto"
