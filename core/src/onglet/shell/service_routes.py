"""Addresses that are nobody's subject: health, theme, language, the kit."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from onglet.accounts.service import set_theme as keep_theme
from onglet.shell.health import report
from onglet.ui import pages
from onglet.ui.cookies import set_theme
from onglet.ui.i18n import LANGUAGES
from onglet.ui.kit import kit_dialog, kit_page
from onglet.web import (
    CurrentAsk,
    CurrentForm,
    CurrentHost,
    CurrentVisitor,
    CurrentWork,
    UnitRoute,
    public,
    signed_in,
)
from onglet.web.language import COOKIE
from onglet.web.pages import shell_for

router = APIRouter(route_class=UnitRoute)
A_YEAR_S = 365 * 24 * 3600


@router.get("/healthz", dependencies=[public])
def healthz(host: CurrentHost) -> Response:
    """Say whether database, migrations, storage, worker and plugins are well."""
    found = report(host)
    return JSONResponse(found.as_json(), 200 if found.is_ready else 503)


@router.get("/_kit", dependencies=[signed_in])
def kit(request: Request, ask: CurrentAsk) -> Response:
    """Show every component of the interface."""
    return kit_page(request, shell_for(request, ask))


@router.get("/_kit/dialog", dependencies=[signed_in])
def kit_sheet(request: Request, ask: CurrentAsk) -> Response:
    """Open the sample of a dialog."""
    return kit_dialog(request, shell_for(request, ask))


@router.get("/_kit/toast", dependencies=[signed_in])
def kit_message() -> Response:
    """Send the sample of a message."""
    return pages.no_content("Facture F-2026-0147 envoyée")


@router.post("/preferences/theme", dependencies=[public])
def choose_theme(
    request: Request, work: CurrentWork, visitor: CurrentVisitor, form: CurrentForm
) -> Response:
    """Choose light, dark, or what the system says; an account remembers it for other browsers."""
    if visitor is not None:
        keep_theme(work, form.get("theme"))
    return set_theme(request, _back(request, form.get("next")), form.get("theme"))


@router.post("/preferences/language", dependencies=[public])
def choose_language(request: Request, form: CurrentForm) -> Response:
    """Choose the language of this browser, for who has chosen none in their account."""
    response = _back(request, form.get("next"))
    if form.get("language") in LANGUAGES:
        response.set_cookie(COOKIE, form.get("language"), max_age=A_YEAR_S, samesite="lax")
    return response


def _back(request: Request, target: str) -> Response:
    return pages.redirect_or_refresh(request, target if pages.is_local(target) else "/")
