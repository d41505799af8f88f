"""The log of grants: who was given what, by whom and when, before and after."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import literal_column, select

from onglet.accounts.service import create_group, delete_group, edit_group, set_reaches
from onglet.clients.service import set_owner
from onglet.contributions import ClientView, Level, Reach
from onglet.db.engine import Database
from onglet.history.models import GRANTS, Change
from onglet.rights.grants import share
from onglet.rights.models import Grant, GrantKind
from onglet.testing.kit import Colleague, MakeSite, Site


@pytest.fixture
def site(deployment: MakeSite) -> Site:
    return deployment()


def _shared(site: Site, boss: Colleague, name: str = "Boulangerie") -> tuple[Colleague, ClientView]:
    bob = site.user(reaches={"core.client.read": Reach.SHARED})
    client = site.client(name, owner=boss)
    browser = site.browser(boss)
    data = {"subject": f"u-{bob.public_id}", "level": "view"}
    assert browser.post(f"{client.href}/-/sharing/new", data=data).status_code == 303
    return bob, client


def _lines(text: str) -> list[str]:
    nodes = LexborHTMLParser(text).css(".history > li")
    return [" ".join(node.text(deep=True).split()) for node in nodes]


def _csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_each_change_of_a_share_is_in_the_log_of_the_record(site: Site) -> None:
    boss = site.user(all_rights=True)
    bob, client = _shared(site, boss)
    browser = site.browser(boss)
    at = f"{client.href}/-/sharing/u-{bob.public_id}"
    browser.post(f"{at}/edit", data={"level": "manage", "until": "2026-12-31"})
    browser.post(f"{at}/end", data={})
    browser.post(f"{at}/remove", data={})
    lines = _lines(browser.get(f"{client.href}/-/sharing/log").text)
    assert [
        word for line in lines for word in ("retiré", "fin", "modifié", "partagé") if word in line
    ]
    assert len(lines) == 4
    assert "Lecture Gestion" in lines[2]
    assert "31 décembre 2026" in lines[2]


def test_owner_group_profile_and_user_are_in_the_log_of_the_firm(site: Site) -> None:
    boss = site.user(all_rights=True)
    bob, client = _shared(site, boss)
    with site.working(boss) as work:
        set_owner(work, client.id, bob.id)
        lyon = create_group(work, "Lyon", [bob.id])
        edit_group(work, lyon, name="Lyon", user_ids=[boss.id, bob.id])
        from onglet.rights.models import User

        profile = work.session.get_one(User, bob.id).profile_id
        set_reaches(work, profile, {"core.client.edit": Reach.ALL})
    text = " ".join(_lines(site.browser(boss).get("/settings/audit").text))
    assert "a confié" in text or "propriétaire" in text
    assert "a créé le groupe Lyon" in text
    assert "a modifié les droits du profil" in text
    assert "Modifier les clients" in text


def test_a_token_and_a_handover_are_in_the_log_and_a_new_telephone_is_not(site: Site) -> None:
    boss, bob = site.user(all_rights=True), site.user()
    with site.working(boss) as work:
        for action, changes in (
            ("make_token", {"token": ("", "Till"), "scopes": ([], ["core.client.read"])}),
            ("hand_over", {"successor": (None, boss.id), "core.clients": (0, 12)}),
            ("edit", {"given_name": ("Bob", "Robert")}),
        ):
            work.record_change(
                client_id=None,
                subject="core.user",
                subject_id=bob.id,
                action=action,
                changes=changes,
            )
    lines = _lines(site.browser(boss).get("/settings/audit?kind=user").text)
    assert len(lines) == 2
    assert "a passé la main pour le collègue Colleague Number2" in lines[0]
    assert lines[0].endswith("SuccesseurColleague Number1")
    assert "Voir les clients" in lines[1]


def test_a_group_that_goes_leaves_a_line_on_each_client(site: Site) -> None:
    boss = site.user(all_rights=True)
    lyon = site.group("Lyon")
    clients = [site.client(f"Client {number}", owner=boss) for number in range(2)]
    with site.working(boss) as work:
        for client in clients:
            share(
                work.session,
                client_id=client.id,
                kind=GrantKind.SHARE_GROUP,
                subject_id=lyon,
                level=Level.EDIT,
                granted_by_id=boss.id,
            )
        work.session.flush()
        delete_group(work, lyon)
    browser = site.browser(boss)
    for client in clients:
        (line,) = _lines(browser.get(f"{client.href}/-/sharing/log").text)
        assert "Lyon" in line
        assert "a retiré un partage" in line


def test_filters_narrow_by_kind_person_and_day(site: Site) -> None:
    boss = site.user(all_rights=True)
    _bob, client = _shared(site, boss)
    site.clock.now += timedelta(days=3)
    with site.working(boss) as work:
        set_owner(work, client.id, None)
    browser = site.browser(boss)
    both = _lines(browser.get("/settings/audit").text)
    assert len(both) == 2
    for query, number in (
        ("kind=share", 1),
        ("kind=owner", 1),
        ("kind=none", 2),
        ("who=number1", 2),
        ("who=nobody", 0),
        ("since=2026-11-25", 1),
        ("until=2026-11-24", 1),
        ("since=2026-11-24&until=2026-11-24", 1),
        ("since=0001-01-01&until=9999-12-31", 2),
        ("since=rubbish", 2),
        ("who=%25", 0),
        ("before=99999999999999999999", 2),
    ):
        answer = browser.get(f"/settings/audit?{query}")
        assert answer.status_code == 200, query
        assert len(_lines(answer.text)) == number, query


def test_the_download_holds_every_value_and_no_formula(site: Site) -> None:
    boss = site.user(all_rights=True)
    _shared(site, boss, name='=HYPERLINK("http://x";"y")')
    answer = site.browser(boss).get("/settings/audit.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    head, *rows = _csv(answer.text)
    assert len(head) == 10
    assert {row[6] for row in rows} == {'\'=HYPERLINK("http://x";"y")'}
    assert ["Niveau", "", "Lecture"] in [row[7:] for row in rows]
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]


def test_the_log_of_the_firm_is_for_those_who_may_read_it(site: Site) -> None:
    boss = site.user(all_rights=True)
    _bob, client = _shared(site, boss, name="Canari")
    plain = site.browser(site.user())
    assert plain.get("/settings/audit").status_code == 403
    assert plain.get("/settings/audit.csv").status_code == 403
    reader = site.user(reaches={"core.audit.read": Reach.ALL, "core.client.read": Reach.OWN})
    for where in ("/settings/audit", "/settings/audit.csv"):
        answer = site.browser(reader).get(where)
        assert answer.status_code == 200
        assert "Canari" not in answer.text
        assert client.reference not in answer.text


def test_shares_that_ended_long_ago_are_cleared_into_the_log(site: Site) -> None:
    boss = site.user(all_rights=True)
    bob, client = _shared(site, boss)
    with site.working(boss) as work:
        for days, user in ((-91, bob), (-89, site.user())):
            share(
                work.session,
                client_id=client.id,
                kind=GrantKind.SHARE_USER,
                subject_id=user.id,
                level=Level.VIEW,
                granted_by_id=boss.id,
                valid_until=work.now + timedelta(days=days),
            )
        work.enqueue("core.tidy_shares")
    site.run_jobs()
    with site.reading() as ask:
        left = ask.session.scalars(
            select(Grant).where(
                Grant.client_id == client.id, Grant.kind == GrantKind.SHARE_USER.value
            )
        ).all()
    assert len(left) == 1
    lines = _lines(site.browser(boss).get(f"{client.href}/-/sharing/log").text)
    assert "Colleague Number2" in lines[0]
    assert "terminé depuis longtemps" in lines[0]


def test_the_log_is_read_by_its_index_however_much_else_happens(site: Site) -> None:
    database: Database = site.host.database
    if database.reads.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads few rows of a small table whole")
    logged = select(Change.id).where(literal_column(f"({GRANTS})")).order_by(Change.id.desc())
    query = f"EXPLAIN QUERY PLAN {logged}"
    with database.reads.connect() as connection:
        plan = connection.exec_driver_sql(query).all()
    assert "ix_core_change_grants" in str(plan)
