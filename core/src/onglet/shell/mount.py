"""Mounting plugins' own addresses, after checking that each route names its right."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from fastapi import Depends
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Route

from onglet.host.reasons import NONE, Reason, reason
from onglet.ui.i18n import N_
from onglet.web.gates import PluginGate, unknown_rights, without_gate
from onglet.web.route import UnitRoute

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastapi import APIRouter, FastAPI

    from onglet.host.host import Host
    from onglet.host.load import Loaded

log = logging.getLogger("onglet.plugins")


class UnguardedRouteError(Exception):
    """Routes that name neither a right nor that they are public."""

    def __init__(self, routes: list[str]) -> None:
        super().__init__(
            f"These routes name neither a right nor that they are public: {'; '.join(routes)}"
        )


def mount_plugins(app: FastAPI, host: Host) -> None:
    """Mount every loaded plugin's routers; one whose routes are not sound is refused whole."""
    for loaded in host.loaded.plugins:
        if loaded.routers is None:
            continue
        fault = _fault(loaded, host)
        if fault:
            log.error("%s is refused: %s", loaded.name, fault)
            host.refuse(loaded.name, fault)
            continue
        _include(app, loaded)


def audit(app: FastAPI, host: Host) -> None:
    """Stop the start when a route of the core names no right, or one that nobody declares.

    Raises:
        UnguardedRouteError: naming them.
    """
    described = [route for route in app.router.routes if not _is_schema(route, app)]
    faults = [*without_gate(described)]
    faults += unknown_rights(app.router.routes, host.loaded.catalogue)
    if faults:
        raise UnguardedRouteError(faults)


def _is_schema(route: BaseRoute, app: FastAPI) -> bool:
    """Tell whether a route only describes the API: it holds nobody's data."""
    return isinstance(route, Route) and route.path == app.openapi_url


def _routers(loaded: Loaded) -> Iterable[tuple[APIRouter, str]]:
    routers = loaded.routers
    if routers is None:
        return
    if routers.client is not None:
        yield routers.client, f"/clients/{{client_id}}/{loaded.name}"
    if routers.plugin is not None:
        yield routers.plugin, f"/{loaded.name}"
    if routers.api is not None:
        yield routers.api, f"/api/v1/{loaded.name}"


def _fault(loaded: Loaded, host: Host) -> Reason:
    for router, prefix in _routers(loaded):
        bare = [*without_gate(router.routes)]
        if bare:
            return reason(
                N_("Routes without a right under %(prefix)s: %(routes)s"),
                prefix=prefix,
                routes="; ".join(bare),
            )
        strange = [*unknown_rights(router.routes, host.loaded.catalogue)]
        if strange:
            return reason(N_("Rights that nobody declares: %(rights)s"), rights="; ".join(strange))
        for route in router.routes:
            if isinstance(route, APIRoute) and not isinstance(route, UnitRoute):
                return reason(
                    N_("%(route)s needs route_class=UnitRoute"), route=f"{prefix}{route.path}"
                )
    return NONE


def _include(app: FastAPI, loaded: Loaded) -> None:
    gate = Depends(PluginGate(loaded.name))
    for router, prefix in _routers(loaded):
        in_schema = prefix.startswith("/api/")
        app.include_router(router, prefix=prefix, dependencies=[gate], include_in_schema=in_schema)
