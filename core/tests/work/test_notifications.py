"""Notifications: one's own, and nothing of a client that one may no longer see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete

from onglet.rights.models import Grant
from onglet.work.notifications import list_of, mark_read, notify, unread_count

if TYPE_CHECKING:
    from core.tests.work.deployment import Deployment

    from onglet.contributions import Actor


def tell(deployment: Deployment, to: Actor, title: str, **options: object) -> None:
    with deployment.writing(plugin="hello") as work:
        notify(work, to.user_id, title, **options)


def test_everyone_reads_and_marks_their_own_only(deployment: Deployment) -> None:
    ada, eve = deployment.user("Ada"), deployment.user("Eve")
    tell(deployment, ada, "For Ada", href="/clients")
    tell(deployment, ada, "For Ada too")

    with deployment.reading(eve) as ask:
        assert (list_of(ask), unread_count(ask)) == ([], 0)
    with deployment.reading(ada) as ask:
        notices = list_of(ask)
        assert [notice.title for notice in notices] == ["For Ada too", "For Ada"]
        assert (unread_count(ask), notices[1].href, notices[0].plugin) == (2, "/clients", "hello")
        assert list_of(ask, before=notices[0].id) == notices[1:]

    with deployment.writing(eve) as work:
        assert mark_read(work) == 0
        assert mark_read(work, [notice.id for notice in notices]) == 0
    with deployment.writing(ada) as work:
        assert mark_read(work, [notices[0].id]) == 1
    with deployment.reading(ada) as ask:
        assert [notice.title for notice in list_of(ask, unread_only=True)] == ["For Ada"]
    with deployment.writing(ada) as work:
        assert mark_read(work) == 1
    with deployment.reading(ada) as ask:
        assert unread_count(ask) == 0


def test_a_client_that_one_may_no_longer_see_is_not_spoken_of(deployment: Deployment) -> None:
    ada = deployment.user("Ada")
    client_id = deployment.client("Moselle", owner=ada)
    tell(deployment, ada, "Moselle is late", body="Of 12 €", href="/clients/x", client_id=client_id)

    with deployment.reading(ada) as ask:
        notice = list_of(ask)[0]
        assert (notice.title, notice.client_name, notice.is_hidden) == (
            "Moselle is late",
            "Moselle",
            False,
        )
    with deployment.database.writes.begin() as connection:
        connection.execute(delete(Grant))
    with deployment.reading(ada) as ask:
        notice = list_of(ask)[0]
        said = (notice.title, notice.body, notice.href, notice.client_name)
        assert (said, notice.is_hidden) == (("", "", "", ""), True)


@pytest.mark.parametrize("href", ["https://example.test", "//example.test", "javascript:alert(1)"])
def test_a_notification_leads_nowhere_outside(deployment: Deployment, href: str) -> None:
    ada = deployment.user("Ada")

    with pytest.raises(ValueError, match="a place in the application"):
        tell(deployment, ada, "Come", href=href)
