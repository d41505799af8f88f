"""The living page of the kit: every macro, drawn with values of an imaginary firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.ui.pages import page
from onglet.ui.samples import samples

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import HTMLResponse

    from onglet.ui.views import Shell


def kit_dialog(request: Request, shell: Shell) -> HTMLResponse:
    """The dialog that the kit's button opens."""
    return page(request, "onglet/kit/sample.html", shell, "Modifier", s=samples())


def kit_page(request: Request, shell: Shell) -> HTMLResponse:
    """Every component in one page, for those who write templates and for the tests."""
    return page(request, "onglet/kit.html", shell, "Kit", s=samples())
