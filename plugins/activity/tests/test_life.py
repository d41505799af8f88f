from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from plugins.activity.tests.desk import NOON, Desk, page
from sqlalchemy import func, select

from onglet.api import Base, Scale, touch_client
from onglet_activity import demo, facts, holding, listing, reminders
from onglet_activity.demo_life import Life
from onglet_activity.models import Entry, EntryPerson, Reminder
from onglet_activity.plugin import Activity

if TYPE_CHECKING:
    from onglet.testing.kit import Site


def counted(site: Site, model: type) -> int:
    with site.reading() as ask:
        return ask.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_journal_notes_the_life_of_the_client(desk: Desk) -> None:
    desk.browser.post(f"{desk.client.href}/-/actions/core.archive")

    assert desk.history() == []
    (line,) = desk.history(level=2)
    assert "La fiche a été archivée" in line


def test_a_task_is_reminded_of_once_in_the_application(desk: Desk) -> None:
    desk.add("task", subject="Rappeler Anne", due_on="2026-11-24", due_time="15:00", reminder="15m")
    desk.wait(hours=2, minutes=40)
    run(desk.site)
    assert notices(desk) == []

    desk.wait(minutes=10)
    run(desk.site)
    run(desk.site)

    ((title, body),) = notices(desk)
    assert title == "Rappeler Anne"
    assert body == "Aujourd’hui à 15:00 · Maison Verdier"


def test_nobody_is_reminded_of_what_is_done_deleted_or_long_past(desk: Desk) -> None:
    for subject in ("Faite", "Supprimée"):
        desk.add("task", subject=subject, due_on="2026-11-24", due_time="15:00", reminder="at")
    deleted, done = desk.ids()
    desk.live(f"/entries/{done}/done")
    desk.live(f"/entries/{deleted}/delete")
    desk.add("task", subject="Oubliée", due_on="2026-11-24", due_time="16:00", reminder="at")

    desk.wait(days=30)
    run(desk.site)

    assert notices(desk) == []


def test_a_reminder_follows_a_task_that_is_put_off(desk: Desk) -> None:
    desk.add("task", subject="Rappeler", due_on="2026-11-24", due_time="15:00", reminder="at")
    (key,) = desk.ids()
    desk.live(f"/entries/{key}/postpone", to="tomorrow")

    desk.wait(hours=5)
    run(desk.site)
    assert notices(desk) == []
    desk.wait(days=1)
    run(desk.site)
    assert len(notices(desk)) == 1


def run(site: Site) -> None:
    with site.working() as work:
        reminders.remind(work, {})


def notices(desk: Desk) -> list[tuple[str, str]]:
    table = Base.metadata.tables["core_notification"]
    with desk.site.reading() as ask:
        rows = ask.session.execute(select(table.c.title, table.c.body).order_by(table.c.id))
        return [(row.title, row.body) for row in rows]


def test_late_reminders_show_in_the_health(desk: Desk) -> None:
    (check,) = reminders.health()
    desk.add("task", subject="Rappeler", due_on="2026-11-24", due_time="15:00", reminder="at")
    with desk.site.reading() as ask:
        assert check.run(ask).ok
    desk.wait(hours=5)
    with desk.site.reading() as ask:
        assert not check.run(ask).ok


def test_others_may_ask_what_is_known(desk: Desk) -> None:
    desk.add("task", subject="Rappeler", due_on="2026-11-20", reminder="none")

    with desk.site.record(desk.client, desk.user) as record:
        assert record.fact("activity.open_tasks") == 1
        assert record.fact("activity.last_at") == NOON
        last, following = facts.pins()
        shown = following.read(record)
    assert shown is not None
    assert shown.text.startswith("Rappeler · ")
    assert shown.tone == "bad"
    assert last.key == "activity.last"


def test_the_score_names_what_it_rests_on(desk: Desk) -> None:
    desk.add("call", body="Bonjour")
    desk.wait(days=30)

    tab = page(desk.site.browser(desk.user).get(f"{desk.client.href}/statistics").text)

    (part,) = [one for one in tab.css(".score-part") if "Activité récente" in one.text()]
    (line,) = part.css(".line")
    assert "Appel du 24 nov. 2026" in line.text()
    assert line.css_first("a").attributes["href"] == f"{desk.client.href}/activity"
    assert line.css_first(".score-sum").text(separator=" ", strip=True) == "10 points × 1 5"


def test_the_list_of_clients_can_be_narrowed_by_activity(desk: Desk) -> None:
    desk.site.client("Maison Calme", owner=desk.user)
    desk.add("task", subject="Rappeler", due_on="2026-11-20", reminder="none")
    tasks, silence = listing.filters()
    clients = Base.metadata.tables["core_client"]

    with desk.site.reading() as ask:

        def names(condition: object) -> list[str]:
            return list(ask.session.scalars(select(clients.c.name).where(condition)))

        assert names(tasks.condition(ask, clients.c.id, "late")) == ["Maison Verdier"]
        assert names(silence.condition(ask, clients.c.id, "30")) == ["Maison Calme"]
        assert names(silence.condition(ask, clients.c.id, "rubbish")) == ["Maison Calme"]


def test_the_last_activity_of_the_client_moves_forward_only(desk: Desk) -> None:
    clients = Base.metadata.tables["core_client"]
    version = desk.site.see(desk.client.public_id).version
    desk.add("comment", body="Là")
    with desk.site.working() as work:
        touch_client(work, desk.client.id, NOON - timedelta(days=3))

    with desk.site.reading() as ask:
        row = ask.session.execute(
            select(clients.c.last_activity_at, clients.c.version).where(
                clients.c.id == desk.client.id
            )
        ).one()
    assert row.last_activity_at == NOON
    assert row.version == version


def test_entries_are_merged_taken_back_told_and_erased(desk: Desk) -> None:
    anne = desk.site.contact(desk.client, "Anne", "Petit")
    other = desk.site.client("Maison Jumelle", owner=desk.user)
    desk.add("comment", body="Personnel", person=anne.public_id)
    desk.add("task", subject="Rappeler", due_on="2026-12-01", reminder="at")
    (one,) = holding.holdings()

    with desk.site.record(desk.client) as record:
        assert one.count(record) == 2
        told = {part.label: list(part.rows) for part in one.personal_data(record)}
        assert [row["body"] for rows in told.values() for row in rows if "body" in row] == [
            "Personnel"
        ]
    with desk.site.working() as work:
        kept = one.merge(work, desk.client.id, other.id)
    with desk.site.record(other) as record:
        assert one.count(record) == 2
    with desk.site.working() as work:
        one.unmerge(work, kept)
    with desk.site.record(desk.client) as record, desk.site.working() as work:
        assert one.erase(work, record) == 2
    assert (counted(desk.site, Entry), counted(desk.site, EntryPerson)) == (0, 0)
    assert counted(desk.site, Reminder) == 0


def made_up(seed: int, left_at: datetime | None = None) -> Life:
    life = Life(
        random=Random(seed),  # noqa: S311 - made-up data
        now=NOON,
        contact="Anne Petit",
        actor_id=1,
        others=[2, 3] if left_at else [1, 2, 3],
        started_on=date(2020, 1, 1),
        left_at=left_at,
    )
    life.fill(150)
    life.to_do()
    life.coming()
    return life


def test_the_demonstration_is_the_same_for_a_seed() -> None:
    first, second = made_up(1), made_up(1)

    assert first.rows == second.rows
    assert first.rows != made_up(2).rows
    assert len(first.rows) == 152
    assert not [row for row in first.rows if "{" in row["subject"] + row["body"]]


def test_who_left_the_firm_does_nothing_afterwards() -> None:
    left_at = NOON - timedelta(days=150)

    rows = [row for row in made_up(1, left_at).rows if row["actor_id"] == 1]

    assert rows
    assert not [row for row in rows if row["due_on"] and not row["done_at"]]
    assert max(row["occurred_at"] for row in rows) < left_at


def test_nothing_has_happened_yet_with_a_client_of_today() -> None:
    life = made_up(1)
    life.rows.clear()
    life.started_on = NOON.date()

    life.fill(50)

    assert life.rows == []


def test_the_demonstration_fills_each_client(deployment: Callable[..., Site]) -> None:
    site = deployment(Activity())
    site.clock.now = NOON
    user = site.user(all_rights=True)
    long_ago = NOON - timedelta(days=900)
    oldest = site.client("Client de longue date", owner=user, created_at=long_ago)
    site.contact(oldest, "Anne", "Petit")
    for number in range(12):
        site.client(f"Client {number}", owner=user, created_at=long_ago)

    with site.working() as work:
        demo.fill(work, Scale(clients=13, entries_of_largest=120))

    with site.record(oldest) as record:
        (one,) = holding.holdings()
        assert one.count(record) == 122
    assert counted(site, Entry) > 122
    assert counted(site, EntryPerson) > 60
    with site.reading() as ask:
        assert ask.session.scalar(select(func.max(Entry.occurred_at))) <= NOON


@pytest.mark.parametrize("who", ["", "?who=all"])
def test_the_agenda_is_in_the_order_of_time(desk: Desk, who: str) -> None:
    days = {"En retard": "2026-11-20", "Aujourd’hui": "2026-11-24", "Cette semaine": "2026-11-26"}
    for name, day in {**days, "Plus tard": "2026-12-24"}.items():
        desk.add("task", subject=f"Tâche {name}", due_on=day, reminder="none")
    desk.add("task", subject="Un jour", reminder="none")
    desk.add("event", subject="Visite", starts_on="2026-11-26", starts_time="09:00")

    titles = desk.shown(".p-activity-part h2", f"/activity{who}")
    names = desk.shown(".p-activity-part .p-activity-name", f"/activity{who}")

    assert titles == ["En retard", "Aujourd’hui", "Cette semaine", "Plus tard", "Sans date"]
    assert names[2:4] == ["Visite", "Tâche Cette semaine"]
    assert names[-1] == "Un jour"


def test_the_agenda_ticks_in_place(desk: Desk) -> None:
    desk.add("task", subject="Rappeler", due_on="2026-11-24", reminder="none")
    (key,) = desk.ids()

    answer = desk.browser.post(
        f"{desk.tab}/entries/{key}/done",
        data={"back": "agenda"},
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/activity"},
    )

    assert "#activity-agenda" in answer.text
    assert "Rien n’est prévu" in answer.text
