"""Custom fields: 40 of a client, and the list filtered by two of them and sorted by a third."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from bench.rows import Row, at_most, p95, timed
from onglet.clients import list_fields
from onglet.clients.listing import read_page
from onglet.clients.listing_view import ListView
from onglet.clients.models import Client
from onglet.fields.catalogue import field_set
from onglet.fields.definitions import create_field
from onglet.fields.models import ClientField
from onglet.fields.service import stored_form
from onglet.fields.spec import FieldSpec
from onglet.work.session import unrestricted

if TYPE_CHECKING:
    from onglet.testing.kit import Site

FIELDS = 40
TIMES = 60
AT_ONCE = 5_000
CHOICES = [{"id": f"c{n}", "label": {"fr": f"Choix {n}"}} for n in range(8)]


def rows(site: Site, label: str, page: str, size: int) -> list[Row]:
    """Fill every client with 40 fields, then measure; `page` is a record."""
    browser = site.browser(site.user(all_rights=True))
    browser.get(page)
    with site.counting() as before:
        browser.get(page)
    _define(site)
    _fill(site)
    site.run_jobs()
    browser.get(page)
    with site.counting() as after:
        browser.get(page)
    view = ListView(
        filters={"field.f0": "c3", "field.f1": "200..400"}, sort="field.f2", is_descending=True
    )
    with site.reading() as ask:
        custom = list_fields.custom_fields(ask)
        beside = custom.beside(view, {})
        taken = timed(lambda: read_page(ask, view, beside=beside), TIMES)
    limit = 25.0
    told = at_most if size <= 20_000 or "postgresql" in label else _beyond
    return [
        at_most(
            f"{label} statements that 40 fields cost a record", len(after) - len(before), "", 0
        ),
        told(f"{label} filter by two fields, sort by a third, p95", p95(taken), "ms", limit),
    ]


def _beyond(name: str, value: float, unit: str, limit: float) -> Row:
    """Give a figure that is not held: SQLite serves 20,000 clients."""
    return Row(name=name, value=round(value, 3), unit=unit)


def _define(site: Site) -> None:
    listed = {"is_filterable": True, "is_sortable": True}
    with site.working() as work:
        for n in range(FIELDS):
            kind = ("choice", "decimal", "text", "date")[n % 4]
            spec = {"code": f"f{n}", "type": kind, "label": {"fr": f"Champ {n}"}}
            if kind == "choice":
                spec["options"] = {"choices": CHOICES}
            create_field(work, "client", FieldSpec.model_validate(spec | (listed if n < 3 else {})))


def _fill(site: Site) -> None:
    draw = random.Random(1)
    with site.working() as work, unrestricted(work.session, reason="fields of the benchmark"):
        fields = field_set(work, "client")
        ids = work.session.scalars(select(Client.id).order_by(Client.id)).all()
        for start in range(0, len(ids), AT_ONCE):
            held = [
                {"client_id": key, "held": stored_form(work, fields, _values(draw))}
                for key in ids[start : start + AT_ONCE]
            ]
            work.session.execute(insert(ClientField.__table__), held)


def _values(draw: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for n in range(0, FIELDS, 4):
        found[f"f{n}"] = f"c{draw.randrange(8)}"
        found[f"f{n + 1}"] = draw.randrange(1_000) * 10**6
        found[f"f{n + 2}"] = f"texte {draw.randrange(100_000)}"
        found[f"f{n + 3}"] = f"20{draw.randrange(10, 30)}-0{draw.randrange(1, 10)}-11"
    return found
