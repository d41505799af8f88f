"""The database: base classes, column types, engines, migrations. Knows no subject."""
