"""History: who did what, read only by those who see the client."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from onglet.clients.models import Client
from onglet.history.queries import FieldChange, of_client
from onglet.history.service import record_change

if TYPE_CHECKING:
    from core.tests.work.deployment import Deployment

    from onglet.contributions import Actor


def edit(deployment: Deployment, actor: Actor, client_id: int | None, **changes: Any) -> bool:
    with deployment.writing(actor) as work:
        return record_change(
            work,
            client_id=client_id,
            subject="core.client",
            subject_id=client_id or 7,
            action="edit",
            changes=changes,
        )


def test_a_save_is_one_row_with_its_author_and_the_values_that_changed(
    deployment: Deployment,
) -> None:
    ada = deployment.user("Ada")
    client_id = deployment.client("Moselle", owner=ada)

    assert edit(
        deployment,
        ada,
        client_id,
        name=("Mosele", "Moselle"),
        fax=("", ""),
        capital=(None, Decimal("1000.00")),
        created=(date(2026, 1, 1), date(2026, 1, 2)),
    )
    with deployment.reading(ada) as ask:
        (change,) = of_client(ask, client_id)

    assert (change.actor_name, change.actor_id, change.source) == ("Ada", ada.user_id, "screen")
    assert (change.at, change.action) == (deployment.now, "edit")
    assert set(change.fields) == {
        FieldChange(field="name", old="Mosele", new="Moselle"),
        FieldChange(field="capital", old=None, new="1000.00"),
        FieldChange(field="created", old="2026-01-01", new="2026-01-02"),
    }


def test_a_save_that_changes_nothing_is_not_written_but_a_bare_action_is(
    deployment: Deployment,
) -> None:
    ada = deployment.user("Ada")
    client_id = deployment.client("Moselle", owner=ada)

    assert not edit(deployment, ada, client_id, name=("Moselle", "Moselle"))
    assert edit(deployment, ada, client_id)


def test_who_does_not_see_the_client_reads_none_of_its_past(deployment: Deployment) -> None:
    ada, eve = deployment.user("Ada"), deployment.user("Eve")
    client_id = deployment.client("Moselle", owner=ada)
    edit(deployment, ada, client_id, name=("a", "b"))

    with deployment.reading(eve) as ask:
        assert of_client(ask, client_id) == []


def test_the_past_of_a_client_in_the_bin_is_asked_for_by_name(deployment: Deployment) -> None:
    ada = deployment.user("Ada")
    client_id = deployment.client("Moselle", owner=ada)
    edit(deployment, ada, client_id, name=("a", "b"))
    with deployment.database.writes.begin() as connection:
        connection.execute(update(Client).values(deleted_at=deployment.now))

    with deployment.reading(ada) as ask:
        assert of_client(ask, client_id) == []
        assert len(of_client(ask, client_id, bin_too=True)) == 1


def test_pages_go_from_the_newest_to_the_oldest(deployment: Deployment) -> None:
    ada = deployment.user("Ada")
    client_id = deployment.client("Moselle", owner=ada)
    for number in range(5):
        edit(deployment, ada, client_id, headcount=(number, number + 1))

    seen = []
    with deployment.reading(ada) as ask:
        page = of_client(ask, client_id, limit=2)
        while page:
            seen += [change.fields[0].new for change in page]
            page = of_client(ask, client_id, limit=2, before=page[-1].id)

    assert seen == [5, 4, 3, 2, 1]


def test_a_field_that_the_reader_may_not_see_shows_that_it_changed_and_no_value(
    deployment: Deployment,
) -> None:
    ada = deployment.user("Ada")
    client_id = deployment.client("Moselle", owner=ada)
    edit(deployment, ada, client_id, siren=("1", "2"), name=("a", "b"))

    def conceals(subject: str, field: str) -> bool:
        return (subject, field) == ("core.client", "siren")

    with deployment.reading(ada) as ask:
        fields = {
            item.field: item for item in of_client(ask, client_id, conceals=conceals)[0].fields
        }

    assert fields["siren"] == FieldChange(field="siren", old=None, new=None, is_hidden=True)
    assert fields["name"].new == "b"
