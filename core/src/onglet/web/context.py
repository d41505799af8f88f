"""What handlers ask for: the question or the write, the record, the form, the host."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from onglet.contributions import Actor, Ask, Record, TabLevel, Work
from onglet.db.identifiers import is_public_id
from onglet.host.host import Host
from onglet.host.names import CORE
from onglet.ui.reading import Form, form_of, form_with_files
from onglet.web.errors import NotFound
from onglet.web.visitor import Visitor
from onglet.work.unit import record_of


def plugin_of(request: Request) -> str:
    """Give the plugin whose address is asked, the core's own name elsewhere."""
    return getattr(request.state, "plugin", CORE)


async def current_host(request: Request) -> Host:
    """Give the host of this process."""
    host: Host = request.app.state.host
    return host


async def current_visitor(request: Request) -> Visitor | None:
    """Give who is signed in, None on public pages."""
    visitor: Visitor | None = request.state.visitor
    return visitor


async def current_ask(request: Request) -> Ask:
    """Give the question of this request."""
    ask: Ask = request.state.unit.ask
    return ask if ask.plugin == plugin_of(request) else replace(ask, plugin=plugin_of(request))


async def current_work(request: Request) -> Work:
    """Give the write of this request.

    Raises:
        RuntimeError: on a safe method, which never writes.
    """
    work: Work | None = request.state.unit.work
    if work is None:
        raise RuntimeError("A GET request cannot write: use POST, PUT, PATCH or DELETE.")
    return work if work.plugin == plugin_of(request) else replace(work, plugin=plugin_of(request))


async def current_actor(request: Request) -> Actor:
    """Give who acts."""
    actor: Actor = request.state.unit.ask.actor
    return actor


def read_client(request: Request, ask: Ask) -> None:
    """Read the client that the address names, if it names one, for those who are signed in.

    Done where the unit is opened, so that nobody waits for another thread to ask this alone.
    """
    request.state.record = request.state.client = None
    public_id = request.path_params.get("client_id")
    # A NUL would reach PostgreSQL, which refuses it: only what can be one is looked for.
    if request.state.visitor is not None and public_id and is_public_id(public_id):
        request.state.client = request.app.state.find_client(ask, public_id)


async def asked_record(request: Request) -> Record:
    """Give the record of the address, which was read with the unit."""
    return current_record(request)


def current_record(request: Request) -> Record:
    """Give the record whose public identifier is in the address.

    Raises:
        NotFound: when there is none, or none that the actor may read.
    """
    known: Record | None = getattr(request.state, "record", None)
    if known is None:
        ask: Ask = request.state.unit.ask
        view = request.state.client
        if view is None or _is_below_closed_tab(request, ask):
            raise NotFound
        known = record_of(ask, view, plugin=plugin_of(request), query=dict(request.query_params))
        request.state.record = known
    return known


def _is_below_closed_tab(request: Request, ask: Ask) -> bool:
    """Tell whether the address is one under a tab that the actor's profile does not open.

    The address of a locked tab itself says so; whatever lies below is as if it were not.
    """
    _clients, _key, slug, *below = (*request.url.path.strip("/").split("/"), "", "")[:5]
    level = ask.actor.tab_level(slug)
    return level is TabLevel.HIDDEN or (level is TabLevel.LOCKED and any(below))


CurrentHost = Annotated[Host, Depends(current_host)]
CurrentVisitor = Annotated[Visitor | None, Depends(current_visitor)]
CurrentAsk = Annotated[Ask, Depends(current_ask)]
CurrentWork = Annotated[Work, Depends(current_work)]
CurrentActor = Annotated[Actor, Depends(current_actor)]
CurrentRecord = Annotated[Record, Depends(asked_record)]
CurrentForm = Annotated[Form, Depends(form_of)]

__all__ = [
    "CurrentActor",
    "CurrentAsk",
    "CurrentForm",
    "CurrentHost",
    "CurrentRecord",
    "CurrentVisitor",
    "CurrentWork",
    "current_record",
    "form_with_files",
    "plugin_of",
]
