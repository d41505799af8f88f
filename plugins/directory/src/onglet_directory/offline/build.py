"""Building the offline directory from stock files: a new file, then swapped in one step.

Whoever reads the old file goes on reading it; a build that fails leaves it as it was.
"""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onglet_directory import sources
from onglet_directory.company import State
from onglet_directory.offline import schema
from onglet_directory.offline.columns import (
    WANTED,
    Shape,
    department,
    extract_cells,
    figure_cells,
    place_cells,
    shape_of,
    unit_cells,
)
from onglet_directory.offline.files import StockError, open_stock
from onglet_directory.offline.listing import list_firms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from onglet_directory.offline.columns import Cells

_BATCH = 5_000
_KNOWN = {".csv", ".gz", ".zip", ".parquet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build kept.

    Attributes:
        units: firms that can be read by number.
        places: establishments kept (active ones and head offices).
        listed: firms that a search finds: active, with a published name.
        withheld: firms whose register entry is only partly published.
        left_out: rows without a usable number, or out of the chosen departments.
    """

    units: int
    places: int
    listed: int
    withheld: int
    left_out: int


def build_offline(
    source: Path | Sequence[Path],
    target: Path,
    departments: Collection[str] | None = None,
    *,
    today: date,
    published_on: date | None = None,
    source_key: str = sources.OFFLINE,
) -> BuildReport:
    """Build the directory from a stock file, several, or a folder of them.

    Args:
        source: StockUniteLegale with StockEtablissement, or a flat extract of establishments.
        target: the SQLite file to write; an older one is replaced when all went well.
        departments: keep the firms with a place in one of them (`57`, `2A`, `974`); all when None.
        today: written in the file as the day of the reading.
        published_on: the day INSEE published the files, shown to readers as the date of the facts.
        source_key: under which source readers see the facts (`sources.LABELS`).

    Raises:
        StockError: a file that cannot be used. The older directory is untouched.
    """
    files = _sorted_by_shape(_expand(source))
    wanted = frozenset(item.strip().upper() for item in departments) if departments else None
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent)
    os.close(handle)
    new = Path(name)
    try:
        with closing(sqlite3.connect(new, isolation_level=None)) as database:
            report = _fill(database, files, wanted)
            _sign(database, files, report, today=today, published_on=published_on, key=source_key)
        with new.open("rb") as written:
            os.fsync(written.fileno())
        new.chmod(0o644)
        new.replace(target)
    except sqlite3.Error as failure:
        raise StockError(f"{target}: cannot be written ({failure}).") from failure
    finally:
        new.unlink(missing_ok=True)
    return report


def _expand(source: Path | Sequence[Path]) -> list[Path]:
    given = [source] if isinstance(source, Path) else list(source)
    found: list[Path] = []
    for path in given:
        if path.is_dir():
            found += sorted(one for one in path.iterdir() if one.suffix.lower() in _KNOWN)
        else:
            found.append(path)
    if not found:
        raise StockError("There is no stock file to read (CSV, CSV in zip or gzip, Parquet).")
    return found


def _sorted_by_shape(paths: Iterable[Path]) -> dict[Shape, list[Path]]:
    files: dict[Shape, list[Path]] = {shape: [] for shape in Shape}
    for path in paths:
        with open_stock(path, ()) as stock:
            shape = shape_of(stock.columns)
        if shape is None:
            raise StockError(
                f"{path}: its columns are neither those of StockUniteLegale, nor of "
                "StockEtablissement, nor of an extract of establishments or of accounts."
            )
        files[shape].append(path)
    if bool(files[Shape.UNITS]) != bool(files[Shape.PLACES]):
        raise StockError("StockUniteLegale and StockEtablissement go together: give both.")
    return files


def _fill(
    database: sqlite3.Connection, files: Mapping[Shape, list[Path]], wanted: frozenset[str] | None
) -> BuildReport:
    database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
    database.executescript(schema.TABLES)
    database.execute("BEGIN")
    left_out = _add_places(database, files[Shape.PLACES], wanted)
    left_out += _add_units(database, files[Shape.UNITS], only_placed=wanted is not None)
    left_out += _add_extract(database, files[Shape.EXTRACT], wanted)
    _add_figures(database, files[Shape.FIGURES])
    list_firms(database)
    database.execute("COMMIT")
    for table in ("words", "grams"):
        database.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608 - ours
    database.execute("ANALYZE")

    def count(question: str) -> int:
        return int(database.execute(question).fetchone()[0])

    return BuildReport(
        units=count("SELECT count(*) FROM unit"),
        places=count("SELECT count(*) FROM place"),
        listed=count("SELECT count(*) FROM listed"),
        withheld=count("SELECT count(*) FROM unit WHERE partial"),
        left_out=left_out,
    )


def _add_places(
    database: sqlite3.Connection, paths: Iterable[Path], wanted: frozenset[str] | None
) -> int:
    left_out = 0

    def rows(path: Path) -> Iterator[Cells]:
        nonlocal left_out
        with open_stock(path, WANTED) as stock:
            for row in stock.rows:
                cells = place_cells(row)
                if cells is None or not _in(cells, wanted):
                    left_out += 1
                elif cells["state"] is State.ACTIVE or cells["head"]:
                    yield cells

    for path in paths:
        _insert(database, schema.ADD_PLACE, rows(path))
    return left_out


def _add_units(database: sqlite3.Connection, paths: Iterable[Path], *, only_placed: bool) -> int:
    left_out = 0
    question = "SELECT 1 FROM place WHERE siret BETWEEN ? || '00000' AND ? || '99999' LIMIT 1"

    def rows(path: Path) -> Iterator[Cells]:
        nonlocal left_out
        with open_stock(path, WANTED) as stock:
            for row in stock.rows:
                cells = unit_cells(row)
                siren = cells["siren"] if cells else None
                if cells is None or (
                    only_placed and not database.execute(question, (siren, siren)).fetchone()
                ):
                    left_out += 1
                else:
                    yield cells

    for path in paths:
        _insert(database, schema.ADD_UNIT, rows(path))
    return left_out


def _add_extract(
    database: sqlite3.Connection, paths: Iterable[Path], wanted: frozenset[str] | None
) -> int:
    left_out = 0
    for path in paths:
        units: list[Cells] = []
        places: list[Cells] = []
        with open_stock(path, WANTED) as stock:
            for row in stock.rows:
                pair = extract_cells(row)
                if pair is None or not _in(pair[1], wanted):
                    left_out += 1
                    continue
                units.append(pair[0])
                places.append(pair[1])
        _insert(database, schema.ADD_UNIT, iter(units))
        _insert(database, schema.ADD_PLACE, iter(places))
    return left_out


def _add_figures(database: sqlite3.Connection, paths: Iterable[Path]) -> None:
    """Add yearly figures of the firms that were kept."""
    question = "SELECT 1 FROM unit WHERE siren = ?"

    def rows(path: Path) -> Iterator[Cells]:
        with open_stock(path, WANTED) as stock:
            for row in stock.rows:
                cells = figure_cells(row)
                if cells is not None and database.execute(question, (cells["siren"],)).fetchone():
                    yield cells

    for path in paths:
        _insert(database, schema.ADD_FIGURE, rows(path))


def _in(place: Cells, wanted: frozenset[str] | None) -> bool:
    if wanted is None:
        return True
    commune, postcode = place["commune_code"], place["postcode"]
    where = department(
        commune if isinstance(commune, str) else None,
        postcode if isinstance(postcode, str) else None,
    )
    return where in wanted or (where == "20" and bool(wanted & {"2A", "2B"}))


def _insert(database: sqlite3.Connection, statement: str, rows: Iterator[Cells]) -> None:
    while batch := list(itertools.islice(rows, _BATCH)):
        database.executemany(statement, batch)


def _sign(
    database: sqlite3.Connection,
    files: Mapping[Shape, list[Path]],
    report: BuildReport,
    *,
    today: date,
    published_on: date | None,
    key: str,
) -> None:
    names = [path.name for paths in files.values() for path in paths]
    about = {
        "version": schema.VERSION,
        "source": key,
        "read_on": today.isoformat(),
        "published_on": published_on.isoformat() if published_on else "",
        "files": json.dumps(names, ensure_ascii=False),
        "listed": str(report.listed),
        "licence": "INSEE, SIRENE, Licence Ouverte 2.0",
    }
    database.executemany("INSERT INTO about (key, value) VALUES (?, ?)", about.items())
