"""Drawing refusals and failures: a page, a part of a page, or problem+json for the API."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from onglet.accounts.routes.sign_in import sign_in_again
from onglet.host.failures import failure_of, new_reference
from onglet.host.names import CORE
from onglet.rights.explain import sentence
from onglet.shell.frame import bare, frame
from onglet.shell.labels import right_label
from onglet.ui.errors import error_page
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import speaking
from onglet.ui.pages import is_htmx, wants_partial
from onglet.ui.reading import FormRefused
from onglet.web.bearer import is_for_programs
from onglet.web.errors import (
    Conflict,
    Expired,
    Forged,
    Looking,
    NotFound,
    PagesOnly,
    Refused,
    Stale,
    UnknownToken,
    WebError,
)
from onglet.web.language import strangers_locale
from onglet.web.route import SAFE

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

    from onglet.contributions import Record, Verdict
    from onglet.ui.errors import Trouble
    from onglet.ui.views import Shell

log = logging.getLogger("onglet.web")

KINDS: dict[type[Exception], tuple[Trouble, int]] = {
    NotFound: ("not_found", 404),
    Refused: ("refused", 403),
    Conflict: ("conflict", 409),
    Expired: ("expired", 419),
    Stale: ("expired", 419),
    Forged: ("refused", 403),
    UnknownToken: ("expired", 401),
    PagesOnly: ("refused", 403),
    Looking: ("looking", 403),
}
BY_STATUS: dict[int, Trouble] = {
    400: "bad_request",
    403: "refused",
    404: "not_found",
    405: "not_found",
    413: "too_large",
    429: "too_many",
    503: "unavailable",
}


def add_handlers(app: FastAPI) -> None:
    """Make the application draw every refusal and failure."""
    app.add_exception_handler(WebError, _web_error)
    app.add_exception_handler(FormRefused, _form_refused)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(Exception, broken)


async def _web_error(request: Request, error: Exception) -> Response:
    if _may_sign_in_first(request, error):
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/sign-in?next={quote(request.url.path + query, safe='')}", 303)
    if isinstance(error, Expired) and not is_for_programs(request) and not is_htmx(request):
        with speaking(locale=_locale(request)):
            kept = await sign_in_again(request)
        if kept is not None:
            return kept
    kind, status = KINDS.get(type(error), ("bad_request", 400))
    verdict = error.verdict if isinstance(error, Refused) else None
    record = getattr(request.state, "record", None)
    return _answer(
        request,
        kind,
        401 if kind == "expired" and is_for_programs(request) else status,
        message=_said(request, error),
        right=_right(request, verdict),
        granters=verdict.granters if verdict is not None else (),
        request_href=_asking(record, verdict) if record is not None and verdict is not None else "",
        asks_owner=verdict is not None and verdict.share_helps,
    )


def _said(request: Request, error: Exception) -> str:
    """Give the words that replace the general ones, in the reader's language."""
    with speaking(locale=_locale(request)):
        if isinstance(error, Looking):
            return _(
                "You are seeing the screens as %(profile)s: nothing can be changed.",
                profile=str(error),
            )
        if isinstance(error, UnknownToken):
            return _("This token is unknown, revoked, or too old. Make another one.")
        if isinstance(error, PagesOnly):
            return _("Tokens open the API only. This address is for people who sign in.")
    if isinstance(error, Refused) and not error.verdict.reason:
        return sentence(error.verdict.because)
    return str(error)


def _right(request: Request, verdict: Verdict | None) -> str:
    if verdict is None or not verdict.right:
        return ""
    with speaking(locale=_locale(request)):
        return right_label(request.app.state.host, verdict.right)


def _asking(record: Record, verdict: Verdict) -> str:
    """Give where to ask for a right on a record that the actor may read."""
    if verdict.reason or not verdict.because:  # a rule of somebody's, not a right that lacks
        return ""
    return f"{record.href('-', 'access')}?{urlencode({'right': verdict.right})}"


def _may_sign_in_first(request: Request, error: Exception) -> bool:
    """Tell whether a plain page was asked for by somebody who only needs to sign in."""
    plain = request.method in SAFE and not is_for_programs(request) and not wants_partial(request)
    return isinstance(error, Expired) and plain


async def _form_refused(request: Request, error: Exception) -> Response:
    refused = error if isinstance(error, FormRefused) else FormRefused(400, "")
    kind: Trouble = "too_large" if refused.status == 413 else "bad_request"
    return _answer(request, kind, refused.status, message=refused.message)


async def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _answer(request, BY_STATUS.get(status, "bad_request"), status)


async def _unreadable(request: Request, error: Exception) -> Response:
    """Answer what FastAPI could not read: in an address there is nothing of that name."""
    refused = error if isinstance(error, RequestValidationError) else RequestValidationError([])
    if any(one["loc"][0] == "path" for one in refused.errors()):
        return _answer(request, "not_found", 404)
    if is_for_programs(request):
        return await request_validation_exception_handler(request, refused)
    return _answer(request, "bad_request", 400)


async def broken(request: Request, error: Exception) -> Response:
    """Answer a failure of ours, or of a plugin's own page, with a reference and no details."""
    host = request.app.state.host
    plugin = getattr(request.state, "plugin", CORE)
    reference = getattr(request.state, "reference", "")
    if not reference and plugin != CORE:
        failure = failure_of(plugin, request.url.path, error, host.clock(), 0)
        host.note(failure)
        reference = failure.reference
    reference = reference or new_reference()
    log.error("%s %s failed (%s)", request.method, request.url.path, reference, exc_info=error)
    return _answer(request, "broken", 500, reference=reference)


def _answer(request: Request, kind: Trouble, status: int, **words: Any) -> Response:
    with speaking(locale=_locale(request)):
        if is_for_programs(request):
            return _problem(kind, status, **words)
        return error_page(request, kind, shell=_shell(request), **words)


def _locale(request: Request) -> str:
    visitor = getattr(request.state, "visitor", None)
    if visitor is not None:
        return str(visitor.actor.locale)
    try:
        return strangers_locale(request)
    except Exception:
        log.exception("the language of an error page")
        return str(request.app.state.host.config.locale)


def _shell(request: Request) -> Shell:
    """Give the usual frame when somebody is signed in and the database answers."""
    visitor = getattr(request.state, "visitor", None)
    if visitor is None:
        return bare(request)
    try:
        with request.app.state.host.units.reading(visitor.actor) as ask:
            return frame(request, ask)
    except Exception:
        log.exception("the frame of an error page")
        return bare(request)


def _problem(kind: Trouble, status: int, **words: Any) -> Response:
    body = {"type": f"about:blank#{kind}", "status": status, "title": kind.replace("_", " ")}
    if words.get("message"):
        body["detail"] = words["message"]
    if words.get("reference"):
        body["reference"] = words["reference"]
    if words.get("right"):
        body["right"] = words["right"]
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(body, status, headers=headers, media_type="application/problem+json")
