"""Indexes that lists go through in their order; the bin's holds the bin alone."""

import sqlalchemy as sa
from alembic import op

revision = "core_0004"
down_revision = "core_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.drop_index(op.f("ix_core_client_deleted"), table_name="core_client")
    op.drop_index(op.f("ix_core_client_owner"), table_name="core_client")
    op.create_index(
        "ix_core_client_archived_name",
        "core_client",
        ["name_sort", "id"],
        unique=False,
        sqlite_where=sa.text("archived_at IS NOT NULL"),
        postgresql_where=sa.text("archived_at IS NOT NULL"),
    )
    op.create_index(
        "ix_core_client_binned",
        "core_client",
        ["deleted_at"],
        unique=False,
        sqlite_where=sa.text("deleted_at IS NOT NULL"),
        postgresql_where=sa.text("deleted_at IS NOT NULL"),
    )
    op.create_index(
        "ix_core_client_form_name", "core_client", ["legal_form", "name_sort", "id"], unique=False
    )
    op.create_index(
        "ix_core_client_owner_name", "core_client", ["owner_id", "name_sort", "id"], unique=False
    )
    op.create_index(
        "ix_core_client_sector_name", "core_client", ["sector", "name_sort", "id"], unique=False
    )
    op.create_index("ix_core_person_created", "core_person", ["created_at", "id"], unique=False)
    op.create_index(
        "ix_core_address_main_postcode",
        "core_address",
        ["country", "postcode", "client_id"],
        unique=False,
        sqlite_where=sa.text("is_main = 1 AND until_on IS NULL"),
        postgresql_where=sa.text("is_main AND until_on IS NULL"),
    )


def downgrade() -> None:
    """Take the revision back."""
    op.drop_index("ix_core_address_main_postcode", table_name="core_address")
    op.drop_index("ix_core_person_created", table_name="core_person")
    op.drop_index("ix_core_client_sector_name", table_name="core_client")
    op.drop_index("ix_core_client_owner_name", table_name="core_client")
    op.drop_index("ix_core_client_form_name", table_name="core_client")
    op.drop_index(
        "ix_core_client_binned",
        table_name="core_client",
        sqlite_where=sa.text("deleted_at IS NOT NULL"),
        postgresql_where=sa.text("deleted_at IS NOT NULL"),
    )
    op.drop_index(
        "ix_core_client_archived_name",
        table_name="core_client",
        sqlite_where=sa.text("archived_at IS NOT NULL"),
        postgresql_where=sa.text("archived_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_core_client_owner"), "core_client", ["owner_id"], unique=False)
    op.create_index(op.f("ix_core_client_deleted"), "core_client", ["deleted_at"], unique=False)
