"""What profiles settle for fields and tabs."""

import sqlalchemy as sa
from alembic import op

from onglet.db import types as onglet_types

revision = "core_0012"
down_revision = "core_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.add_column(
        "core_profile",
        sa.Column("limits", onglet_types.Document, server_default="{}", nullable=False),
    )


def downgrade() -> None:
    """Take the revision back."""
    op.drop_column("core_profile", "limits")
