"""Small plugins with tables, as wheels of two versions would bring them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.tests.platform import sinners

from onglet.host.discovery import Found

FIRST = '''"""The thing."""

import sqlalchemy as sa
from alembic import op

from onglet.db import types as onglet_types

revision = "{name}_0001"
down_revision = None


def upgrade():
    op.create_table(
        "{name}_thing",
        sa.Column("id", onglet_types.Key, primary_key=True),
        sa.Column("text", sa.String(50), nullable=False),
        sa.Column("client_id", onglet_types.Key, sa.ForeignKey("core_client.id"), index=True),
        {reference}
    )
'''
REFERENCE = 'sa.Column("{other}_id", onglet_types.Key, sa.ForeignKey("{other}_thing.id")),'
SECOND = '''"""Its size."""

import sqlalchemy as sa
from alembic import op

revision = "{name}_0002"
down_revision = "{name}_0001"


def upgrade():
    op.add_column("{name}_thing", sa.Column("size", sa.Integer, nullable=True))
'''
BROKEN = '''"""A step that fails half-way."""

import sqlalchemy as sa
from alembic import op

revision = "{name}_0002"
down_revision = "{name}_0001"


def upgrade():
    op.create_table("{name}_half", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("INSERT INTO nowhere VALUES (1)")
'''


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged(Found):
    """A plugin that lies in a folder of the test's choosing."""

    place: Path = field(default=Path())

    @property
    def folder(self) -> Path | None:
        return self.place


def stage(
    into: Path, name: str, version: int = 1, *, requires: tuple[str, ...] = (), last: str = SECOND
) -> Staged:
    """Write a plugin of this version in a folder of its own; version 2 has one more step."""
    place = into / f"{name}-{version}-{len(last)}"
    steps = place / "migrations"
    if not steps.exists():
        steps.mkdir(parents=True)
        reference = REFERENCE.format(other=requires[0]) if requires else ""
        (steps / "0001_thing.py").write_text(FIRST.format(name=name, reference=reference))
        if version > 1:
            (steps / "0002_size.py").write_text(last.format(name=name))
    plugin: Any = sinners.with_tab(name)
    type(plugin).requires = requires
    return Staged(name=name, distribution="", version=str(version), plugin=plugin, place=place)
