"""Values of the right type that hold rubbish: the plugin loses them, and nobody else notices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from core.tests.platform import sinners
from sqlalchemy import literal_column, select

from onglet.api import (
    Action,
    Badge,
    Column,
    Done,
    FeedItem,
    FeedSource,
    Figure,
    Filter,
    Gate,
    NavItem,
    Panel,
    Plugin,
    Question,
    Right,
    RowFilter,
    Statistic,
    Tab,
    Unit,
    hookimpl,
)
from onglet.host.models import PluginFailure
from onglet.host.state import State
from onglet.testing.kit import MakeSite, Site

READ = "core.client.read"
PAGES = (
    "/clients",
    "{client}/information",
    "{client}/-/extras",
    "{client}/statistics",
    "/settings/plugins",
)


def odd(**answers: list[Any]) -> Plugin:
    """Make a plugin whose hooks give these declarations."""
    return sinners.make(
        "odd", **{f"onglet_{kind}": _hook(kind, given) for kind, given in answers.items()}
    )


def _hook(kind: str, given: list[Any]) -> Callable[[Plugin], list[Any]]:
    def hook(self: Plugin) -> list[Any]:
        return given

    hook.__name__ = f"onglet_{kind}"
    return hookimpl(hook)


def tab(**fields: Any) -> Any:
    return Tab(
        **{
            "slug": "odd",
            "label": "Odd tab",
            "icon": "star",
            "order": 1,
            "right": READ,
            "render": lambda record: Panel(html="<p>odd</p>"),
            **fields,
        }
    )


def nav(**fields: Any) -> Any:
    return NavItem(**{"key": "odd.nav", "label": "Odd", "icon": "star", "order": 1, **fields})


def action(**fields: Any) -> Any:
    return Action(
        **{
            "key": "odd.act",
            "label": "Odd action",
            "icon": "star",
            "order": 1,
            "right": READ,
            "run": lambda work, record, form: Done(),
            **fields,
        }
    )


def is_unharmed(site: Site) -> None:
    """Every page is there for somebody who may do everything."""
    client = site.client("Maison Test")
    browser = site.browser(site.user(all_rights=True))
    for page in PAGES:
        answer = browser.get(page.format(client=client.href))
        assert answer.status_code == 200, f"{page}\n{answer.text}"


DECLARED: dict[str, dict[str, list[Any]]] = {
    "a label that is none": {"tabs": [tab(label=None)]},
    "a key that is none": {"tabs": [tab(slug=None)]},
    "an order that cannot be compared": {"tabs": [tab(order="first")]},
    "a group that does not exist": {"tabs": [tab(group="somewhere")]},
    "modules that are no names": {"tabs": [tab(js=3)]},
    "hosts that are no names": {"tabs": [tab(hosts=(3,))]},
    "an entry of the menu that leads nowhere": {"navigation": [nav(href=None)]},
    "a callable that is a text": {"navigation": [nav(href="/odd", badge="three")]},
    "an action without an order": {"actions": [action(order=None)]},
}


@pytest.mark.parametrize("given", DECLARED.values(), ids=DECLARED)
def test_a_declaration_that_holds_rubbish_is_left_out_and_named(
    deployment: MakeSite, given: dict[str, list[Any]]
) -> None:
    site = deployment(odd(**given))

    is_unharmed(site)

    loaded = site.host.plugin("odd")
    assert loaded is not None
    (problem,) = loaded.problems
    assert "is not what this field may hold" in str(problem.cause)
    assert site.host.state("odd")[0] is State.ENABLED


def test_rights_that_hold_rubbish_refuse_the_plugin(deployment: MakeSite) -> None:
    site = deployment(odd(rights=[Right(object="odd.thing", action=None, label="x")]))  # type: ignore[arg-type]

    is_unharmed(site)

    assert site.host.state("odd")[0] is State.BROKEN


ANSWERED: dict[str, dict[str, list[Any]]] = {
    "a badge that counts nothing": {"tabs": [tab(badge=lambda record: Badge(count="x"))]},  # type: ignore[arg-type]
    "a figure that is no number": {
        "statistics": [
            Statistic(
                key="odd.figure",
                label="Odd figure",
                unit=Unit.COUNT,
                order=1,
                right=READ,
                compute=lambda asked: Figure(value=Decimal("NaN")),
            )
        ]
    },
    "a column that the database refuses": {
        "columns": [
            Column(
                key="odd.column",
                label="Odd column",
                right=READ,
                expression=lambda ask, client_id: literal_column("nowhere.nothing"),
                show=lambda ask, value: str(value),
            )
        ]
    },
}


@pytest.mark.parametrize("given", ANSWERED.values(), ids=ANSWERED)
def test_an_answer_that_holds_rubbish_is_a_failure_of_its_plugin(
    deployment: MakeSite, given: dict[str, list[Any]]
) -> None:
    site = deployment(odd(**given))

    is_unharmed(site)

    with site.reading() as ask:
        blamed = set(ask.session.scalars(select(PluginFailure.plugin)))
    assert blamed == {"odd"}


def test_a_filter_that_the_database_refuses_does_not_narrow(deployment: MakeSite) -> None:
    site = deployment(
        odd(
            filters=[
                Filter(
                    key="odd.filter",
                    label="Odd filter",
                    right=READ,
                    condition=lambda ask, client_id, value: literal_column("nowhere.x") == value,
                )
            ]
        )
    )
    site.client("Maison Test")

    page = site.browser(site.user(all_rights=True)).get("/clients?odd.filter=a")

    assert page.status_code == 200
    assert "Maison Test" in page.text
    assert page.text.count("Odd filter") == 1
    assert "Le filtre « Odd filter » n’a pas pu servir" in page.text


def test_a_row_filter_hides_every_client_until_somebody_disables_it(deployment: MakeSite) -> None:
    rows = RowFilter(key="odd.rows", condition=lambda ask, client_id: 3)  # type: ignore[arg-type,return-value]
    site = deployment(odd(row_filters=[rows]))
    client = site.client("Maison Test")
    browser = site.browser(site.user(all_rights=True))

    assert "Maison Test" not in browser.get("/clients").text
    assert site.host.state("odd")[0] is State.PAUSED
    assert browser.get(f"{client.href}/information").status_code == 404

    site.host.set_enabled("odd", enabled=False)
    assert "Maison Test" in browser.get("/clients").text


def test_a_gate_says_no_until_somebody_disables_it(deployment: MakeSite) -> None:
    gate = Gate(topic="odd_may", ask=lambda question: 1 // 0)  # type: ignore[arg-type,return-value]
    site = deployment(odd(gates=[gate]))
    client = site.client("Maison Test")

    def may() -> bool:
        with site.record(client) as record:
            return record.gate(Question(topic="odd_may", record=record)).allowed

    assert not any(may() for _ in range(6))
    assert site.host.state("odd")[0] is State.PAUSED
    assert not may()

    site.host.set_enabled("odd", enabled=False)
    assert may()


def test_an_instant_without_a_zone_silences_its_source_alone(deployment: MakeSite) -> None:
    items = [
        FeedItem(key=key, kind="odd", at=at, icon="star", title=key)
        for key, at in (("b", datetime(2026, 1, 2, tzinfo=UTC)), ("a", datetime(2026, 1, 1)))  # noqa: DTZ001 - the sin
    ]
    site = deployment(
        odd(
            feed_sources=[
                FeedSource(key="odd.good", label="Good", right=READ, read=lambda query: items[:1]),
                FeedSource(key="odd.bad", label="Bad", right=READ, read=lambda query: items[1:]),
            ]
        )
    )
    client = site.client("Maison Test")

    with site.record(client, site.user(all_rights=True)) as record:
        page = record.feed()

    assert [item.key for item in page.items] == ["b"]
    assert page.silent == ("Bad",)
