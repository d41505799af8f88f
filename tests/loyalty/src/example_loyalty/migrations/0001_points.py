"""Points on a client's card."""

import sqlalchemy as sa
from alembic import op

from onglet.api import Key, UtcDateTime

revision = "loyalty_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "loyalty_points",
        sa.Column("id", Key, primary_key=True),
        sa.Column("client_id", Key, sa.ForeignKey("core_client.id", ondelete="RESTRICT")),
        sa.Column("points", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_loyalty_points_client_id", "loyalty_points", ["client_id"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("loyalty_points")
