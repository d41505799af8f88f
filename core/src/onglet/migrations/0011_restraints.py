"""What plugins were last seen to restrain."""

import sqlalchemy as sa
from alembic import op

from onglet.db.types import Document

revision = "core_0011"
down_revision = "core_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.add_column("core_plugin", sa.Column("restraints", Document, nullable=True))


def downgrade() -> None:
    """Take the revision back."""
    op.drop_column("core_plugin", "restraints")
