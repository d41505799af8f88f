"""Activity entries."""

import sqlalchemy as sa
from alembic import op

from onglet import api as onglet_types

revision = "activity_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "activity_entry",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("subject", sa.String(length=250), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("actor_id", onglet_types.Key, nullable=True),
        sa.Column("assignee_id", onglet_types.Key, nullable=True),
        sa.Column("occurred_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("due_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("starts_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("ends_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("is_all_day", sa.Boolean(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("done_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("done_by_id", onglet_types.Key, nullable=True),
        sa.Column("direction", sa.String(length=4), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("length_minutes", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=250), nullable=False),
        sa.Column("follows_id", onglet_types.Key, nullable=True),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("deleted_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("deleted_by_id", onglet_types.Key, nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["core_user.id"],
            name=op.f("fk_activity_entry_actor_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["assignee_id"],
            ["core_user.id"],
            name=op.f("fk_activity_entry_assignee_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["core_client.id"],
            name=op.f("fk_activity_entry_client_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by_id"],
            ["core_user.id"],
            name=op.f("fk_activity_entry_deleted_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"],
            ["core_user.id"],
            name=op.f("fk_activity_entry_done_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"],
            ["activity_entry.id"],
            name=op.f("fk_activity_entry_follows_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_entry")),
        sa.UniqueConstraint("public_id", name=op.f("uq_activity_entry_public_id")),
    )
    op.create_index(
        op.f("ix_activity_entry_actor_id"), "activity_entry", ["actor_id"], unique=False
    )
    op.create_index(
        op.f("ix_activity_entry_client_id"), "activity_entry", ["client_id"], unique=False
    )
    op.create_index(
        "ix_activity_entry_events",
        "activity_entry",
        ["assignee_id", "kind", "starts_at"],
        unique=False,
    )
    op.create_index(
        "ix_activity_entry_external", "activity_entry", ["source", "external_id"], unique=False
    )
    op.create_index(
        "ix_activity_entry_feed", "activity_entry", ["client_id", "occurred_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_activity_entry_follows_id"), "activity_entry", ["follows_id"], unique=False
    )
    op.create_index(
        "ix_activity_entry_mine",
        "activity_entry",
        ["assignee_id", "kind", "done_at", "due_at"],
        unique=False,
    )
    op.create_index(
        "ix_activity_entry_occurred", "activity_entry", ["occurred_at", "id"], unique=False
    )
    op.create_index(
        "ix_activity_entry_tasks",
        "activity_entry",
        ["client_id", "kind", "done_at", "due_at"],
        unique=False,
    )
    op.create_table(
        "activity_entry_person",
        sa.Column("entry_id", onglet_types.Key, nullable=False),
        sa.Column("person_id", onglet_types.Key, nullable=False),
        sa.Column("client_id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["core_client.id"],
            name=op.f("fk_activity_entry_person_client_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["activity_entry.id"],
            name=op.f("fk_activity_entry_person_entry_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["core_person.id"],
            name=op.f("fk_activity_entry_person_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "person_id", name=op.f("pk_activity_entry_person")),
    )
    op.create_index(
        op.f("ix_activity_entry_person_client_id"),
        "activity_entry_person",
        ["client_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_activity_entry_person_person_id"),
        "activity_entry_person",
        ["person_id"],
        unique=False,
    )
    op.create_table(
        "activity_reminder",
        sa.Column("entry_id", onglet_types.Key, nullable=False),
        sa.Column("user_id", onglet_types.Key, nullable=False),
        sa.Column("fire_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("choice", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("sent_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.Column("client_id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["core_client.id"],
            name=op.f("fk_activity_reminder_client_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["activity_entry.id"],
            name=op.f("fk_activity_reminder_entry_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["core_user.id"],
            name=op.f("fk_activity_reminder_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_reminder")),
    )
    op.create_index(
        op.f("ix_activity_reminder_client_id"), "activity_reminder", ["client_id"], unique=False
    )
    op.create_index(
        "ix_activity_reminder_due", "activity_reminder", ["sent_at", "fire_at"], unique=False
    )
    op.create_index(
        op.f("ix_activity_reminder_entry_id"), "activity_reminder", ["entry_id"], unique=False
    )
    op.create_index(
        op.f("ix_activity_reminder_user_id"), "activity_reminder", ["user_id"], unique=False
    )


def downgrade() -> None:
    """Take the revision back."""
    op.drop_index(op.f("ix_activity_reminder_user_id"), table_name="activity_reminder")
    op.drop_index(op.f("ix_activity_reminder_entry_id"), table_name="activity_reminder")
    op.drop_index("ix_activity_reminder_due", table_name="activity_reminder")
    op.drop_index(op.f("ix_activity_reminder_client_id"), table_name="activity_reminder")
    op.drop_table("activity_reminder")
    op.drop_index(op.f("ix_activity_entry_person_person_id"), table_name="activity_entry_person")
    op.drop_index(op.f("ix_activity_entry_person_client_id"), table_name="activity_entry_person")
    op.drop_table("activity_entry_person")
    op.drop_index("ix_activity_entry_tasks", table_name="activity_entry")
    op.drop_index("ix_activity_entry_occurred", table_name="activity_entry")
    op.drop_index("ix_activity_entry_mine", table_name="activity_entry")
    op.drop_index(op.f("ix_activity_entry_follows_id"), table_name="activity_entry")
    op.drop_index("ix_activity_entry_feed", table_name="activity_entry")
    op.drop_index("ix_activity_entry_external", table_name="activity_entry")
    op.drop_index("ix_activity_entry_events", table_name="activity_entry")
    op.drop_index(op.f("ix_activity_entry_client_id"), table_name="activity_entry")
    op.drop_index(op.f("ix_activity_entry_actor_id"), table_name="activity_entry")
    op.drop_table("activity_entry")
