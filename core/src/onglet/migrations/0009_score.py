"""Points of the score: an address of their own, the name of who gave them, a day as their end."""

import sqlalchemy as sa
from alembic import op

from onglet.db.types import Key, UtcDateTime

revision = "core_0009"
down_revision = "core_0008"
branch_labels = None
depends_on = None

TABLE = "core_score_point"


def upgrade() -> None:
    """Apply the revision. Nothing could write the table before: it is made anew."""
    _drop()
    _create(
        sa.Column("given_by_name", sa.String(250), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("public_id", sa.String(16), nullable=False),
        sa.UniqueConstraint("public_id", name=op.f("uq_core_score_point_public_id")),
    )


def downgrade() -> None:
    """Take the revision back."""
    _drop()
    _create(sa.Column("ends_at", UtcDateTime(), nullable=True))


def _drop() -> None:
    op.drop_index(op.f("ix_core_score_point_client_id"), table_name=TABLE)
    op.drop_table(TABLE)


def _create(*own: sa.schema.SchemaItem) -> None:
    op.create_table(
        TABLE,
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("given_by_id", Key, nullable=True),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("client_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["core_client.id"],
            name=op.f("fk_core_score_point_client_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"],
            ["core_user.id"],
            name=op.f("fk_core_score_point_given_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_score_point")),
        *own,
    )
    op.create_index(op.f("ix_core_score_point_client_id"), TABLE, ["client_id"])
