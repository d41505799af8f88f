"""Answers of handlers: a page in the shell, a quiet page, or going elsewhere after a write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onglet.ui import pages as ui_pages
from onglet.ui.views import Shell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from onglet.contributions import Ask
    from onglet.ui.views import Crumb, Kind


def shell_for(request: Request, ask: Ask) -> Shell:
    """Give what surrounds the page: empty for a part of a page, which is drawn without it."""
    if ui_pages.wants_partial(request):
        visitor = request.state.visitor
        return Shell(csrf=visitor.csrf if visitor else "")
    shell: Shell = request.app.state.frame(request, ask)
    return shell


def show(
    request: Request,
    ask: Ask,
    template: str,
    *,
    title: str,
    crumbs: Sequence[Crumb] = (),
    modules: Sequence[str] = (),
    frame: str = "",
    status: int = 200,
    **context: Any,
) -> Response:
    """Give a page in the shell, or its part alone when htmx asks for a part."""
    return ui_pages.page(
        request,
        template,
        shell_for(request, ask),
        title,
        crumbs=crumbs,
        modules=modules,
        frame=frame,
        status=status,
        ask=ask,
        **context,
    )


def quiet(
    request: Request, template: str, *, title: str, status: int = 200, **context: Any
) -> Response:
    """Give a page without menus: one card in the middle."""
    shell: Shell = request.app.state.bare(request)
    return ui_pages.quiet_page(request, template, shell, title, status=status, **context)


def see_other(request: Request, href: str, *, message: str = "", kind: Kind = "ok") -> Response:
    """Go elsewhere after a write: 303 for a plain form, a new page for htmx, with a message."""
    return ui_pages.redirect_or_refresh(request, href, message=message, kind=kind)
