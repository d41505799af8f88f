"""The route class that opens one unit of work per request, commits it, and retries conflicts.

The handler runs in the unit; a safe method reads and is rolled back, another writes and is
committed before the answer leaves. (A dependency that yields cannot do this: it ends after the
answer has left, so that a failed commit would have been answered 200.)
"""

from __future__ import annotations

import random
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from anyio import sleep
from fastapi.routing import APIRoute
from sqlalchemy.orm.exc import StaleDataError
from starlette.background import BackgroundTask, BackgroundTasks
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from onglet.db.engine import is_conflict
from onglet.db.identifiers import may_name_something
from onglet.ui.csrf import carrying
from onglet.ui.i18n import speaking
from onglet.web.bearer import answers_json
from onglet.web.context import read_client
from onglet.web.csrf import check_origin
from onglet.web.errors import Conflict, Looking, NotFound, PagesOnly
from onglet.web.language import strangers_locale

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Message

    from onglet.host.host import Host
    from onglet.work.unit import Unit

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
TRIES: Final = 3
PAUSE_S: Final = 0.05
BODY_LIMIT: Final = 32_000_000

LEAVING: Final = frozenset({"/looking/end", "/sign-out"})
"""What somebody who sees the screens as another profile may still send."""

Handler = Callable[[Request], Coroutine[Any, Any, "Response"]]


class UnitRoute(APIRoute):
    """A route whose handler runs in one unit of work."""

    def get_route_handler(self) -> Handler:
        """Wrap the handler that FastAPI makes."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if request.method in SAFE:
                return await _in_unit(self, inner, request, write=False)
            body = await _body(request)
            request.state.body = body  # whoever must sign in again gets what they typed back
            for attempt in range(1, TRIES + 1):
                try:
                    return await _in_unit(self, inner, _again(request, body), write=True)
                except StaleDataError as error:
                    raise Conflict from error
                except Exception as error:
                    if attempt == TRIES or not is_conflict(error):
                        raise
                await sleep(PAUSE_S * attempt * (1 + random.random()))  # noqa: S311 - jitter
            raise AssertionError("unreachable")

        return handle


class OwnUnitsRoute(APIRoute):
    """A route whose unit only reads, and whose handler writes in units of its own (`host.units`).

    For what must not hold the write lock while it works (hashing a password takes long on
    purpose), or must be kept although the answer is a no (a counted try). It runs once.
    """

    asks_token = True

    def get_route_handler(self) -> Handler:
        """Wrap the handler that FastAPI makes."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if request.method in SAFE:
                return await _in_unit(self, inner, request, write=False)
            body = await _body(request)
            request.state.body = body
            return await _in_unit(
                self, inner, _again(request, body), write=False, asks_token=self.asks_token
            )

        return handle


class DoorRoute(OwnUnitsRoute):
    """A page of the door, drawn for whoever has no session: the origin of its form decides alone.

    The token of a session that began meanwhile, in another tab, could not be in it.
    """

    asks_token = False


async def _in_unit(
    route: APIRoute, inner: Handler, request: Request, *, write: bool, asks_token: bool = True
) -> Response:
    host: Host = request.app.state.host
    _drop_nuls(request)
    unit = await run_in_threadpool(_open, host, request, write)
    request.state.unit = unit
    try:
        with ExitStack() as stack:
            actor = unit.ask.actor
            visitor = request.state.visitor
            stack.enter_context(speaking(locale=actor.locale, zone=actor.zone))
            stack.enter_context(carrying(visitor.csrf if visitor else ""))
            if visitor and visitor.shows_token:
                if not answers_json(route, request):
                    raise PagesOnly
            elif request.method not in SAFE:
                await check_origin(request, asks_token=asks_token)
                if visitor and visitor.looking and request.url.path not in LEAVING:
                    raise Looking(visitor.looking)
            if not all(may_name_something(str(part)) for part in request.path_params.values()):
                raise NotFound
            response = await inner(request)
            if write:
                await run_in_threadpool(unit.commit)
    finally:
        await run_in_threadpool(unit.close)
    _add_tasks(request, response)
    return response


def _drop_nuls(request: Request) -> None:
    """Read the question as if no NUL stood in it, as forms are: PostgreSQL takes none."""
    query: bytes = request.scope["query_string"]
    while b"%00" in query:
        query = query.replace(b"%00", b"")
    request.scope["query_string"] = query


def _open(host: Host, request: Request, write: bool) -> Unit:
    """Find who asks and open the unit, both on one connection."""
    engine = host.database.writes if write else host.database.reads
    connection = engine.connect()
    try:
        visitor = request.app.state.doorman(request, connection)
        request.state.visitor = visitor
        if visitor is not None:
            host.refresh(visitor.generation)
            actor = visitor.actor
            shelf = host.shelf(visitor.generation)
        else:
            host.keep_up()
            actor = host.stranger(strangers_locale(request))
            shelf = None
        unit = host.units.open(actor, write=write, connection=connection, shelf=shelf)
        read_client(request, unit.ask)
    except BaseException:
        connection.close()
        raise
    return unit


def _add_tasks(request: Request, response: Response) -> None:
    tasks = list(getattr(request.state, "after", ()))
    visitor = request.state.visitor
    if visitor is not None and visitor.after is not None:
        tasks.append(visitor.after)
    if not tasks:
        return
    known = response.background
    response.background = BackgroundTasks(
        [*([known] if known else []), *(BackgroundTask(task) for task in tasks)]
    )


async def _body(request: Request) -> bytes:
    """Read the body once, so that a retried handler finds it again."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > BODY_LIMIT:
            break
        chunks.append(chunk)
    return b"".join(chunks)


def _again(request: Request, body: bytes) -> Request:
    """Give the request as if its body had just arrived."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(request.scope, receive, request._send)
