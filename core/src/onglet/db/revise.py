"""Writing a new revision from what the models say and the database has not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext

from onglet.db.base import Base
from onglet.db.migrate import Owner, comparison_options, head
from onglet.db.types import Scaled

if TYPE_CHECKING:
    from pathlib import Path

    from alembic.operations.ops import UpgradeOps
    from sqlalchemy.engine import Connection

OURS: dict[tuple[str, bool], str] = {
    ("UtcDateTime", False): "onglet_types.UtcDateTime()",
    ("JSON", True): "onglet_types.Document",
    ("BigInteger", True): "onglet_types.Key",
    ("String", True): "onglet_types.SortKey",
}
"""How our column types are written, by class and by whether they vary with the engine."""

TEMPLATE = '''"""{message}."""

import sqlalchemy as sa
from alembic import op

from onglet.db import types as onglet_types

revision = "{revision}"
down_revision = {down!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
{upgrade}


def downgrade() -> None:
    """Take the revision back."""
{downgrade}
'''


def new_revision(connection: Connection, owner: Owner, message: str) -> Path:
    """Write the revision that brings an owner's tables to its models; give its file."""
    context = MigrationContext.configure(connection, opts=comparison_options(owner))
    script = produce_migrations(context, Base.metadata)
    present = sorted(path.stem for path in owner.folder.glob("[0-9]*.py"))
    number = int(present[-1][:4]) + 1 if present else 1
    slug = re.sub(r"[^a-z0-9]+", "_", message.lower()).strip("_")[:40]
    owner.folder.mkdir(parents=True, exist_ok=True)
    path = owner.folder / f"{number:04}_{slug}.py"
    upgrade, downgrade = script.upgrade_ops, script.downgrade_ops
    if upgrade is None or downgrade is None:
        raise ValueError("There is nothing to write: the tables are as the models say.")
    path.write_text(
        TEMPLATE.format(
            message=message,
            revision=f"{owner.name}_{number:04}",
            down=head(owner),
            upgrade=_code(upgrade),
            downgrade=_code(downgrade),
        ),
        encoding="utf-8",
    )
    return path


def _code(operations: UpgradeOps | Any) -> str:
    code = render_python_code(operations, render_item=_render)
    lines = [line for line in code.splitlines() if not line.lstrip().startswith("#")]
    return "\n".join(line if line.startswith("    ") else f"    {line}" for line in lines)


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    if kind != "type":
        return False
    has_variant = bool(getattr(item, "_variant_mapping", None))
    if type(item) is Scaled:
        return f"onglet_types.Scaled({item.places})"
    return OURS.get((type(item).__name__, has_variant), False)
