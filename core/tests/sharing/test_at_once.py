"""Two transactions at one share list: the second waits, then meets what the first wrote."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from onglet.contributions import ClientView, Level
from onglet.rights.models import Grant, GrantKind
from onglet.sharing.queries import find_subject
from onglet.sharing.service import ShareClashError, add_share
from onglet.sharing.terms import Terms
from onglet.testing.kit import Colleague, MakeSite, Site


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    return deployment()


def _give(site: Site, giver: Colleague, client: ClientView, to: Colleague, note: str) -> None:
    with site.working(giver) as work:
        subject = find_subject(work, f"u-{to.public_id}")
        add_share(work, client, subject, Terms(level=Level.EDIT, note=note))


def test_the_second_to_share_meets_the_first(site: Site) -> None:
    boss, other, bob = site.user(all_rights=True), site.user(all_rights=True), site.user()
    client = site.client("Boulangerie du Port")
    with ThreadPoolExecutor(1) as beside:
        with site.working(boss) as work:
            subject = find_subject(work, f"u-{bob.public_id}")
            add_share(work, client, subject, Terms(level=Level.VIEW, note="first"))
            work.session.flush()
            waiting = beside.submit(_give, site, other, client, bob, "second")
        with pytest.raises(ShareClashError) as met:
            waiting.result()
    assert met.value.theirs is not None
    assert met.value.theirs.terms.note == "first"
    with site.reading() as ask:
        notes = ask.session.scalars(
            select(Grant.note).where(
                Grant.client_id == client.id, Grant.kind == GrantKind.SHARE_USER.value
            )
        ).all()
    assert notes == ["first"]
