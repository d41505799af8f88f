"""The application: the subjects' addresses, the plugins', and what draws errors."""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Final

from anyio import to_thread
from fastapi import FastAPI
from fastapi.routing import APIRoute

from onglet import __version__
from onglet.accounts.doorman import doorman
from onglet.clients.view import client_view
from onglet.shell.errors import add_handlers
from onglet.shell.frame import bare, frame
from onglet.shell.mount import audit, mount_plugins
from onglet.shell.staffing import make_staff
from onglet.shell.visits import Visits
from onglet.ui.headers import SecurityHeaders

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import APIRouter

    from onglet.host.host import Host

ROUTERS: Final = (
    "onglet.shell.service_routes",
    "onglet.accounts.routes",
    "onglet.settings.routes",
    "onglet.shell.search_routes",
    "onglet.shell.menu_routes",
    "onglet.clients.list_routes",
    "onglet.clients.list_bulk_routes",
    "onglet.shell.plugin_routes",
    "onglet.shell.health_routes",
    "onglet.shell.notification_routes",
    "onglet.sharing.routes",
    "onglet.fields.routes",
    "onglet.clients.routes",
    "onglet.contacts.list_routes",
    "onglet.contacts.routes",
    "onglet.addresses.routes",
    "onglet.consent.routes",
    "onglet.score.routes",
)
"""Modules that offer a `router`, in the order in which addresses are tried."""

API: Final = "onglet.accounts.routes.api"
"""The core's own addresses for programs, described in the schema."""

GRACE_S: Final = 10.0
"""How long running jobs may take to end when the server stops."""

RECORD: Final = "onglet.shell.record_routes"
"""Last: its addresses hold a place for any tab."""


def create_app(host: Host) -> FastAPI:
    """Give the application over a host.

    Raises:
        UnguardedRouteError: when a route of the core names no right.
    """

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = host.config.threads
        staff = make_staff(host) if host.config.embedded_worker else None
        if staff is not None:
            staff.start()
        host.warming.start()
        yield
        if staff is not None:
            staff.stop(GRACE_S)
        host.close()

    app = FastAPI(
        title="Onglet",
        version=__version__,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.host = host
    app.state.doorman = doorman
    app.state.find_client = client_view
    app.state.frame = frame
    app.state.bare = bare
    app.state.visits = Visits()
    for name in ROUTERS:
        _add(app, name)
    app.include_router(import_module(API).router)
    mount_plugins(app, host)
    _add(app, RECORD)
    app.mount("/static", host.interface.assets)
    add_handlers(app)
    audit(app, host)
    app.add_middleware(SecurityHeaders, hosts=lambda: hosts_of(host))
    return app


def _add(app: FastAPI, module: str) -> None:
    """Add a module's addresses as they are: including a router works each of them out anew."""
    router: APIRouter = import_module(module).router
    for route in router.routes:
        if isinstance(route, APIRoute):
            route.include_in_schema = False
        app.router.routes.append(route)


def hosts_of(host: Host) -> dict[str, tuple[str, ...]]:
    """Give the sources that tabs declared for their pictures."""
    hosts = {name for placed in host.registry().tabs for name in placed.item.hosts}
    return {"img-src": tuple(sorted(hosts))} if hosts else {}
