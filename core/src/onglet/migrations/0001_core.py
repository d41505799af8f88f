"""The core's tables."""

import sqlalchemy as sa
from alembic import op

from onglet.db import types as onglet_types

revision = "core_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "core_attempt",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_attempt")),
    )
    op.create_index(op.f("ix_core_attempt_key"), "core_attempt", ["key"], unique=False)
    op.create_table(
        "core_generation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_generation")),
    )
    op.create_table(
        "core_group",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_group")),
        sa.UniqueConstraint("name", name=op.f("uq_core_group_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_core_group_public_id")),
    )
    op.create_table(
        "core_plugin",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("paused_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("pause_reason", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_core_plugin")),
    )
    op.create_table(
        "core_plugin_failure",
        sa.Column("plugin", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("cause", sa.String(length=500), nullable=False),
        sa.Column("trace", sa.Text(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_plugin_failure")),
        sa.UniqueConstraint("reference", name=op.f("uq_core_plugin_failure_reference")),
    )
    op.create_index(
        "ix_core_plugin_failure_plugin", "core_plugin_failure", ["plugin", "id"], unique=False
    )
    op.create_table(
        "core_profile",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("all_rights", sa.Boolean(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_profile")),
        sa.UniqueConstraint("name", name=op.f("uq_core_profile_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_core_profile_public_id")),
    )
    op.create_table(
        "core_schedule",
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("due_at", onglet_types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_core_schedule")),
    )
    op.create_table(
        "core_setting",
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("value", onglet_types.Document, nullable=False),
        sa.Column("updated_at", onglet_types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_core_setting")),
    )
    op.create_table(
        "core_profile_right",
        sa.Column("profile_id", onglet_types.Key, nullable=False),
        sa.Column("right", sa.String(length=160), nullable=False),
        sa.Column("reach", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["core_profile.id"],
            name=op.f("fk_core_profile_right_profile_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("profile_id", "right", name=op.f("pk_core_profile_right")),
    )
    op.create_table(
        "core_user",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("given_name", sa.String(length=120), nullable=False),
        sa.Column("family_name", sa.String(length=120), nullable=False),
        sa.Column("name_sort", onglet_types.SortKey, nullable=False),
        sa.Column("profile_id", onglet_types.Key, nullable=False),
        sa.Column("password_hash", sa.String(length=300), nullable=True),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("theme", sa.String(length=8), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("deactivated_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("last_seen_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["core_profile.id"],
            name=op.f("fk_core_user_profile_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_user")),
        sa.UniqueConstraint("email", name=op.f("uq_core_user_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_core_user_public_id")),
    )
    op.create_index(op.f("ix_core_user_profile_id"), "core_user", ["profile_id"], unique=False)
    op.create_table(
        "core_api_token",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", onglet_types.Key, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("scopes", onglet_types.Document, nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("last_used_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("revoked_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["core_user.id"],
            name=op.f("fk_core_api_token_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_core_api_token_token_hash")),
    )
    op.create_index(op.f("ix_core_api_token_user_id"), "core_api_token", ["user_id"], unique=False)
    op.create_table(
        "core_invitation",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", onglet_types.Key, nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("stamp", sa.String(length=64), nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("used_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["core_user.id"],
            name=op.f("fk_core_invitation_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_core_invitation_token_hash")),
    )
    op.create_index(
        op.f("ix_core_invitation_user_id"), "core_invitation", ["user_id"], unique=False
    )
    op.create_table(
        "core_membership",
        sa.Column("user_id", onglet_types.Key, nullable=False),
        sa.Column("group_id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["core_group.id"],
            name=op.f("fk_core_membership_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["core_user.id"],
            name=op.f("fk_core_membership_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "group_id", name=op.f("pk_core_membership")),
    )
    op.create_index(
        op.f("ix_core_membership_group_id"), "core_membership", ["group_id"], unique=False
    )
    op.create_table(
        "core_person",
        sa.Column("civility", sa.String(length=8), nullable=False),
        sa.Column("given_name", sa.String(length=120), nullable=False),
        sa.Column("family_name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("name_sort", onglet_types.SortKey, nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("mobile", sa.String(length=40), nullable=False),
        sa.Column("fax", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("owner_id", onglet_types.Key, nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", onglet_types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["core_user.id"],
            name=op.f("fk_core_person_owner_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_person")),
        sa.UniqueConstraint("public_id", name=op.f("uq_core_person_public_id")),
    )
    op.create_index("ix_core_person_email", "core_person", ["email"], unique=False)
    op.create_index("ix_core_person_name", "core_person", ["name_sort", "id"], unique=False)
    op.create_index(op.f("ix_core_person_owner_id"), "core_person", ["owner_id"], unique=False)
    op.create_table(
        "core_pinned_value",
        sa.Column("user_id", onglet_types.Key, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["core_user.id"],
            name=op.f("fk_core_pinned_value_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_core_pinned_value")),
    )
    op.create_table(
        "core_sign_in",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("user_id", onglet_types.Key, nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=300), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["core_user.id"], name=op.f("fk_core_sign_in_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_core_sign_in_token_hash")),
    )
    op.create_index(op.f("ix_core_sign_in_user_id"), "core_sign_in", ["user_id"], unique=False)
    op.create_table(
        "core_client",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.Column("name_sort", onglet_types.SortKey, nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("mobile", sa.String(length=40), nullable=False),
        sa.Column("fax", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("legal_form", sa.String(length=8), nullable=False),
        sa.Column("siren", sa.String(length=20), nullable=False),
        sa.Column("siret", sa.String(length=20), nullable=False),
        sa.Column("naf", sa.String(length=10), nullable=False),
        sa.Column("naf_nomenclature", sa.String(length=12), nullable=False),
        sa.Column("capital_minor", sa.BigInteger(), nullable=True),
        sa.Column("capital_currency", sa.String(length=3), nullable=False),
        sa.Column("capital_is_variable", sa.Boolean(), nullable=False),
        sa.Column("rcs", sa.String(length=120), nullable=False),
        sa.Column("vat_number", sa.String(length=20), nullable=False),
        sa.Column("sector", sa.String(length=120), nullable=False),
        sa.Column("headcount_band", sa.String(length=4), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("headcount_year", sa.Integer(), nullable=True),
        sa.Column("twitter", sa.String(length=300), nullable=False),
        sa.Column("facebook", sa.String(length=300), nullable=False),
        sa.Column("linkedin", sa.String(length=300), nullable=False),
        sa.Column("viadeo", sa.String(length=300), nullable=False),
        sa.Column("third_party_account", sa.String(length=40), nullable=False),
        sa.Column("auxiliary_account", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("town", sa.String(length=120), nullable=False),
        sa.Column("logo_key", sa.String(length=80), nullable=False),
        sa.Column("person_id", onglet_types.Key, nullable=True),
        sa.Column("owner_id", onglet_types.Key, nullable=True),
        sa.Column("last_activity_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("archived_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("deleted_by_id", onglet_types.Key, nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", onglet_types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["deleted_by_id"],
            ["core_user.id"],
            name=op.f("fk_core_client_deleted_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["core_user.id"],
            name=op.f("fk_core_client_owner_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["core_person.id"],
            name=op.f("fk_core_client_person_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_client")),
        sa.UniqueConstraint("public_id", name=op.f("uq_core_client_public_id")),
    )
    op.create_index(
        "ix_core_client_activity", "core_client", ["last_activity_at", "id"], unique=False
    )
    op.create_index("ix_core_client_created", "core_client", ["created_at", "id"], unique=False)
    op.create_index("ix_core_client_deleted", "core_client", ["deleted_at"], unique=False)
    op.create_index("ix_core_client_email", "core_client", ["email"], unique=False)
    op.create_index("ix_core_client_name", "core_client", ["name_sort", "id"], unique=False)
    op.create_index("ix_core_client_owner", "core_client", ["owner_id"], unique=False)
    op.create_index(op.f("ix_core_client_person_id"), "core_client", ["person_id"], unique=False)
    op.create_index("ix_core_client_phone", "core_client", ["phone"], unique=False)
    op.create_index("ix_core_client_siren", "core_client", ["siren"], unique=False)
    op.create_index("ix_core_client_siret", "core_client", ["siret"], unique=False)
    op.create_index(
        "uq_core_client_reference",
        "core_client",
        ["reference"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "core_consent",
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("ground", sa.String(length=60), nullable=False),
        sa.Column("text_version", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("actor_id", onglet_types.Key, nullable=True),
        sa.Column("proof_key", sa.String(length=80), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.Column("person_id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["core_user.id"],
            name=op.f("fk_core_consent_actor_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["core_person.id"],
            name=op.f("fk_core_consent_person_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_consent")),
    )
    op.create_index(op.f("ix_core_consent_person_id"), "core_consent", ["person_id"], unique=False)
    op.create_index(
        "ix_core_consent_state",
        "core_consent",
        ["person_id", "channel", "purpose", "id"],
        unique=False,
    )
    op.create_table(
        "core_address",
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("line1", sa.String(length=200), nullable=False),
        sa.Column("line2", sa.String(length=200), nullable=False),
        sa.Column("line3", sa.String(length=200), nullable=False),
        sa.Column("line4", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=20), nullable=False),
        sa.Column("town", sa.String(length=120), nullable=False),
        sa.Column("commune_code", sa.String(length=8), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("siret", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("is_billing", sa.Boolean(), nullable=False),
        sa.Column("is_delivery", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["core_client.id"],
            name=op.f("fk_core_address_client_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_address")),
        sa.UniqueConstraint("public_id", name=op.f("uq_core_address_public_id")),
    )
    op.create_index(op.f("ix_core_address_client_id"), "core_address", ["client_id"], unique=False)
    op.create_index(
        "ix_core_address_postcode", "core_address", ["country", "postcode"], unique=False
    )
    op.create_index(
        "uq_core_address_is_billing",
        "core_address",
        ["client_id"],
        unique=True,
        sqlite_where=sa.text("is_billing AND until_on IS NULL"),
        postgresql_where=sa.text("is_billing AND until_on IS NULL"),
    )
    op.create_index(
        "uq_core_address_is_delivery",
        "core_address",
        ["client_id"],
        unique=True,
        sqlite_where=sa.text("is_delivery AND until_on IS NULL"),
        postgresql_where=sa.text("is_delivery AND until_on IS NULL"),
    )
    op.create_index(
        "uq_core_address_is_main",
        "core_address",
        ["client_id"],
        unique=True,
        sqlite_where=sa.text("is_main AND until_on IS NULL"),
        postgresql_where=sa.text("is_main AND until_on IS NULL"),
    )
    op.create_table(
        "core_change",
        sa.Column("client_id", onglet_types.Key, nullable=True),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("subject_id", onglet_types.Key, nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("actor_id", onglet_types.Key, nullable=True),
        sa.Column("actor_name", sa.String(length=250), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("changes", onglet_types.Document, nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["core_user.id"],
            name=op.f("fk_core_change_actor_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["core_client.id"],
            name=op.f("fk_core_change_client_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_change")),
    )
    op.create_index("ix_core_change_client", "core_change", ["client_id", "id"], unique=False)
    op.create_index(
        "ix_core_change_subject", "core_change", ["subject", "subject_id", "id"], unique=False
    )
    op.create_table(
        "core_client_person",
        sa.Column("person_id", onglet_types.Key, nullable=False),
        sa.Column("job", sa.String(length=120), nullable=False),
        sa.Column("roles", onglet_types.Document, nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("is_billing", sa.Boolean(), nullable=False),
        sa.Column("is_dunning", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["core_client.id"],
            name=op.f("fk_core_client_person_client_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["core_person.id"],
            name=op.f("fk_core_client_person_person_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_client_person")),
        sa.UniqueConstraint("public_id", name=op.f("uq_core_client_person_public_id")),
    )
    op.create_index(
        op.f("ix_core_client_person_client_id"), "core_client_person", ["client_id"], unique=False
    )
    op.create_index(
        "ix_core_client_person_person",
        "core_client_person",
        ["person_id", "client_id"],
        unique=False,
    )
    op.create_index(
        "uq_core_client_person_is_billing",
        "core_client_person",
        ["client_id"],
        unique=True,
        sqlite_where=sa.text("is_billing AND until_on IS NULL"),
        postgresql_where=sa.text("is_billing AND until_on IS NULL"),
    )
    op.create_index(
        "uq_core_client_person_is_dunning",
        "core_client_person",
        ["client_id"],
        unique=True,
        sqlite_where=sa.text("is_dunning AND until_on IS NULL"),
        postgresql_where=sa.text("is_dunning AND until_on IS NULL"),
    )
    op.create_index(
        "uq_core_client_person_is_main",
        "core_client_person",
        ["client_id"],
        unique=True,
        sqlite_where=sa.text("is_main AND until_on IS NULL"),
        postgresql_where=sa.text("is_main AND until_on IS NULL"),
    )
    op.create_table(
        "core_grant",
        sa.Column("client_id", onglet_types.Key, nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("subject_id", onglet_types.Key, nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("valid_until", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("granted_by_id", onglet_types.Key, nullable=True),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["core_client.id"],
            name=op.f("fk_core_grant_client_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"],
            ["core_user.id"],
            name=op.f("fk_core_grant_granted_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_grant")),
        sa.UniqueConstraint(
            "client_id", "kind", "subject_id", name=op.f("uq_core_grant_client_id_kind_subject_id")
        ),
    )
    op.create_index(
        "ix_core_grant_subject", "core_grant", ["subject_id", "kind", "client_id"], unique=False
    )
    op.create_table(
        "core_job",
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("plugin", sa.String(length=64), nullable=False),
        sa.Column("args", onglet_types.Document, nullable=False),
        sa.Column("uniq", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("run_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("max_attempts", sa.SmallInteger(), nullable=False),
        sa.Column("lease", sa.String(length=40), nullable=True),
        sa.Column("lease_until", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("owner_id", onglet_types.Key, nullable=True),
        sa.Column("client_id", onglet_types.Key, nullable=True),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("finished_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["core_client.id"],
            name=op.f("fk_core_job_client_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["core_user.id"], name=op.f("fk_core_job_owner_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_job")),
    )
    op.create_index(op.f("ix_core_job_client_id"), "core_job", ["client_id"], unique=False)
    op.create_index("ix_core_job_due", "core_job", ["state", "run_at"], unique=False)
    op.create_index(
        "uq_core_job_uniq",
        "core_job",
        ["uniq"],
        unique=True,
        sqlite_where=sa.text("state IN ('ready', 'running')"),
        postgresql_where=sa.text("state IN ('ready', 'running')"),
    )
    op.create_table(
        "core_notification",
        sa.Column("user_id", onglet_types.Key, nullable=False),
        sa.Column("plugin", sa.String(length=64), nullable=False),
        sa.Column("client_id", onglet_types.Key, nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("href", sa.String(length=500), nullable=False),
        sa.Column("created_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("read_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["core_client.id"],
            name=op.f("fk_core_notification_client_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["core_user.id"],
            name=op.f("fk_core_notification_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_notification")),
    )
    op.create_index(
        op.f("ix_core_notification_client_id"), "core_notification", ["client_id"], unique=False
    )
    op.create_index(
        "ix_core_notification_user", "core_notification", ["user_id", "read_at", "id"], unique=False
    )
    op.create_table(
        "core_recent",
        sa.Column("user_id", onglet_types.Key, nullable=False),
        sa.Column("client_id", onglet_types.Key, nullable=False),
        sa.Column("seen_at", onglet_types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["core_client.id"],
            name=op.f("fk_core_recent_client_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["core_user.id"], name=op.f("fk_core_recent_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "client_id", name=op.f("pk_core_recent")),
    )
    op.create_index(op.f("ix_core_recent_client_id"), "core_recent", ["client_id"], unique=False)
    op.create_index("ix_core_recent_seen", "core_recent", ["user_id", "seen_at"], unique=False)
    op.create_table(
        "core_score_point",
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("given_by_id", onglet_types.Key, nullable=True),
        sa.Column("given_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("ends_at", onglet_types.UtcDateTime(), nullable=True),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.Column("client_id", onglet_types.Key, nullable=False),
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
    )
    op.create_index(
        op.f("ix_core_score_point_client_id"), "core_score_point", ["client_id"], unique=False
    )
    op.create_table(
        "core_value_source",
        sa.Column("client_id", onglet_types.Key, nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("actor_id", onglet_types.Key, nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["core_user.id"],
            name=op.f("fk_core_value_source_actor_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["core_client.id"],
            name=op.f("fk_core_value_source_client_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("client_id", "field", name=op.f("pk_core_value_source")),
    )


def downgrade() -> None:
    """Take the revision back."""
    op.drop_table("core_value_source")
    op.drop_index(op.f("ix_core_score_point_client_id"), table_name="core_score_point")
    op.drop_table("core_score_point")
    op.drop_index("ix_core_recent_seen", table_name="core_recent")
    op.drop_index(op.f("ix_core_recent_client_id"), table_name="core_recent")
    op.drop_table("core_recent")
    op.drop_index("ix_core_notification_user", table_name="core_notification")
    op.drop_index(op.f("ix_core_notification_client_id"), table_name="core_notification")
    op.drop_table("core_notification")
    op.drop_index(
        "uq_core_job_uniq",
        table_name="core_job",
        sqlite_where=sa.text("state IN ('ready', 'running')"),
        postgresql_where=sa.text("state IN ('ready', 'running')"),
    )
    op.drop_index("ix_core_job_due", table_name="core_job")
    op.drop_index(op.f("ix_core_job_client_id"), table_name="core_job")
    op.drop_table("core_job")
    op.drop_index("ix_core_grant_subject", table_name="core_grant")
    op.drop_table("core_grant")
    op.drop_index(
        "uq_core_client_person_is_main",
        table_name="core_client_person",
        sqlite_where=sa.text("is_main AND until_on IS NULL"),
        postgresql_where=sa.text("is_main AND until_on IS NULL"),
    )
    op.drop_index(
        "uq_core_client_person_is_dunning",
        table_name="core_client_person",
        sqlite_where=sa.text("is_dunning AND until_on IS NULL"),
        postgresql_where=sa.text("is_dunning AND until_on IS NULL"),
    )
    op.drop_index(
        "uq_core_client_person_is_billing",
        table_name="core_client_person",
        sqlite_where=sa.text("is_billing AND until_on IS NULL"),
        postgresql_where=sa.text("is_billing AND until_on IS NULL"),
    )
    op.drop_index("ix_core_client_person_person", table_name="core_client_person")
    op.drop_index(op.f("ix_core_client_person_client_id"), table_name="core_client_person")
    op.drop_table("core_client_person")
    op.drop_index("ix_core_change_subject", table_name="core_change")
    op.drop_index("ix_core_change_client", table_name="core_change")
    op.drop_table("core_change")
    op.drop_index(
        "uq_core_address_is_main",
        table_name="core_address",
        sqlite_where=sa.text("is_main AND until_on IS NULL"),
        postgresql_where=sa.text("is_main AND until_on IS NULL"),
    )
    op.drop_index(
        "uq_core_address_is_delivery",
        table_name="core_address",
        sqlite_where=sa.text("is_delivery AND until_on IS NULL"),
        postgresql_where=sa.text("is_delivery AND until_on IS NULL"),
    )
    op.drop_index(
        "uq_core_address_is_billing",
        table_name="core_address",
        sqlite_where=sa.text("is_billing AND until_on IS NULL"),
        postgresql_where=sa.text("is_billing AND until_on IS NULL"),
    )
    op.drop_index("ix_core_address_postcode", table_name="core_address")
    op.drop_index(op.f("ix_core_address_client_id"), table_name="core_address")
    op.drop_table("core_address")
    op.drop_index("ix_core_consent_state", table_name="core_consent")
    op.drop_index(op.f("ix_core_consent_person_id"), table_name="core_consent")
    op.drop_table("core_consent")
    op.drop_index(
        "uq_core_client_reference",
        table_name="core_client",
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.drop_index("ix_core_client_siret", table_name="core_client")
    op.drop_index("ix_core_client_siren", table_name="core_client")
    op.drop_index("ix_core_client_phone", table_name="core_client")
    op.drop_index(op.f("ix_core_client_person_id"), table_name="core_client")
    op.drop_index("ix_core_client_owner", table_name="core_client")
    op.drop_index("ix_core_client_name", table_name="core_client")
    op.drop_index("ix_core_client_email", table_name="core_client")
    op.drop_index("ix_core_client_deleted", table_name="core_client")
    op.drop_index("ix_core_client_created", table_name="core_client")
    op.drop_index("ix_core_client_activity", table_name="core_client")
    op.drop_table("core_client")
    op.drop_index(op.f("ix_core_sign_in_user_id"), table_name="core_sign_in")
    op.drop_table("core_sign_in")
    op.drop_table("core_pinned_value")
    op.drop_index(op.f("ix_core_person_owner_id"), table_name="core_person")
    op.drop_index("ix_core_person_name", table_name="core_person")
    op.drop_index("ix_core_person_email", table_name="core_person")
    op.drop_table("core_person")
    op.drop_index(op.f("ix_core_membership_group_id"), table_name="core_membership")
    op.drop_table("core_membership")
    op.drop_index(op.f("ix_core_invitation_user_id"), table_name="core_invitation")
    op.drop_table("core_invitation")
    op.drop_index(op.f("ix_core_api_token_user_id"), table_name="core_api_token")
    op.drop_table("core_api_token")
    op.drop_index(op.f("ix_core_user_profile_id"), table_name="core_user")
    op.drop_table("core_user")
    op.drop_table("core_profile_right")
    op.drop_table("core_setting")
    op.drop_table("core_schedule")
    op.drop_table("core_profile")
    op.drop_index("ix_core_plugin_failure_plugin", table_name="core_plugin_failure")
    op.drop_table("core_plugin_failure")
    op.drop_table("core_plugin")
    op.drop_table("core_group")
    op.drop_table("core_generation")
    op.drop_index(op.f("ix_core_attempt_key"), table_name="core_attempt")
    op.drop_table("core_attempt")
