"""The address that fills the numbers of the left menu once a page is there."""

from fastapi import APIRouter
from starlette.responses import Response

from onglet.shell.frame import line_of
from onglet.shell.menu_badges import menu_badges
from onglet.ui.pages import partials
from onglet.ui.templating import render
from onglet.web import CurrentAsk, CurrentHost, UnitRoute, signed_in

router = APIRouter(route_class=UnitRoute)


@router.get("/-/menu", dependencies=[signed_in])
def fill_menu(host: CurrentHost, ask: CurrentAsk) -> Response:
    """Give the numbers, each for its line."""
    return partials(
        (f"#menu-{line_of(key)}", render("onglet/menu_badge.html", badge=badge))
        for key, badge in menu_badges(host, ask).items()
    )
