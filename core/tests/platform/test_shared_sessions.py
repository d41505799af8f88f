"""Questions that many plugins answer in one session: bad SQL of one costs its own answer.

On PostgreSQL a statement that fails makes every later one of its transaction fail.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from core.tests.platform.sinners import make
from sqlalchemy import select, text

from onglet.api import (
    Column,
    Composer,
    Done,
    Fact,
    FeedSource,
    Filter,
    Gate,
    Holding,
    Plugin,
    Provider,
    Question,
    hookimpl,
    unrestricted,
)
from onglet.clients.models import Client
from onglet.testing.kit import MakeSite, Site
from onglet.work.unit import record_of

READ = "core.client.read"


def spoil(context: Any, *_: Any) -> Any:
    """Run a statement that the database refuses."""
    context = getattr(context, "record", getattr(context, "ask", context))
    with unrestricted(context.session, reason="a test of bad SQL"):
        context.session.execute(text("SELECT nothing FROM nowhere"))


def answering(name: str, answer: Any, *, order: int) -> Plugin:
    """Make a plugin that answers each question with `answer(context)`."""

    @hookimpl
    def onglet_facts(self: Plugin) -> Iterable[Fact]:
        yield Fact(key=f"{name}.fact", label="f", right=READ, read=answer)

    @hookimpl
    def onglet_feed_sources(self: Plugin) -> Iterable[FeedSource]:
        yield FeedSource(key=f"{name}.feed", label=name, right=READ, read=answer)

    @hookimpl
    def onglet_composers(self: Plugin) -> Iterable[Composer]:
        yield Composer(
            key=f"{name}.write",
            label=name,
            icon="star",
            order=order,
            right=READ,
            form=answer,
            submit=lambda work, record, form: Done(),
        )

    @hookimpl
    def onglet_columns(self: Plugin) -> Iterable[Column]:
        yield Column(
            key=f"{name}.column",
            label=f"Column of {name}",
            right=READ,
            expression=lambda ask, client_id: answer(ask),
            show=lambda ask, value: str(value),
        )

    @hookimpl
    def onglet_filters(self: Plugin) -> Iterable[Filter]:
        yield Filter(
            key=f"{name}.filter",
            label=f"Filter of {name}",
            right=READ,
            condition=lambda ask, client_id, value: answer(ask),
            choices=answer,
        )

    @hookimpl
    def onglet_providers(self: Plugin) -> Iterable[Provider]:
        yield Provider(port="weather", key=f"{name}.weather", label=name, open=answer)

    @hookimpl
    def onglet_gates(self: Plugin) -> Iterable[Gate]:
        yield Gate(topic=f"{name}_may", ask=answer)

    @hookimpl
    def onglet_holdings(self: Plugin) -> Iterable[Holding]:
        yield Holding(
            key=f"{name}.things",
            label=f"things of {name}",
            legal_ground="contract",
            retention="5 years",
            count=answer,
            merge=lambda work, source, target: {},
            unmerge=lambda work, kept: None,
            personal_data=lambda record: [],
            erase=lambda work, record: 0,
        )

    members = {key: value for key, value in locals().items() if key.startswith("onglet_")}
    return make(name, **members)


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    """A deployment in which the plugin that fails is asked first."""
    return deployment(answering("acid", spoil, order=1), answering("basic", _nothing, order=2))


def _nothing(_context: Any) -> Any:
    return None


def is_usable(ask: Any) -> bool:
    return ask.session.scalar(select(Client.name)) == "Maison Test"


def test_a_fact_a_provider_and_the_feed_leave_the_question_usable(site: Site) -> None:
    client = site.client("Maison Test")

    with site.record(client, site.user(all_rights=True)) as record:
        assert record.fact("acid.fact") is None
        assert is_usable(record)
        assert record.provider("weather") is None
        assert is_usable(record)
        assert "acid" in record.feed().silent
        assert is_usable(record)
        assert record.composers() == []
        assert is_usable(record)
        assert not record.gate(Question(topic="acid_may", record=record))
        assert is_usable(record)


def test_a_write_that_asks_keeps_what_it_wrote(site: Site) -> None:
    client = site.client("Maison Test")

    with site.working(site.user(all_rights=True)) as work:
        work.session.get_one(Client, client.id).name = "Maison Verdier"
        work.session.flush()
        assert not work.gate(Question(topic="acid_may", record=record_of(work, client)))
        assert work.session.scalar(select(Client.name)) == "Maison Verdier"

    assert site.see(client.public_id).name == "Maison Verdier"


def test_the_list_and_its_filter_are_there_without_the_column(site: Site) -> None:
    site.client("Maison Test")
    browser = site.browser(site.user(all_rights=True))

    page = browser.get("/clients")
    assert page.status_code == 200
    assert "Maison Test" in page.text
    assert "Column of acid" not in page.text

    choices = browser.get("/clients/-/filters/acid.filter")
    assert choices.status_code == 200
    assert "Filter of acid" in choices.text


def test_deleting_asks_what_there_is_all_the_same(site: Site) -> None:
    client = site.client("Maison Test")

    page = site.browser(site.user(all_rights=True)).get(f"{client.href}/-/delete")

    assert page.status_code == 200
    assert "things of acid" in page.text
