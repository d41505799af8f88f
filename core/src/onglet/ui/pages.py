"""Answers: a whole page in its shell, or the part of it that htmx asked for."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, RedirectResponse, Response

from onglet.ui.cookies import FLASH_COOKIE, flash, flashes_of
from onglet.ui.csrf import carrying
from onglet.ui.templating import render
from onglet.ui.views import Crumb, Shell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.requests import Request

    from onglet.ui.views import Kind

R = TypeVar("R", bound=Response)


def is_htmx(request: Request) -> bool:
    """Whether htmx sent the request, for a part or for a whole page."""
    return request.headers.get("HX-Request") == "true"


def wants_partial(request: Request) -> bool:
    """Whether only a part of the page is wanted; a restored history asks for the whole."""
    return request.headers.get("HX-Request-Type") == "partial"


def page(
    request: Request,
    template: str,
    shell: Shell,
    title: str,
    *,
    crumbs: Sequence[Crumb] = (),
    modules: Sequence[str] = (),
    frame: str = "",
    status: int = 200,
    **context: object,
) -> HTMLResponse:
    """A page in the shell, or its title and panel alone for a partial request.

    Args:
        request: to know which of the two is wanted.
        template: the panel; it is given `shell`, `title` and the context.
        shell: what surrounds it.
        title: of the browser's tab; the product's name is added.
        crumbs: the breadcrumb; without it, the title alone.
        modules: addresses of the JS modules that the panel needs (`asset(...)`).
        frame: a template drawn around the panel on whole pages only, given `panel` and the rest.
        status: 200, or 422 when a form comes back.
        **context: for panel and frame.
    """
    given = {"shell": shell, "title": title, **context}
    with carrying(shell.csrf):
        panel = render(template, **given)
        scripts = module_tags(modules)
        if wants_partial(request):
            return HTMLResponse(_title_of(request, title, shell) + panel + scripts, status)
        if frame:
            panel = render(frame, panel=panel, **given)
        html = render(
            "onglet/base.html",
            shell=_with_flashes(request, shell),
            title=title,
            full_title=full_title(title, shell),
            crumbs=crumbs or (Crumb(label=title),),
            content=panel,
            scripts=scripts,
            next_path=_path(request),
        )
    return _forgetting_flashes(request, HTMLResponse(html, status))


def quiet_page(
    request: Request,
    template: str,
    shell: Shell,
    title: str,
    *,
    status: int = 200,
    **context: object,
) -> HTMLResponse:
    """A page without menus: one card in the middle, for signing in and the like."""
    with carrying(shell.csrf):
        card = render(template, shell=shell, title=title, **context)
        if wants_partial(request):
            return HTMLResponse(card, status)
        html = render(
            "onglet/quiet.html",
            shell=_with_flashes(request, shell),
            full_title=full_title(title, shell),
            content=card,
            next_path=_path(request),
        )
    return _forgetting_flashes(request, HTMLResponse(html, status))


def fragment(
    template: str,
    *,
    title: str = "",
    status: int = 200,
    modules: Sequence[str] = (),
    **context: object,
) -> HTMLResponse:
    """A part of a page alone; a title changes the browser's tab too."""
    html = render(template, **context) + module_tags(modules)
    if title:
        html = Markup("<title>{}</title>").format(title) + html
    return HTMLResponse(html, status)


def partials(
    parts: Iterable[tuple[str, Markup]], *, keeps_focus: bool = False, status: int = 200
) -> HTMLResponse:
    """Several parts at once: pairs of a CSS selector and the HTML that goes inside it.

    With `keeps_focus` what is the same stays where it is, under the pointer or the keyboard: for
    parts that arrive while somebody may already be using them.
    """
    swap = "innerMorph" if keeps_focus else "innerHTML"
    pieces = (
        Markup('<hx-partial hx-target="{}" hx-swap="{}">{}</hx-partial>').format(where, swap, html)
        for where, html in parts
    )
    return HTMLResponse(Markup("").join(pieces), status)


def toast(response: R, message: str, kind: Kind = "ok", *, undo: str = "") -> R:
    """The answer, with a message that appears over the page when htmx receives it.

    With `undo`, an address of this site, the message offers to take back what was done: its
    button posts there. A message passes: what it offers must be within reach elsewhere too.

    Raises:
        ValueError: `undo` leaves this site.
    """
    detail: dict[str, object] = {"message": str(message), "kind": kind}
    if undo:
        if not is_local(undo):
            raise ValueError(f"what is taken back stays on this site, not {undo!r}")
        detail["undo"] = undo
    return trigger(response, "toast", detail)


def close_dialog(response: R) -> R:
    """The answer, which also closes the open dialog."""
    return trigger(response, "dialog:close", {})


def trigger(response: R, event: str, detail: dict[str, object]) -> R:
    """The answer, with one more browser event in its `HX-Trigger` header."""
    events: dict[str, object] = json.loads(response.headers.get("HX-Trigger", "{}"))
    events[event] = detail
    response.headers["HX-Trigger"] = json.dumps(events)
    return response


def redirect_or_refresh(
    request: Request, url: str, *, message: str = "", kind: Kind = "ok"
) -> Response:
    """After a write: 303 for a plain form, a new page for htmx; the message is shown there.

    Raises:
        ValueError: the address leaves this site.
    """
    if not is_local(url):
        raise ValueError(f"a redirect stays on this site, not {url!r}")
    answer: Response
    if is_htmx(request):
        answer = Response(status_code=200, headers={"HX-Redirect": url})
    else:
        answer = RedirectResponse(url, 303)
    if message:
        flash(request, answer, message, kind)
    return answer


def no_content(message: str = "", kind: Kind = "ok") -> Response:
    """Nothing to swap (204), with a message if one is given."""
    answer = Response(status_code=204)
    return toast(answer, message, kind) if message else answer


def is_local(url: str) -> bool:
    """Whether an address is a path of this site: what may be redirected to."""
    return (
        url.startswith("/")
        and not url.startswith(("//", "/\\"))
        and not any(ord(char) < 0x21 or char == "\\" for char in url)
    )


def full_title(title: str, shell: Shell) -> str:
    """The browser tab's title: the page's, then the product's."""
    return f"{title} · {shell.product}" if title != shell.product else title


def module_tags(modules: Iterable[str]) -> Markup:
    """Script tags for JS modules; a browser runs each once, however often it is sent."""
    return Markup("").join(
        Markup('<script type="module" src="{}"></script>').format(escape(src)) for src in modules
    )


def _title_of(request: Request, title: str, shell: Shell) -> Markup:
    """The part's title; a dialog lies over a page that keeps its own."""
    if request.headers.get("HX-Target", "").startswith("dialog"):
        return Markup("")
    return Markup("<title>{}</title>").format(full_title(title, shell))


def _path(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.url.path}{query}"


def _with_flashes(request: Request, shell: Shell) -> Shell:
    left = flashes_of(request)
    if not left:
        return shell
    return replace(shell, flashes=(*shell.flashes, *left))


def _forgetting_flashes(request: Request, response: HTMLResponse) -> HTMLResponse:
    if FLASH_COOKIE in request.cookies:
        response.delete_cookie(FLASH_COOKIE)
    return response
