"""The tables of the offline directory: one SQLite file, written once, then only read.

`listed` numbers the searchable firms, the largest first: a search that stops early has seen the
firms that people look for. `words` finds beginnings of words, `grams` survives typing errors; both
hold folded text (no accents, lower case) and keep no copy of it.
"""

from __future__ import annotations

from typing import Final

VERSION: Final = "2"

UNIT_CELLS: Final = (
    "siren",
    "name",
    "sigle",
    "usual",
    "first_name",
    "last_name",
    "legal_form",
    "naf",
    "nomenclature",
    "naf25",
    "band",
    "band_year",
    "state",
    "created_on",
    "partial",
    "head_siret",
    "updated_on",
)
PLACE_CELLS: Final = (
    "siret",
    "siren",
    "head",
    "state",
    "sign",
    "naf",
    "nomenclature",
    "naf25",
    "lines",
    "postcode",
    "town",
    "commune_code",
    "country_label",
    "latitude",
    "longitude",
    "created_on",
    "partial",
)
FIGURE_CELLS: Final = ("siren", "year", "turnover", "result", "closed_on", "consolidated")

TABLES: Final = f"""
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE unit ({", ".join(UNIT_CELLS)}, PRIMARY KEY (siren)) WITHOUT ROWID;
CREATE TABLE place ({", ".join(PLACE_CELLS)}, PRIMARY KEY (siret)) WITHOUT ROWID;
CREATE TABLE figure ({", ".join(FIGURE_CELLS)}, PRIMARY KEY (siren, year)) WITHOUT ROWID;
CREATE TABLE listed (id INTEGER PRIMARY KEY, siren TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(
    names, places, content='', tokenize='unicode61', prefix='2 3 4'
);
CREATE VIRTUAL TABLE grams USING fts5(
    names, content='', detail=none, tokenize='trigram case_sensitive 1'
);
CREATE VIRTUAL TABLE gram_counts USING fts5vocab(grams, row);
"""
# A SIRET begins with the SIREN of its firm: the places of a firm are one range of the key.


def _insert(table: str, cells: tuple[str, ...]) -> str:
    marks = ", ".join(f":{name}" for name in cells)
    return f"INSERT OR IGNORE INTO {table} VALUES ({marks})"  # noqa: S608 - names of this module


ADD_UNIT: Final = _insert("unit", UNIT_CELLS)
ADD_PLACE: Final = _insert("place", PLACE_CELLS)
ADD_FIGURE: Final = (
    "INSERT INTO figure VALUES (:siren, :year, :turnover, :result, :closed_on, :consolidated) "
    "ON CONFLICT (siren, year) DO UPDATE SET turnover = excluded.turnover, "
    "result = excluded.result, closed_on = excluded.closed_on, "
    "consolidated = excluded.consolidated WHERE excluded.consolidated <= figure.consolidated"
)
"""Of two accounts of one year the firm's own win over the group's, else the later in the file."""
