"""The database before and after: what a request changed, and putting it back."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import event, insert, select, update

from onglet.testing.leaks.rows import tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Table

    from onglet.testing.leaks.world import World

WRITES: Final = ("INSERT", "UPDATE", "DELETE", "WITH", "MERGE", "REPLACE")
NOTES: Final = frozenset(
    {
        "core_asked_elsewhere",
        "core_attempt",
        "core_half_sign_in",
        "core_look",
        "core_plugin_failure",
        "core_recent",
        "core_sign_in",
        "core_word",
    }
)
"""Tables in which a request notes that it was made, whatever it asked for."""

INSTANTS: Final = frozenset({"last_seen_at", "last_used_at"})

Row = dict[str, Any]
Kept = dict[str, dict[tuple[Any, ...], Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A row that came, went or changed. `old` or `new` is None for a row that was not there."""

    table: Table
    old: Row | None
    new: Row | None

    @property
    def row(self) -> Row:
        """Give the row as it is, or as it was."""
        return self.new or self.old or {}

    def __str__(self) -> str:
        if self.old is None or self.new is None:
            return f"{'removed from' if self.new is None else 'added to'} {self.table.name}"
        names = [name for name, value in self.new.items() if self.old[name] != value]
        return f"{self.table.name}: {', '.join(names)}"


@dataclass(slots=True, kw_only=True)
class Keeper:
    """Keeps a copy of every row, and puts it back after a request that wrote."""

    world: World
    kept: Kept = field(default_factory=dict)
    has_written: bool = False

    def keep(self) -> None:
        """Copy every row."""
        self.kept = self._rows()

    @contextmanager
    def noticing(self) -> Iterator[None]:
        """Notice statements that write, within the block."""

        def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if statement.lstrip().upper().startswith(WRITES):
                self.has_written = True

        engine = self.world.site.host.database.reads
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", note)

    def changes(self) -> list[Change]:
        """List what has changed since the copy, and put it back as it was."""
        if not self.has_written:
            return []
        now = self._rows()
        found = [
            Change(table=table, old=old.get(key), new=new.get(key))
            for table in tables_of(self.world)
            for old, new in [(self.kept[table.name], now[table.name])]
            for key in {*old, *new}
            if old.get(key) != new.get(key)
        ]
        if found:
            self._put_back(found)
        self.has_written = False
        return [change for change in found if not _is_a_note(change)]

    def _rows(self) -> Kept:
        with self.world.site.host.database.reads.connect() as connection:
            return {
                table.name: {
                    tuple(row[column.name] for column in table.primary_key): dict(row)
                    for row in connection.execute(select(table)).mappings()
                }
                for table in tables_of(self.world)
            }

    def _put_back(self, found: list[Change]) -> None:
        with self.world.site.host.database.writes.connect() as connection:
            for change in reversed(found):
                if change.old is None:
                    connection.execute(change.table.delete().where(*_is(change.table, change.row)))
            for change in found:
                if change.new is None and change.old is not None:
                    connection.execute(insert(change.table).values(change.old))
            for change in found:
                if change.new is not None and change.old is not None:
                    connection.execute(
                        update(change.table)
                        .where(*_is(change.table, change.new))
                        .values(change.old)
                    )
            connection.commit()
        self.world.site.host.refresh()


def _is(table: Table, row: Mapping[str, Any]) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key]


def _is_a_note(change: Change) -> bool:
    if change.table.name in NOTES:
        return True
    if change.old is None or change.new is None:
        return False
    changed = {name for name, value in change.new.items() if change.old[name] != value}
    return changed <= INSTANTS
