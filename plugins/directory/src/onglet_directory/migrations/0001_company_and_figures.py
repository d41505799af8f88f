"""The firm as last read, and its yearly figures."""

import sqlalchemy as sa
from alembic import op

from onglet import api as onglet_types

revision = "directory_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "directory_company",
        sa.Column("client_id", onglet_types.Key, nullable=False),
        sa.Column("siren", sa.String(length=9), nullable=False),
        sa.Column("sigle", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("is_partial", sa.Boolean(), nullable=False),
        sa.Column("headcount_band", sa.String(length=4), nullable=False),
        sa.Column("headcount_year", sa.Integer(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("registers", onglet_types.Document, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("fetched_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["core_client.id"],
            name=op.f("fk_directory_company_client_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_directory_company")),
    )
    op.create_table(
        "directory_figure",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("turnover_minor", sa.BigInteger(), nullable=True),
        sa.Column("result_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("fetched_at", onglet_types.UtcDateTime(), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=True),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.Column("client_id", onglet_types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["core_client.id"],
            name=op.f("fk_directory_figure_client_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_figure")),
    )
    op.create_index(
        op.f("ix_directory_figure_client_id"), "directory_figure", ["client_id"], unique=False
    )
    op.create_index(
        "uq_directory_figure_year", "directory_figure", ["client_id", "year", "source"], unique=True
    )


def downgrade() -> None:
    """Take the revision back."""
    op.drop_index("uq_directory_figure_year", table_name="directory_figure")
    op.drop_index(op.f("ix_directory_figure_client_id"), table_name="directory_figure")
    op.drop_table("directory_figure")
    op.drop_table("directory_company")
