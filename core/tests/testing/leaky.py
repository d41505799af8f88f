"""A plugin that leaks in every way that the walk looks for, and one that leaks in none."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from fastapi import APIRouter
from sqlalchemy import func, select
from starlette.responses import PlainTextResponse, Response

from onglet.api import (
    Ask,
    Badge,
    CurrentAsk,
    CurrentForm,
    CurrentRecord,
    CurrentWork,
    Figure,
    Hit,
    NavItem,
    NotFound,
    Panel,
    Pin,
    PinValue,
    Plugin,
    Record,
    Refused,
    Routers,
    SearchQuery,
    SearchSource,
    Statistic,
    StatisticAsk,
    Tab,
    Unit,
    UnitRoute,
    Verdict,
    hookimpl,
    needs,
    signed_in,
    unrestricted,
)
from onglet.clients.models import Client
from onglet.contacts.models import ClientPerson, Person

READ = "core.client.read"
EDIT = "core.client.edit"
CLIENT = Client.__table__.c

client = APIRouter(route_class=UnitRoute)
plugin = APIRouter(route_class=UnitRoute)


def sinful(ask: Ask, query: Any) -> list[Any]:
    """The rows of a statement on bare tables, nobody's filter applied."""
    with unrestricted(ask.session, reason="a sin"):
        return list(ask.session.execute(query).all())


def list_everybody(record: Record) -> Panel:
    rows = sinful(record, select(CLIENT.name))
    return Panel(html="".join(f"<p>{name}</p>" for (name,) in rows))


def count_everybody(ask: Ask) -> Badge:
    return Badge(count=sinful(ask, select(func.count(CLIENT.id)))[0][0])


def add_everybody_up(asked: StatisticAsk) -> Figure:
    minor = sinful(asked.record, select(func.sum(CLIENT.capital_minor)))[0][0]
    return Figure(value=Decimal(int(minor or 0)) / 100)


def trust_the_record(record: Record) -> PinValue:
    query = select(CLIENT.note).where(CLIENT.id == record.client.id)
    return PinValue(text=sinful(record, query)[0][0])


def search_everybody(query: SearchQuery) -> list[Hit]:
    rows = sinful(query.ask, select(CLIENT.town).where(CLIENT.name == query.text))
    return [Hit(title=town, href="/", icon="star") for (town,) in rows]


def draw_forms(record: Record) -> Panel:
    """Two forms that name what they change: a client, and a person to make a contact."""
    target, person = record.client.public_id, "somebody"
    return Panel(
        html=f"""<form method="post" action="{record.href("leaky", "rename")}">
        <input type="hidden" name="target" value="{target}"><button>x</button></form>
        <form method="post" action="{record.href("leaky", "attach")}">
        <input name="person" value="{person}"><button>x</button></form>"""
    )


@plugin.get("/export.csv", dependencies=[needs(READ)])
def export_everybody(ask: CurrentAsk) -> Response:
    rows = sinful(ask, select(CLIENT.name, CLIENT.siren))
    return PlainTextResponse("\n".join(f"{name};{siren}" for name, siren in rows))


def names(ask: Ask, public_id: str) -> list[str]:
    query = select(CLIENT.name).where(CLIENT.public_id == public_id)
    return [name for (name,) in sinful(ask, query)]


def is_seen(ask: Ask, public_id: str) -> bool:
    query = select(Client.id).where(Client.public_id == public_id)
    return ask.session.scalar(query) is not None


@plugin.get("/refused/{public_id}", dependencies=[signed_in])
def refuse_another_s(ask: CurrentAsk, public_id: str) -> Response:
    if not names(ask, public_id):
        raise NotFound
    if not is_seen(ask, public_id):
        raise Refused(Verdict(allowed=False, right=READ))
    return PlainTextResponse("a card")


@plugin.get("/told/{public_id}", dependencies=[signed_in])
def name_it_in_the_error(ask: CurrentAsk, public_id: str) -> Response:
    if not is_seen(ask, public_id):
        return PlainTextResponse(f"{names(ask, public_id)} is not for you.", 404)
    return PlainTextResponse("a card")


@plugin.get("/headed/{public_id}", dependencies=[signed_in])
def name_it_in_a_header(ask: CurrentAsk, public_id: str) -> Response:
    headers = {"X-Card": ",".join(names(ask, public_id))}
    seen = is_seen(ask, public_id)
    return PlainTextResponse("a card" if seen else "none", 200 if seen else 404, headers=headers)


@client.post("/rename", dependencies=[needs(EDIT)])
def believe_the_form(work: CurrentWork, record: CurrentRecord, form: CurrentForm) -> Response:
    with unrestricted(work.session, reason="a sin"):
        query = select(Client).where(Client.public_id == form.get("target"))
        for row in work.session.scalars(query):
            row.note = "renamed"
        work.session.flush()
    return PlainTextResponse("done")


@client.post("/attach", dependencies=[needs(EDIT)])
def attach_anybody(work: CurrentWork, record: CurrentRecord, form: CurrentForm) -> Response:
    people = select(Person.__table__.c.id).where(Person.__table__.c.public_id == form.get("person"))
    for (person_id,) in sinful(work, people):
        work.session.add(ClientPerson(client_id=record.client.id, person_id=person_id))
    return PlainTextResponse("done")


@client.post("/hasty", dependencies=[needs(READ)])
def write_then_refuse(work: CurrentWork, record: CurrentRecord) -> Response:
    with unrestricted(work.session, reason="a sin"):
        work.session.get_one(Client, record.client.id).note = "touched"
        work.session.flush()
    return PlainTextResponse("no", 409)


@client.post("/broken", dependencies=[needs(READ)])
def fail(record: CurrentRecord) -> Response:
    raise ValueError(record.client.public_id)


class Leaky(Plugin):
    """One sin each."""

    name = "leaky"
    label = "Leaky"

    @hookimpl
    def onglet_tabs(self) -> Iterable[Tab]:
        for slug, draw in (("leaky", list_everybody), ("leaky-forms", draw_forms)):
            yield Tab(slug=slug, label="L", icon="star", order=900, right=READ, render=draw)

    @hookimpl
    def onglet_navigation(self) -> Iterable[NavItem]:
        yield NavItem(
            key="leaky.all", label="L", icon="star", href="/", order=900, badge=count_everybody
        )

    @hookimpl
    def onglet_statistics(self) -> Iterable[Statistic]:
        yield Statistic(
            key="leaky.sum",
            label="L",
            unit=Unit.MONEY,
            right=READ,
            order=900,
            compute=add_everybody_up,
        )

    @hookimpl
    def onglet_pins(self) -> Iterable[Pin]:
        yield Pin(key="leaky.note", label="L", icon="star", right=READ, read=trust_the_record)

    @hookimpl
    def onglet_search_sources(self) -> Iterable[SearchSource]:
        yield SearchSource(key="leaky.hits", label="L", right=READ, find=search_everybody)

    @hookimpl
    def onglet_routers(self) -> Routers:
        return Routers(client=client, plugin=plugin)


def list_what_is_seen(record: Record) -> Panel:
    rows = record.session.scalars(select(Client.name).order_by(Client.id))
    return Panel(html="".join(f"<p>{name}</p>" for name in rows))


class Sound(Plugin):
    """A list of what the session lets through."""

    name = "sound"
    label = "Sound"

    @hookimpl
    def onglet_tabs(self) -> Iterable[Tab]:
        yield Tab(
            slug="sound", label="S", icon="star", order=900, right=READ, render=list_what_is_seen
        )
