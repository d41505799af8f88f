"""Error pages: what happened, what is kept, what to do, and a reference; no blame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from starlette.responses import HTMLResponse, Response

from onglet.ui import pages
from onglet.ui.i18n import N_, gettext, ngettext
from onglet.ui.templating import render
from onglet.ui.views import Shell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

Trouble = Literal[
    "bad_request",
    "refused",
    "looking",
    "not_found",
    "conflict",
    "too_large",
    "expired",
    "too_many",
    "broken",
    "unavailable",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    status: int
    icon: str
    title: str
    happened: str
    kept: str
    todo: str


_TOLD: dict[str, _Told] = {
    "bad_request": _Told(
        status=400,
        icon="help-circle",
        title=N_("This request could not be read"),
        happened=N_("The address or the form that was sent is not one that we know."),
        kept=N_("Nothing was changed."),
        todo=N_("Go back and try again from the page you came from."),
    ),
    "refused": _Told(
        status=403,
        icon="lock",
        title=N_("You do not have this right"),
        happened=N_("Your profile does not allow this."),
        kept=N_("Nothing was changed."),
        todo=N_("Ask an administrator for this right."),
    ),
    "looking": _Told(
        status=403,
        icon="eye",
        title=N_("You are only looking"),
        happened=N_("You are seeing the screens as another profile: nothing can be changed."),
        kept=N_("Nothing was changed."),
        todo=N_("Go back to your own rights, with the button at the top of each page, to work."),
    ),
    "not_found": _Told(
        status=404,
        icon="search",
        title=N_("This page does not exist"),
        happened=N_("There is nothing at this address, or you do not have access to it."),
        kept="",
        todo=N_("Check the address, or look for what you need with the search."),
    ),
    "conflict": _Told(
        status=409,
        icon="git-merge",
        title=N_("Somebody changed this meanwhile"),
        happened=N_("Another person saved this record after you opened it."),
        kept=N_("Their changes are kept; yours are not saved yet."),
        todo=N_("Reload to see what changed, then save again."),
    ),
    "too_large": _Told(
        status=413,
        icon="file-alert",
        title=N_("This is too large"),
        happened=N_("What was sent is larger than what is accepted here."),
        kept=N_("Nothing was changed."),
        todo=N_("Shorten the text or choose a smaller file, then try again."),
    ),
    "expired": _Told(
        status=419,
        icon="clock-pause",
        title=N_("Your session has ended"),
        happened=N_("You were signed out because nothing happened for a while."),
        kept=N_("What you typed is still on your device, in this browser."),
        todo=N_("Sign in again, then go back to your form."),
    ),
    "too_many": _Told(
        status=429,
        icon="hourglass",
        title=N_("Too many attempts"),
        happened=N_("This was asked too often in a short time."),
        kept=N_("Nothing was changed."),
        todo=N_("Wait a moment before trying again."),
    ),
    "broken": _Told(
        status=500,
        icon="alert-triangle",
        title=N_("Something went wrong here"),
        happened=N_("The page could not be made; the fault is ours and it was recorded."),
        kept=N_("What was saved before is safe; the last action was not done."),
        todo=N_("Try again. If it goes on, give the reference below to your administrator."),
    ),
    "unavailable": _Told(
        status=503,
        icon="cloud",
        title=N_("Not available for the moment"),
        happened=N_("The service is starting, or is under maintenance."),
        kept=N_("What was saved before is safe."),
        todo=N_("Try again in a moment."),
    ),
}


def error_page(
    request: Request,
    kind: Trouble,
    *,
    shell: Shell | None = None,
    reference: str = "",
    message: str = "",
    right: str = "",
    granters: Sequence[str] = (),
    request_href: str = "",
    asks_owner: bool = False,
    retry_after: int = 0,
    details: str = "",
) -> Response:
    """The answer to a failure: a page, a card for a partial, or a toast for a write by htmx.

    Args:
        request: to know which form the answer takes.
        kind: what went wrong; it fixes the status.
        shell: with a person signed in the page stays in its shell, otherwise it is bare.
        reference: what to give to an administrator. A 404 has none: all look the same.
        message: says what happened in better words than the general ones.
        right: the label of the missing right.
        granters: names of those who can grant it.
        request_href: where to ask for it.
        asks_owner: it is the owner of the record who can give it.
        retry_after: seconds, for 429 and 503.
        details: a trace, for those who may see it.
    """
    told = _TOLD[kind]
    shell = shell or Shell()
    context: dict[str, Any] = {
        "told": told,
        "title": gettext(told.title),
        "happened": message or gettext(told.happened),
        "kept": gettext(told.kept) if told.kept else "",
        "todo": _todo(told, granters, retry_after),
        "reference": reference,
        "right": right,
        "request_href": request_href,
        "asks_owner": asks_owner,
        "details": details,
        "kind": kind,
        "retry_href": request.url.path if request.method == "GET" else "",
        "sign_in_href": shell.sign_in_href,
        "home_href": shell.home_href,
    }
    response = _answer(request, shell, told.status, context)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _answer(request: Request, shell: Shell, status: int, context: dict[str, Any]) -> Response:
    partial = pages.wants_partial(request)
    if partial and request.method != "GET":
        response: Response = Response(status_code=status, headers={"HX-Reswap": "none"})
        if status == 419:
            return pages.trigger(response, "session:ended", {"href": shell.sign_in_href})
        said = f"{context['happened']} {context['todo']}"
        if context["reference"]:
            said = f"{said} ({context['reference']})"
        return pages.toast(response, said, "bad")
    if partial:
        return HTMLResponse(render("onglet/error.html", whole=False, **context), status)
    title = str(context.pop("title"))
    made = pages.page if shell.user else pages.quiet_page
    return made(request, "onglet/error.html", shell, title, status=status, whole=True, **context)


def _todo(told: _Told, granters: Sequence[str], retry_after: int) -> str:
    if granters:
        return ngettext(
            "%(names)s can grant it.",
            "%(names)s can grant it.",
            len(granters),
            names=", ".join(granters),
        )
    if retry_after >= 60:
        minutes = -(-retry_after // 60)
        return ngettext("Try again in a minute.", "Try again in %(num)s minutes.", minutes)
    if retry_after:
        return ngettext("Try again in a second.", "Try again in %(num)s seconds.", retry_after)
    return gettext(told.todo)
