"""Requests for access, and an index for the log of grants."""

import sqlalchemy as sa
from alembic import op

from onglet.db.types import Key, UtcDateTime

revision = "core_0007"
down_revision = "core_0006"
branch_labels = None
depends_on = None

GRANTS = (
    "(CASE WHEN subject IN ('core.share', 'core.access_request', 'core.group', 'core.profile',"
    " 'core.user') THEN 1 WHEN subject = 'core.client' AND action = 'reassign' THEN 1 ELSE 0 END)"
    " = 1"
)


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "core_access_request",
        sa.Column("client_id", Key, nullable=False),
        sa.Column("asker_id", Key, nullable=False),
        sa.Column("right", sa.String(160), nullable=False),
        sa.Column("message", sa.String(500), nullable=False),
        sa.Column("times", sa.SmallInteger(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by_id", Key, nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("word", sa.String(500), nullable=False),
        sa.Column("public_id", sa.String(16), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["core_user.id"],
            name=op.f("fk_core_access_request_answered_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["asker_id"],
            ["core_user.id"],
            name=op.f("fk_core_access_request_asker_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["core_client.id"],
            name=op.f("fk_core_access_request_client_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_access_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_core_access_request_public_id")),
    )
    op.create_index(op.f("ix_core_access_request_client_id"), "core_access_request", ["client_id"])
    op.create_index("ix_core_access_request_asker", "core_access_request", ["asker_id", "asked_at"])
    op.create_index(
        "uq_core_access_request_open",
        "core_access_request",
        ["client_id", "asker_id", "right"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_index(
        "ix_core_change_grants",
        "core_change",
        ["id"],
        sqlite_where=sa.text(GRANTS),
        postgresql_where=sa.text(GRANTS),
    )


def downgrade() -> None:
    """Take the revision back."""
    op.drop_index("ix_core_change_grants", table_name="core_change")
    op.drop_table("core_access_request")
