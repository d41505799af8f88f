"""The form of the card."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from example_loyalty.models import Points
from onglet.api import (
    CurrentForm,
    CurrentRecord,
    CurrentWork,
    UnitRoute,
    _,
    check,
    needs,
    see_other,
    show,
)

router = APIRouter(route_class=UnitRoute)


class Movement(BaseModel):
    """Points to give or to take."""

    points: Annotated[int, Field(ge=-10_000, le=10_000)]
    reason: Annotated[str, Field(min_length=1, max_length=200)]


@router.post("/points", dependencies=[needs("loyalty.points.edit")])
def add(request: Request, work: CurrentWork, record: CurrentRecord, sent: CurrentForm) -> Response:
    """Write points on the card; a form that is not right comes back as it was typed."""
    movement, form = check(Movement, sent)
    if movement is None:
        return show(
            request,
            record,
            "loyalty/form.html",
            title=_("Loyalty"),
            status=422,
            form=form,
            target=record.href("loyalty", "points"),
        )
    work.session.add(
        Points(
            client_id=record.client.id, points=movement.points, reason=movement.reason, at=work.now
        )
    )
    return see_other(request, record.href("loyalty"), message=_("Points written."))
