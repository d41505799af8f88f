"""What programs ask of accounts: whose token this is, and what it lets them do."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from onglet.web import CurrentAsk, CurrentHost, CurrentVisitor, NotFound, UnitRoute, signed_in

router = APIRouter(route_class=UnitRoute, prefix="/api/v1", tags=["account"])


@router.get("/me", dependencies=[signed_in], response_class=JSONResponse)
def show_me(ask: CurrentAsk, host: CurrentHost, visitor: CurrentVisitor) -> dict[str, Any]:
    """Give who asks, and how far each right reaches for them."""
    if visitor is None:
        raise NotFound
    catalogue = host.loaded.catalogue
    reaches = {key: catalogue.reach(ask.actor, key).name.lower() for key in sorted(catalogue)}
    return {
        "id": visitor.public_id,
        "name": ask.actor.name,
        "email": ask.actor.email,
        "profile": ask.actor.profile_name,
        "rights": reaches,
    }
