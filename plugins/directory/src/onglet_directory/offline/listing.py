"""The searchable part of the offline directory: which firms a search may show, by which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet_directory.masks import fold

if TYPE_CHECKING:
    import sqlite3

_BATCH = 5_000
_MOST_PLACES = 200  # postcodes and towns of one firm that a search can hit


def list_firms(database: sqlite3.Connection) -> None:
    """Number the firms that a search may show, the largest first, and index their names.

    Only active firms with a published name: a firm that asked to stay out of the register is found
    by its number alone, and never for prospecting.
    """
    database.execute(
        "INSERT INTO listed (siren) SELECT siren FROM unit "
        "WHERE state = 'active' AND NOT partial AND name IS NOT NULL "
        "ORDER BY CASE WHEN band GLOB '[0-9]*' THEN band ELSE '' END DESC, created_on, siren"
    )
    listed = database.execute(
        "SELECT listed.id, unit.siren, name, sigle, usual FROM listed JOIN unit USING (siren) "
        "ORDER BY listed.id"
    )
    while batch := listed.fetchmany(_BATCH):
        words, grams = [], []
        for number, siren, name, sigle, usual in batch:
            signs, towns = _places_of(database, siren)
            names = fold(" ".join(filter(None, (name, sigle, usual, *signs))))
            words.append((number, names, towns))
            grams.append((number, f" {names} "))
        database.executemany("INSERT INTO words (rowid, names, places) VALUES (?, ?, ?)", words)
        database.executemany("INSERT INTO grams (rowid, names) VALUES (?, ?)", grams)


def _places_of(database: sqlite3.Connection, siren: str) -> tuple[list[str], str]:
    signs: dict[str, None] = {}
    towns: dict[str, None] = {}
    for sign, postcode, town, partial in database.execute(
        "SELECT sign, postcode, town, partial FROM place "
        "WHERE siret BETWEEN ? || '00000' AND ? || '99999' AND state = 'active' LIMIT ?",
        (siren, siren, _MOST_PLACES),
    ):
        if partial:
            continue
        if sign:
            signs.setdefault(sign)
        towns |= dict.fromkeys(filter(None, (postcode, town)))
    return list(signs), fold(" ".join(towns))
