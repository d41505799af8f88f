"""Count the workers that a job cost."""

import sqlalchemy as sa
from alembic import op

revision = "core_0003"
down_revision = "core_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.add_column(
        "core_job", sa.Column("deaths", sa.SmallInteger(), server_default="0", nullable=False)
    )


def downgrade() -> None:
    """Take the revision back."""
    op.drop_column("core_job", "deaths")
