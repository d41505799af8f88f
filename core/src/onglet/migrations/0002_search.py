"""Full-text search over the folded text of clients and persons.

Trigrams on both engines: an FTS5 table kept by triggers on SQLite, a GIN index on PostgreSQL.
"""

from alembic import op

revision = "core_0002"
down_revision = "core_0001"
branch_labels = None
depends_on = None

TABLES = ("core_client", "core_person")


def upgrade() -> None:
    """Apply the revision."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        for table in TABLES:
            op.execute(
                f"CREATE INDEX ix_{table}_trigram ON {table} USING gin (search_text gin_trgm_ops)"
            )
        return
    for table in TABLES:
        for statement in _sqlite(table):
            op.execute(statement)


def downgrade() -> None:
    """Take the revision back."""
    for table in TABLES:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP INDEX ix_{table}_trigram")
            continue
        for event in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER {table}_search_{event}")
        op.execute(f"DROP TABLE {table}_search")


def _sqlite(table: str) -> tuple[str, ...]:
    index = f"{table}_search"
    add = f"INSERT INTO {index}(rowid, search_text) VALUES (new.id, new.search_text);"
    drop = (
        f"INSERT INTO {index}({index}, rowid, search_text) "
        "VALUES ('delete', old.id, old.search_text);"
    )
    return (
        f"CREATE VIRTUAL TABLE {index} USING fts5(search_text, content='{table}', "
        "content_rowid='id', tokenize='trigram')",
        f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {drop} END",
        f"CREATE TRIGGER {index}_update AFTER UPDATE OF search_text ON {table} "
        f"WHEN old.search_text IS NOT new.search_text BEGIN {drop} {add} END",
    )
