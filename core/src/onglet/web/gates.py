"""Rights on routes: `needs(...)`, `signed_in`, `public`. A route without one stops the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import Depends
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request  # noqa: TC002 - read by FastAPI at run time
from starlette.routing import BaseRoute, Route

from onglet.ui.i18n import speak_for
from onglet.web.context import current_record
from onglet.web.errors import Expired, NotFound, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class RightGate:
    """Lets through those who hold a right; on the record, when the address names one."""

    right: str

    async def __call__(self, request: Request) -> None:
        """Check the right before the handler runs; only a no takes a thread, to say who can help.

        Raises:
            Expired: when nobody is signed in.
            NotFound: when the record is not one that the actor may read.
            Refused: when the right is missing.
        """
        if request.state.visitor is None:
            raise Expired
        if "client_id" in request.path_params:
            record = current_record(request)
            if not record.holds_here(self.right):
                raise Refused(await run_in_threadpool(record.may_here, self.right))
            return
        access = request.state.unit.ask.access
        if not access.holds(self.right):
            raise Refused(await run_in_threadpool(access.may, self.right))


@dataclass(frozen=True, slots=True)
class SignedInGate:
    """Lets through anybody who is signed in."""

    async def __call__(self, request: Request) -> None:
        """Check that somebody is signed in.

        Raises:
            Expired: when nobody is.
        """
        if request.state.visitor is None:
            raise Expired


@dataclass(frozen=True, slots=True)
class PublicGate:
    """Lets everybody through: the route says so on purpose."""

    async def __call__(self) -> None:
        """Let everybody through."""


@dataclass(frozen=True, slots=True)
class PluginGate:
    """Answers as if nothing were there while the plugin is out of service."""

    plugin: str

    async def __call__(self, request: Request) -> None:
        """Name the plugin of the request, and check that it is in service.

        Raises:
            NotFound: when it is not.
        """
        request.state.plugin = self.plugin
        speak_for(self.plugin)
        if not request.app.state.host.is_on(self.plugin):
            raise NotFound


def needs(right: str) -> Any:
    """Give the dependency of a route that needs a right: `dependencies=[needs("...")]`."""
    return Depends(RightGate(right))


signed_in: Any = Depends(SignedInGate())
public: Any = Depends(PublicGate())


def gates_of(route: APIRoute) -> list[Any]:
    """List the gates that stand before a route."""
    kinds = (RightGate, SignedInGate, PublicGate)
    found = [dependency.dependency for dependency in route.dependencies]
    return [gate for gate in found if isinstance(gate, kinds)]


def every(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """Walk routes, those of included routers and mounted applications with them."""
    for route in routes:
        inner = getattr(route, "original_router", route)
        below = getattr(inner, "routes", None)
        if below:
            yield from every(below)
        else:
            yield route


def without_gate(routes: Iterable[BaseRoute]) -> Iterator[str]:
    """Name the routes that say neither who may use them nor that they are public."""
    for route in every(routes):
        if isinstance(route, APIRoute):
            if not gates_of(route):
                yield f"{','.join(sorted(route.methods or ()))} {route.path}"
        elif isinstance(route, Route):
            yield f"{route.path} (not a route of the units of work)"


def unknown_rights(routes: Iterable[BaseRoute], known: Iterable[str]) -> Iterator[str]:
    """Name the rights that routes need and nobody declares."""
    declared = set(known)
    for route in every(routes):
        if isinstance(route, APIRoute):
            for gate in gates_of(route):
                if isinstance(gate, RightGate) and gate.right not in declared:
                    yield f"{gate.right} ({route.path})"
