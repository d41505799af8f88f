"""Seeing the screens as a profile, for administrators: beginning and ending."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from onglet.accounts import browser, looking, queries
from onglet.contributions import Verdict
from onglet.ui.i18n import gettext as _
from onglet.web import (
    CurrentVisitor,
    CurrentWork,
    NotFound,
    Refused,
    UnitRoute,
    needs,
    see_other,
    signed_in,
)

router = APIRouter(route_class=UnitRoute)


@router.post("/settings/profiles/{profile_id}/look", dependencies=[needs("core.profile.manage")])
def begin(
    request: Request, work: CurrentWork, visitor: CurrentVisitor, profile_id: str
) -> Response:
    """See the screens as a profile shows them."""
    profile = queries.find_profile(work, profile_id)
    if profile is None or visitor is None or visitor.session_id is None:
        raise NotFound
    if not work.actor.all_rights:
        said = _("Only an administrator sees the screens as another profile.")
        raise Refused(Verdict(allowed=False, reason=said))
    looking.start_look(
        work,
        profile.id,
        session_id=visitor.session_id,
        address=browser.address_of(request),
    )
    return see_other(request, browser.HOME)


@router.post("/looking/end", dependencies=[signed_in])
def end(request: Request, work: CurrentWork, visitor: CurrentVisitor) -> Response:
    """Go back to one's own rights."""
    if visitor is None or visitor.session_id is None:
        raise NotFound
    if looking.end_look(work, visitor.session_id):
        return see_other(
            request, "/settings/profiles", message=_("You have your own rights again.")
        )
    return see_other(request, browser.HOME)
