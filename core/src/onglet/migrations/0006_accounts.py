"""Second steps, identities elsewhere, looks as a profile, handovers."""

import sqlalchemy as sa
from alembic import op

from onglet.db import types as onglet_types

revision = "core_0006"
down_revision = "core_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "core_asked_elsewhere",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.String(length=128), nullable=False),
        sa.Column("target", sa.String(length=2000), nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_asked_elsewhere")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_core_asked_elsewhere_state_hash")),
    )
    op.create_table(
        "core_half_sign_in",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", onglet_types.Key, nullable=False),
        sa.Column("stamp", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.String(length=500), nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["core_user.id"],
            name=op.f("fk_core_half_sign_in_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_half_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_core_half_sign_in_token_hash")),
    )
    op.create_index(
        op.f("ix_core_half_sign_in_user_id"), "core_half_sign_in", ["user_id"], unique=False
    )
    op.create_table(
        "core_handover",
        sa.Column("from_id", onglet_types.Key, nullable=False),
        sa.Column("to_id", onglet_types.Key, nullable=False),
        sa.Column("by_id", onglet_types.Key, nullable=True),
        sa.Column("done_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("undone_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("counts", onglet_types.Document, nullable=False),
        sa.Column("kept", onglet_types.Document, nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["core_user.id"], name=op.f("fk_core_handover_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["core_user.id"], name=op.f("fk_core_handover_from_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["core_user.id"], name=op.f("fk_core_handover_to_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_handover")),
        sa.UniqueConstraint("public_id", name=op.f("uq_core_handover_public_id")),
    )
    op.create_index(op.f("ix_core_handover_from_id"), "core_handover", ["from_id"], unique=False)
    op.create_index(op.f("ix_core_handover_to_id"), "core_handover", ["to_id"], unique=False)
    op.create_table(
        "core_identity",
        sa.Column("user_id", onglet_types.Key, nullable=False),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("last_used_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["core_user.id"], name=op.f("fk_core_identity_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_core_identity_issuer_subject")),
    )
    op.create_index(op.f("ix_core_identity_user_id"), "core_identity", ["user_id"], unique=False)
    op.create_table(
        "core_look",
        sa.Column("user_id", onglet_types.Key, nullable=False),
        sa.Column("profile_id", onglet_types.Key, nullable=True),
        sa.Column("profile_name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("started_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("ends_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["core_profile.id"],
            name=op.f("fk_core_look_profile_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["core_user.id"], name=op.f("fk_core_look_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_look")),
    )
    op.create_index(op.f("ix_core_look_profile_id"), "core_look", ["profile_id"], unique=False)
    op.create_index(op.f("ix_core_look_user_id"), "core_look", ["user_id"], unique=False)
    op.create_table(
        "core_recovery_code",
        sa.Column("user_id", onglet_types.Key, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["core_user.id"],
            name=op.f("fk_core_recovery_code_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_recovery_code")),
    )
    op.create_index(
        op.f("ix_core_recovery_code_user_id"), "core_recovery_code", ["user_id"], unique=False
    )
    op.create_table(
        "core_second_step",
        sa.Column("user_id", onglet_types.Key, nullable=False),
        sa.Column("sealed", sa.String(length=500), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["core_user.id"],
            name=op.f("fk_core_second_step_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_core_second_step")),
    )
    op.create_table(
        "core_handover_kind",
        sa.Column("handover_id", onglet_types.Key, nullable=False),
        sa.Column("belonging", sa.String(length=120), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["handover_id"],
            ["core_handover.id"],
            name=op.f("fk_core_handover_kind_handover_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_handover_kind")),
        sa.UniqueConstraint(
            "handover_id", "belonging", name=op.f("uq_core_handover_kind_handover_id_belonging")
        ),
    )
    op.create_table(
        "core_handover_row",
        sa.Column("kind_id", onglet_types.Key, nullable=False),
        sa.Column("row_id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["kind_id"],
            ["core_handover_kind.id"],
            name=op.f("fk_core_handover_row_kind_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("kind_id", "row_id", name=op.f("pk_core_handover_row")),
    )
    op.add_column(
        "core_api_token",
        sa.Column("start", sa.String(length=20), server_default="", nullable=False),
    )
    op.add_column(
        "core_profile",
        sa.Column("asks_second_step", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("core_sign_in", sa.Column("look_id", onglet_types.Key, nullable=True))


def downgrade() -> None:
    """Take the revision back."""
    op.drop_column("core_sign_in", "look_id")
    op.drop_column("core_profile", "asks_second_step")
    op.drop_column("core_api_token", "start")
    op.drop_table("core_handover_row")
    op.drop_table("core_handover_kind")
    op.drop_table("core_second_step")
    op.drop_index(op.f("ix_core_recovery_code_user_id"), table_name="core_recovery_code")
    op.drop_table("core_recovery_code")
    op.drop_index(op.f("ix_core_look_user_id"), table_name="core_look")
    op.drop_index(op.f("ix_core_look_profile_id"), table_name="core_look")
    op.drop_table("core_look")
    op.drop_index(op.f("ix_core_identity_user_id"), table_name="core_identity")
    op.drop_table("core_identity")
    op.drop_index(op.f("ix_core_handover_to_id"), table_name="core_handover")
    op.drop_index(op.f("ix_core_handover_from_id"), table_name="core_handover")
    op.drop_table("core_handover")
    op.drop_index(op.f("ix_core_half_sign_in_user_id"), table_name="core_half_sign_in")
    op.drop_table("core_half_sign_in")
    op.drop_table("core_asked_elsewhere")
