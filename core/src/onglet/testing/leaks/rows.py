"""Rows in every table, and a mark in every column that can hold one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from onglet.clients.search_words import note_words
from onglet.db.base import Base, ClientOwned, PersonOwned
from onglet.testing.leaks.columns import (
    Kind,
    is_needed,
    kind_of,
    owner_of,
    plain_value,
)
from onglet.testing.leaks.marks import Place
from onglet.work.session import unrestricted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlalchemy import Column, Table
    from sqlalchemy.engine import Connection

    from onglet.testing.leaks.world import World

OUT: frozenset[str] = frozenset({"core_job", "core_grant", "core_handover_row"})
"""Tables left as they are: their texts are codes, or what the application says of itself."""


def tables_of(world: World) -> list[Table]:
    """List the tables of the core and of the plugins of the site, those they point to first."""
    prefixes = tuple(f"{item.name}_" for item in world.site.host.loaded.plugins)
    return [table for table in Base.metadata.sorted_tables if table.name.startswith(prefixes)]


def note_read_rights(world: World) -> None:
    """Remember which tables ask for a right of their own."""
    for mapper in Base.registry.mappers:
        right = getattr(mapper.class_, "read_right", None)
        if isinstance(right, str) and right in world.rights:
            world.read_rights[mapper.local_table.name] = right  # type: ignore[attr-defined]


def complete(world: World, keys: Iterable[str]) -> list[str]:
    """Write a row in each table of clients and persons that has none; name those without one."""
    lacking: list[str] = []
    for table in tables_of(world):
        column = owner_of(table)
        if column in {"", "id"} or table.name in OUT or not _is_owned(table):
            continue
        for key in keys:
            with world.site.host.database.writes.connect() as connection:
                owner_id = _owner_id(world, column, key)
                if connection.execute(
                    select(table.c[column]).where(table.c[column] == owner_id).limit(1)
                ).first():
                    continue
                try:
                    connection.execute(insert(table).values(_row(world, connection, table, key)))
                    connection.commit()
                except SQLAlchemyError:
                    lacking.append(table.name)
    return sorted(set(lacking))


def names_of(world: World) -> dict[str, str]:
    """Give the name of each client as it now stands."""
    table = Base.metadata.tables["core_client"]
    with world.site.host.database.reads.connect() as connection:
        rows = connection.execute(select(table.c.id, table.c.name)).all()
    names = {row.id: row.name for row in rows}
    return {key: names[client.id] for key, client in world.clients.items()}


def _is_owned(table: Table) -> bool:
    return any(
        mapper.local_table is table and issubclass(mapper.class_, ClientOwned | PersonOwned)
        for mapper in Base.registry.mappers
    )


def _owner_id(world: World, column: str, key: str) -> int:
    if column == "client_id":
        return world.clients[key].id
    return next(person for person, keys in world.persons.items() if keys == (key,))


def _row(world: World, connection: Connection, table: Table, key: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in table.columns:
        if column.name in {"client_id", "person_id"}:
            found[column.name] = _owner_id(world, column.name, key)
        elif column.foreign_keys and not column.nullable:
            found[column.name] = _target(world, connection, column, key)
        elif "DateTime" in type(column.type).__name__ and not column.nullable:
            found[column.name] = world.site.clock()
        elif is_needed(column) and not (column.primary_key and column.name == "id"):
            found[column.name] = plain_value(column, world.site.clock(), "x")
    return found


def _target(world: World, connection: Connection, column: Column[Any], key: str) -> Any:
    target = next(iter(column.foreign_keys)).column
    query = select(target).limit(1)
    if "client_id" in target.table.columns:
        query = query.where(target.table.c.client_id == world.clients[key].id)
    if target.table.name == "core_user":
        return world.users["rival"]
    return connection.execute(query).scalar()


def mark_all(world: World, wanted: Callable[[Place], bool] = lambda _place: True) -> None:
    """Put a new mark in every free column whose place is wanted."""
    said: list[str] = []
    with world.site.host.database.writes.connect() as connection:
        for table in tables_of(world):
            if table.name not in OUT:
                said += _mark_table(world, connection, table, wanted)
        connection.commit()
    with world.site.working() as work, unrestricted(work.session, reason="words of the world"):
        note_words(work.session, said)


def _mark_table(
    world: World, connection: Connection, table: Table, wanted: Callable[[Place], bool]
) -> list[str]:
    keys = list(table.primary_key.columns)
    said: list[str] = []
    for row in connection.execute(select(table)).mappings().all():
        found = dict(row)
        whose = whose_row(world, table, found)
        if whose is None:
            continue
        values = dict(_values(world, table, found, whose, wanted))
        if not values:
            continue
        if "search_text" in values:
            values["search_text"] = " ".join(
                str(text).lower() for name, text in values.items() if isinstance(text, str)
            )
            said.append(values["search_text"])
        if "name_sort" in values:
            values["name_sort"] = str(values.get("name") or values.get("family_name", "")).lower()
        where = [column == row[column.name] for column in keys]
        connection.execute(update(table).where(*where).values(values))
    return said


def whose_row(
    world: World, table: Table, row: Mapping[str, Any]
) -> tuple[tuple[str, ...], str] | None:
    """Give the clients that open a row and the colleague it is for; None for a row of all."""
    clients = {client.id: key for key, client in world.clients.items()}
    column = owner_of(table)
    subjects: tuple[str, ...] = ()
    if table.name == "core_client" or column == "client_id":
        found = clients.get(row[column])
        if found is None and row[column] is not None:
            return None
        subjects = (found,) if found else ()
    elif column:
        subjects = world.persons.get(row[column], ())
        if not subjects:
            return None
    users = {number: name for name, number in world.users.items()}
    user = ""
    if "user_id" in row and (not subjects or table.name == "core_notification"):
        user = users.get(row["user_id"], "")
    elif table.name == "core_user":
        user = users.get(row["id"], "")
    return (subjects, user) if subjects or user else None


def _values(
    world: World,
    table: Table,
    row: Mapping[str, Any],
    whose: tuple[tuple[str, ...], str],
    wanted: Callable[[Place], bool],
) -> Iterator[tuple[str, Any]]:
    subjects, user = whose
    for column in table.columns:
        kind = None if table.name == "core_user" else kind_of(column)
        if kind is None or row[column.name] is None:
            continue
        place = Place(table=table.name, column=column.name, subjects=subjects, user=user)
        if wanted(place):
            yield column.name, _shaped(world, kind, place)


def _shaped(world: World, kind: Kind, place: Place) -> Any:
    if kind in {Kind.TEXT, Kind.FOLDED}:
        return world.marks.text(place)
    if kind is Kind.EMAIL:
        return f"{world.marks.text(place)}@walk.example"
    if kind is Kind.LINK:
        return f"https://{world.marks.text(place)}.example/"
    if kind is Kind.PHONE:
        return f"+33{world.marks.digits(place, 'phone')}"
    if kind is Kind.MONEY:
        return int(world.marks.digits(place, "amount")) * 100
    digits = world.marks.digits(place, "siren")
    return digits if kind is Kind.SIREN else f"{digits}00001"
