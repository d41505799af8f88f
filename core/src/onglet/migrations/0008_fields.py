"""Custom fields: definitions, groups, the values of clients and contacts."""

import sqlalchemy as sa
from alembic import op

from onglet.db import types as onglet_types

revision = "core_0008"
down_revision = "core_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "core_field_group",
        sa.Column("object", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("labels", onglet_types.Document, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_field_group")),
        sa.UniqueConstraint("public_id", name=op.f("uq_core_field_group_public_id")),
    )
    op.create_index("uq_core_field_group_code", "core_field_group", ["object", "code"], unique=True)
    op.create_table(
        "core_field_definition",
        sa.Column("object", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("group_id", onglet_types.Key, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("spec", onglet_types.Document, nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("archived_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("former", onglet_types.Document, nullable=True),
        sa.Column("retyped_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["core_field_group.id"],
            name=op.f("fk_core_field_definition_group_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_field_definition")),
        sa.UniqueConstraint("public_id", name=op.f("uq_core_field_definition_public_id")),
    )
    op.create_index(
        "uq_core_field_definition_code", "core_field_definition", ["object", "code"], unique=True
    )
    op.create_index(
        op.f("ix_core_field_definition_group_id"),
        "core_field_definition",
        ["group_id"],
        unique=False,
    )
    op.create_table(
        "core_field_former",
        sa.Column("field_id", onglet_types.Key, nullable=False),
        sa.Column("row_id", onglet_types.Key, nullable=False),
        sa.Column("old", onglet_types.Document, nullable=False),
        sa.Column("new", onglet_types.Document, nullable=True),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["field_id"],
            ["core_field_definition.id"],
            name=op.f("fk_core_field_former_field_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_field_former")),
    )
    op.create_index("ix_core_field_former_field", "core_field_former", ["field_id", "row_id"])
    op.create_table(
        "core_field_claim",
        sa.Column("field_id", onglet_types.Key, autoincrement=False, nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("row_id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["field_id"],
            ["core_field_definition.id"],
            name=op.f("fk_core_field_claim_field_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("field_id", "value", name=op.f("pk_core_field_claim")),
    )
    op.create_index(op.f("ix_core_field_claim_row_id"), "core_field_claim", ["row_id"])
    for noun, owner in (("client", "core_client"), ("person", "core_person")):
        op.create_table(
            f"core_{noun}_field",
            sa.Column(f"{noun}_id", onglet_types.Key, nullable=False),
            sa.Column("held", onglet_types.Document, nullable=False),
            sa.ForeignKeyConstraint(
                [f"{noun}_id"],
                [f"{owner}.id"],
                name=op.f(f"fk_core_{noun}_field_{noun}_id"),
                ondelete="CASCADE",
            ),
            sa.PrimaryKeyConstraint(f"{noun}_id", name=op.f(f"pk_core_{noun}_field")),
        )


def downgrade() -> None:
    """Take the revision back."""
    for table in (
        "core_person_field",
        "core_client_field",
        "core_field_claim",
        "core_field_former",
        "core_field_definition",
        "core_field_group",
    ):
        op.drop_table(table)
