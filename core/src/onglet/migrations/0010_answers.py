"""Keep of a sign-in elsewhere that it was answered: the browser keeps the rest, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "core_0010"
down_revision = "core_0009"
branch_labels = None
depends_on = None

COLUMNS = {"browser_hash": 64, "nonce": 64, "verifier": 128, "target": 2000}


def upgrade() -> None:
    """Apply the revision."""
    for name in COLUMNS:
        op.drop_column("core_asked_elsewhere", name)


def downgrade() -> None:
    """Take the revision back."""
    for name, length in COLUMNS.items():
        op.add_column(
            "core_asked_elsewhere",
            sa.Column(name, sa.String(length), server_default="", nullable=False),
        )
