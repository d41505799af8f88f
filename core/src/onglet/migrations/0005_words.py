"""Words that clients and persons are found by, with an index of their marks, filled once."""

import sqlalchemy as sa
from alembic import op

from onglet.clients.search_models import Marks
from onglet.clients.search_words import marks_of, words_of
from onglet.db import types as onglet_types

revision = "core_0005"
down_revision = "core_0004"
branch_labels = None
depends_on = None

CHUNK = 5_000


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "core_word",
        sa.Column("text", sa.String(length=24), nullable=False),
        sa.Column("marks", Marks(), nullable=False),
        sa.Column("id", onglet_types.Key, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_word")),
        sa.UniqueConstraint("text", name=op.f("uq_core_word_text")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX ix_core_word_search ON core_word USING gin (marks)")
    else:
        for statement in _sqlite():
            op.execute(statement)
    _fill(op.get_bind())


def downgrade() -> None:
    """Take the revision back."""
    if op.get_bind().dialect.name != "postgresql":
        op.execute("DROP TRIGGER core_word_search_insert")
        op.execute("DROP TRIGGER core_word_search_delete")
        op.execute("DROP TABLE core_word_search")
    op.drop_table("core_word")


def _sqlite() -> tuple[str, ...]:
    return (
        "CREATE VIRTUAL TABLE core_word_search USING fts5(marks, content='core_word', "
        "content_rowid='id', tokenize='ascii', detail='column')",
        "CREATE TRIGGER core_word_search_insert AFTER INSERT ON core_word BEGIN "
        "INSERT INTO core_word_search(rowid, marks) VALUES (new.id, new.marks); END",
        "CREATE TRIGGER core_word_search_delete AFTER DELETE ON core_word BEGIN "
        "INSERT INTO core_word_search(core_word_search, rowid, marks) "
        "VALUES ('delete', old.id, old.marks); END",
    )


def _fill(connection: sa.Connection) -> None:
    """Take the words of the texts that are there already."""
    word = sa.table("core_word", sa.column("text"), sa.column("marks", Marks()))
    known: set[str] = set()
    for name in ("core_client", "core_person"):
        texts = connection.execute(sa.text(f"SELECT search_text FROM {name}")).scalars()
        for chunk in texts.partitions(CHUNK):
            known |= words_of(chunk)
    rows = [{"text": text, "marks": marks_of(text)} for text in sorted(known)]
    for start in range(0, len(rows), CHUNK):
        connection.execute(sa.insert(word), rows[start : start + CHUNK])
