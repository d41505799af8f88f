"""Fields of a client from end to end: made, filled, checked, sorted, on both engines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from core.tests.clients.rows import BAKERY
from core.tests.fields.making import ask as asked
from core.tests.fields.making import make, spec
from sqlalchemy import select

from onglet.clients.bulk import insert_clients
from onglet.clients.editing import ClashError, edit_client
from onglet.clients.entry import NewClient
from onglet.clients.form_page import seen_text
from onglet.clients.service import create_client
from onglet.clients.snapshot import snapshot
from onglet.clients.two_editors import Seen
from onglet.fields.catalogue import field_set
from onglet.fields.definitions import (
    DefinitionRefusedError,
    archive_field,
    edit_field,
    move_field,
    restore_field,
    save_group,
)
from onglet.fields.indexes import held_indexes, index_fields, is_sqlite
from onglet.fields.models import ClientField
from onglet.fields.recomputing import claim_fields, recompute_fields
from onglet.fields.service import FieldsRefusedError, given_values, natural_values
from onglet.fields.spec import GroupSpec
from onglet.fields.sql import order_of, value_of
from onglet.history.queries import of_client
from onglet.work.session import unrestricted

if TYPE_CHECKING:
    from core.tests.desk import Desk


def create(desk: Desk, name: str = "Maison Test", **given: Any) -> int:
    with desk.write() as work:
        fields = given_values(work, "client", given)
        owner = desk.actors["Ada"].user_id
        return create_client(work, NewClient(name=name, fields=fields, owner_id=owner)).id


def edit(desk: Desk, client_id: int, seen: Seen | None = None, **given: Any) -> Any:
    with desk.write() as work:
        values = given_values(work, "client", given)
        named = {f"field.{code}": value for code, value in values.items()}
        return edit_client(work, client_id, named, seen=seen)


def held(desk: Desk, client_id: int) -> dict[str, Any]:
    with desk.read() as ask:
        found = snapshot(ask, client_id)
        assert found is not None
        return dict(found.fields)


def test_values_come_with_the_client_and_go_to_its_history(desk: Desk) -> None:
    make(desk, spec("budget", "amount"), spec("since", "date"), spec("secret", is_audited=False))
    client = create(desk, budget="1 000,50", since="24/11/2026", secret="x")

    edit(desk, client, budget="2 000", secret="y")

    assert held(desk, client) == {
        "budget": {"minor": 200_000, "currency": "EUR"},
        "since": "2026-11-24",
        "secret": "y",
    }
    with desk.read() as ask:
        last, first = of_client(ask, client)
        assert [(one.field, one.old, one.new) for one in last.fields] == [
            (
                "field.budget",
                {"minor": 100_050, "currency": "EUR"},
                {"minor": 200_000, "currency": "EUR"},
            )
        ]
        assert {one.field for one in first.fields} >= {"field.budget", "field.since"}
        natural = natural_values(ask, "client", held(desk, client))
        assert str(natural["budget"]) == "2000.00"


def test_two_editors_of_two_fields_meet_and_of_one_clash(desk: Desk) -> None:
    make(desk, spec("a"), spec("b"))
    client = create(desk, a="1", b="1")
    with desk.read() as ask:
        now = snapshot(ask, client)
        assert now is not None
        seen = Seen.load(seen_text(ask, now.version, now.values))
    edit(desk, client, a="theirs")

    edit(desk, client, seen, b="mine")
    with pytest.raises(ClashError):
        edit(desk, client, seen, a="mine")

    assert held(desk, client) == {"a": "theirs", "b": "mine"}


def test_a_required_field_stops_creation_and_emptying_but_no_other_edit(desk: Desk) -> None:
    old = create(desk)
    make(desk, spec("code", is_required=True), spec("other"))

    with pytest.raises(FieldsRefusedError) as refused:
        create(desk)
    assert set(refused.value.errors) == {"field.code"}
    edit(desk, old, other="an old record that lacks it is edited all the same")
    edit(desk, old, code="A1")
    with pytest.raises(FieldsRefusedError):
        edit(desk, old, code="")
    with desk.write() as work, pytest.raises(FieldsRefusedError):
        insert_clients(work, [NewClient(name="Imported")])


def test_required_if_visible_if_and_read_only_if_hold_on_the_server(desk: Desk) -> None:
    make(
        desk,
        spec("level", "choice"),
        spec("why", required_if=asked("level", "is", "gold")),
        spec("only_persons", visible_if=asked("kind", "is", "person"), is_required=True),
        spec("closed", read_only_if=asked("level", "is", "silver")),
    )
    client = create(desk)

    with pytest.raises(FieldsRefusedError) as refused:
        edit(desk, client, level="gold")
    assert set(refused.value.errors) == {"field.why"}
    edit(desk, client, level="gold", why="Big")
    edit(desk, client, only_persons="ignored: a company does not have it")
    edit(desk, client, closed="before", level="gold")
    edit(desk, client, level="silver")
    edit(desk, client, closed="after")

    assert held(desk, client) == {"level": "silver", "why": "Big", "closed": "before"}


def test_defaults_bounds_patterns_and_fixed_values(desk: Desk) -> None:
    make(
        desk,
        spec("state", default={"kind": "fixed", "value": "new"}),
        spec("met_on", "date", default={"kind": "today"}),
        spec("by", "link", options={"target": "colleague"}, default={"kind": "me"}),
        spec("age", "integer", least="18", most="99"),
        spec("ref", pattern="[A-Z]{2}[0-9]+", pattern_message={"fr": "Deux lettres."}),
        spec("short", least_length=2, most_length=4),
        spec("born", "date", is_fixed=True),
    )
    client = create(desk, born="2000-01-01")

    values = held(desk, client)
    assert values["state"] == "new"
    assert values["met_on"] == "2026-11-24"
    assert len(values["by"]) == 1
    edit(desk, client, age="18", ref="AB12", short="abc", state="")
    assert "state" not in held(desk, client)
    for wrong in (
        {"age": "17"},
        {"age": "100"},
        {"ref": "ab12"},
        {"short": "a"},
        {"short": "abcde"},
    ):
        with pytest.raises(FieldsRefusedError):
            edit(desk, client, **wrong)
    with pytest.raises(FieldsRefusedError):
        edit(desk, client, born="2001-01-01")
    with pytest.raises(FieldsRefusedError) as refused:
        edit(desk, client, ref="x")
    assert refused.value.errors == {"field.ref": "Deux lettres."}


def test_a_unique_value_has_one_holder(desk: Desk) -> None:
    make(desk, spec("badge", is_unique=True))
    first = create(desk, badge="A1")

    with pytest.raises(FieldsRefusedError):
        create(desk, badge="a1")
    edit(desk, first, badge="B2")
    second = create(desk, badge="A1")
    with pytest.raises(FieldsRefusedError):
        edit(desk, second, badge="B2")


def test_a_field_made_unique_later_claims_what_is_there(desk: Desk) -> None:
    make(desk, spec("badge"))
    create(desk, badge="A1")
    create(desk, badge="A1")
    with desk.write() as work:
        key = field_set(work, "client").by_code["badge"].public_id
        edit_field(work, key, spec("badge", is_unique=True))
        claim_fields(work, {"field": key})

    with pytest.raises(FieldsRefusedError):
        create(desk, badge="A1")


def test_computed_fields_follow_what_they_need(desk: Desk) -> None:
    make(
        desk,
        spec("price", "decimal"),
        spec("quantity", "integer"),
        spec("total", "computed", options={"expression": "price * quantity", "result": "amount"}),
        spec("double", "computed", options={"expression": "total * 2"}),
    )
    client = create(desk, price="10,50", quantity="2")
    assert held(desk, client)["total"] == {"minor": 2_100, "currency": "EUR"}
    assert held(desk, client)["double"] == 42_000_000

    edit(desk, client, quantity="")

    assert "total" not in held(desk, client)
    with pytest.raises(FieldsRefusedError):
        edit(desk, client, total="1")


def test_a_new_expression_is_worked_out_for_every_record(desk: Desk) -> None:
    make(desk, spec("a", "integer"), spec("b", "computed", options={"expression": "a + 1"}))
    client = create(desk, a="1")
    with desk.write() as work:
        key = field_set(work, "client").by_code["b"].public_id
        edit_field(work, key, spec("b", "computed", options={"expression": "a * 100"}))
        recompute_fields(work, {"object": "client"})

    assert held(desk, client)["b"] == 100_000_000
    assert ("core.recompute_fields", {"object": "client"}) in desk.outside.jobs


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("code", spec("taken")),
        ("code", spec("kind")),
        ("label", spec("a", label={})),
        ("choices", spec("a", "choice", options={"choices": []})),
        ("pattern", spec("a", pattern="(")),
        ("expression", spec("a", "computed", options={"expression": "a + 1"})),
        ("expression", spec("a", "computed", options={"expression": "nothing + 1"})),
        ("expression", spec("a", "computed", options={"expression": "__import__('os')"})),
        ("visible_if", spec("a", visible_if=asked("nothing", "filled"))),
        ("default", spec("a", "integer", default={"kind": "fixed", "value": "x"})),
        ("default", spec("a", default={"kind": "me"})),
        ("least", spec("a", "integer", least="x")),
        ("target", spec("a", "link", options={"target": ""})),
    ],
)
def test_a_field_that_cannot_be_is_refused_by_its_part(desk: Desk, part: str, wrong: Any) -> None:
    make(desk, spec("taken"))

    with pytest.raises(DefinitionRefusedError) as refused:
        make(desk, wrong)

    assert refused.value.part == part
    assert refused.value.message


def test_a_circle_of_expressions_is_refused(desk: Desk) -> None:
    make(
        desk,
        spec("n", "integer"),
        spec("a", "computed", options={"expression": "n + 1"}),
        spec("b", "computed", options={"expression": "a + 1"}),
    )
    with desk.write() as work:
        key = field_set(work, "client").by_code["a"].public_id
        with pytest.raises(DefinitionRefusedError) as refused:
            edit_field(work, key, spec("a", "computed", options={"expression": "b + 1"}))
    assert refused.value.part == "expression"


def test_a_code_is_fixed_once_used_and_free_before(desk: Desk) -> None:
    make(desk, spec("old"))
    with desk.write() as work:
        key = field_set(work, "client").by_code["old"].public_id
        edit_field(work, key, spec("new"))
    create(desk, new="x")
    with desk.write() as work, pytest.raises(DefinitionRefusedError):
        edit_field(work, key, spec("newer"))


def test_an_archived_field_keeps_its_values_and_comes_back(desk: Desk) -> None:
    make(desk, spec("a"), spec("b"))
    client = create(desk, a="kept")
    with desk.write() as work:
        key = field_set(work, "client").by_code["a"].public_id
        archive_field(work, key)
    edit(desk, client, b="x")
    with desk.read() as ask:
        now = snapshot(ask, client)
        assert now is not None
        assert "field.a" not in now.values
    with pytest.raises(FieldsRefusedError):
        edit(desk, client, a="gone")
    with desk.write() as work:
        restore_field(work, key)

    assert held(desk, client) == {"a": "kept", "b": "x"}


def test_a_field_that_others_need_is_not_archived(desk: Desk) -> None:
    make(desk, spec("a", "integer"), spec("b", "computed", options={"expression": "a + 1"}))
    with desk.write() as work, pytest.raises(DefinitionRefusedError):
        archive_field(work, field_set(work, "client").by_code["a"].public_id)


def test_fields_move_within_groups_and_past_them(desk: Desk) -> None:
    with desk.write() as work:
        save_group(work, "client", GroupSpec(code="g", label={"fr": "Groupe"}))
    make(desk, spec("a"), spec("b"), spec("c"))

    def order(step: int, code: str) -> list[str]:
        with desk.write() as work:
            move_field(work, field_set(work, "client").by_code[code].public_id, step)
        with desk.read() as ask:
            return [
                f"{one.code}/{one.group.code}" if one.group else one.code
                for one in field_set(ask, "client").live
            ]

    assert order(-1, "b") == ["b", "a", "c"]
    assert order(1, "c") == ["b", "a", "c/g"]
    assert order(1, "a") == ["b", "a/g", "c/g"]
    assert order(-1, "a") == ["b", "a", "c/g"]
    assert order(-1, "b") == ["b", "a", "c/g"]


def test_bulk_and_single_creation_keep_the_same(desk: Desk) -> None:
    make(
        desk, spec("city"), spec("n", "integer"), spec("m", "computed", options={"expression": "n"})
    )
    with desk.write() as work:
        fields = given_values(work, "client", {"city": "Évry", "n": 3})
        create_client(work, replace(BAKERY, fields=fields))
        insert_clients(work, [replace(BAKERY, fields=fields)])
        with unrestricted(work.session, reason="both rows"):
            both = work.session.scalars(select(ClientField.held)).all()

    assert both[0] == both[1]
    assert both[0]["city~"] == "evry"


SORTED: dict[str, list[object]] = {
    "text": ["zoé", "Éric", "eric", "Anna", "émile"],
    "phone": ["01 23 45 67 89", "06 39 98 12 34"],
    "integer": [10, 9, -3, 100, 0],
    "decimal": ["10,5", "9,25", "-3", "0"],
    "percent": ["100", "20", "3,5"],
    "amount": ["100,00", "9,99", "1 000"],
    "rating": [5, 1, 3],
    "duration": ["2 h", "90 min", "45 s"],
    "date": ["2026-11-24", "1999-01-01", "2026-02-01"],
    "time": ["9h05", "14:30", "00:00"],
    "datetime": ["2026-11-24T10:00", "2026-07-01T10:00"],
    "yes_no": ["oui", "non"],
    "choice": ["silver", "gold"],
}


@pytest.mark.parametrize("key", sorted(SORTED))
def test_the_database_sorts_and_finds_as_python_does(desk: Desk, key: str) -> None:
    make(desk, spec("f", key, is_sortable=True, is_filterable=True))
    ids = {create(desk, f"Client {n}", f=value): value for n, value in enumerate(SORTED[key])}
    with desk.write() as work:
        index_fields(work, {"object": "client"})
    with desk.read() as ask:
        one = field_set(ask, "client").by_code["f"]
        sqlite = is_sqlite(ask)
        by = order_of(one.kind, one.spec, "core_client_field", is_sqlite=sqlite)
        value = value_of(one.kind, one.spec, "core_client_field", is_sqlite=sqlite)
        rows = ask.session.execute(
            select(ClientField.client_id, by, ClientField.held).order_by(by, ClientField.client_id)
        ).all()
        if key == "choice":
            expected = [row[2]["f"] for row in rows]
            assert expected == ["gold", "silver"]
        else:
            keys = [row[2].get("f~", row[2]["f"]) for row in rows]
            assert keys == sorted(keys)
            assert [row[1] for row in rows] == keys
        if key != "amount":
            for client_id in ids:
                kept = next(row[2]["f"] for row in rows if row[0] == client_id)
                found = ask.session.scalars(
                    select(ClientField.client_id).where(value == kept)
                ).all()
                assert client_id in found


def test_indexes_come_and_go_with_what_fields_ask(desk: Desk) -> None:
    def names() -> set[str]:
        with desk.units.database.reads.connect() as connection:
            return held_indexes(connection, "core_client_field")

    make(desk, spec("n", "integer", is_filterable=True), spec("t", is_sortable=True))
    with desk.write() as work:
        index_fields(work, {"object": "client"})
    assert len(names()) == 2
    with desk.write() as work:
        key = field_set(work, "client").by_code["n"].public_id
        edit_field(work, key, spec("n", "integer"))
        index_fields(work, {"object": "client"})
    assert len(names()) == 1
