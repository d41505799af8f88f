"""Requests of programs: a token of the API in `Authorization: Bearer`, and JSON in the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi.datastructures import DefaultPlaceholder
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from fastapi.routing import APIRoute
    from starlette.requests import Request

SCHEME: Final = "bearer"
API: Final = "/api/"


def token_in(request: Request) -> str | None:
    """Give the token that a request carries, perhaps empty; None when it carries none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == SCHEME else None


def is_for_programs(request: Request) -> bool:
    """Tell whether a refusal of this request is to be JSON."""
    return request.url.path.startswith(API) or token_in(request) is not None


def answers_json(route: APIRoute, request: Request) -> bool:
    """Tell whether a route is one that tokens open: of the API, or with a JSON class of its own."""
    if request.url.path.startswith(API):
        return True
    kind = route.response_class
    # Without a class of its own a route may answer a page: only its handler knows.
    return not isinstance(kind, DefaultPlaceholder) and issubclass(kind, JSONResponse)
