"""Reading stock files: CSV (plain, gzip or zip) with the standard library, Parquet with DuckDB.

Every cell comes out as text: numbers written by another program may have lost their leading
zeros, which the readers of columns put back.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

Row = dict[str, str | None]
_BATCH = 20_000


class StockError(Exception):
    """A stock file that cannot be used; the text says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockFile:
    """A file with its columns, and its rows once."""

    path: Path
    columns: tuple[str, ...]
    rows: Iterator[Mapping[str, str | None]]


@contextmanager
def open_stock(path: Path, wanted: Iterable[str]) -> Iterator[StockFile]:
    """The file opened; rows hold the wanted columns that it has.

    Raises:
        StockError: absent, not readable, a row that does not fit the header.
    """
    keep = frozenset(wanted)
    if not path.is_file():
        raise StockError(f"{path}: there is no such file.")
    if path.suffix.lower() == ".parquet":
        yield _parquet(path, keep)
        return
    try:
        with _text_of(path) as stream:
            yield _csv(path, stream, keep)
    except (OSError, EOFError, UnicodeDecodeError, zipfile.BadZipFile) as failure:
        raise StockError(f"{path}: cannot be read ({failure}).") from failure


@contextmanager
def _text_of(path: Path) -> Iterator[TextIO]:
    suffix = path.suffix.lower()
    if suffix == ".gz":
        with (
            gzip.open(path) as packed,
            io.TextIOWrapper(packed, encoding="utf-8-sig", newline="") as stream,
        ):
            yield stream
    elif suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            members = [name for name in archive.namelist() if name.lower().endswith(".csv")]
            if len(members) != 1:
                raise StockError(f"{path}: one CSV file is expected in it, {len(members)} found.")
            with archive.open(members[0]) as raw:
                yield io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
    else:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield stream


def _csv(path: Path, stream: TextIO, keep: frozenset[str]) -> StockFile:
    first = stream.readline()
    delimiter = ";" if first.count(";") > first.count(",") else ","
    columns = tuple(name.strip() for name in next(csv.reader([first], delimiter=delimiter), []))
    if not columns:
        raise StockError(f"{path}: it is empty.")
    rows = _csv_rows(path, csv.reader(stream, delimiter=delimiter), columns, keep)
    return StockFile(path=path, columns=columns, rows=rows)


def _csv_rows(
    path: Path, lines: Iterator[list[str]], columns: tuple[str, ...], keep: frozenset[str]
) -> Iterator[Row]:
    places = [(index, name) for index, name in enumerate(columns) if name in keep]
    width = len(columns)
    try:
        for number, line in enumerate(lines, start=2):
            if len(line) != width:
                if not line:
                    continue
                raise StockError(
                    f"{path}: row {number} has {len(line)} values for {width} columns. "
                    "Nothing was replaced: download the file again."
                )
            yield {name: line[index] or None for index, name in places}
    except csv.Error as failure:
        raise StockError(f"{path}: {failure}.") from failure


def _parquet(path: Path, keep: frozenset[str]) -> StockFile:
    try:
        import duckdb
    except ImportError as missing:
        raise StockError(
            f"{path}: Parquet files need DuckDB (install `onglet-directory[parquet]`), "
            "or take the CSV file instead."
        ) from missing
    connection = duckdb.connect(":memory:")
    try:
        shape = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)])
        columns = tuple(str(row[0]) for row in shape.fetchall())
    except duckdb.Error as failure:
        raise StockError(f"{path}: cannot be read ({failure}).") from failure
    names = [name for name in columns if name in keep]
    chosen = ", ".join(f'CAST("{name}" AS VARCHAR)' for name in names)

    def rows() -> Iterator[Row]:
        try:
            answer = connection.execute(
                f"SELECT {chosen} FROM read_parquet(?)",  # noqa: S608 - names of our own list
                [str(path)],
            )
            while batch := answer.fetchmany(_BATCH):
                for line in batch:
                    yield dict(zip(names, line, strict=True))
        except duckdb.Error as failure:
            raise StockError(f"{path}: cannot be read ({failure}).") from failure
        finally:
            connection.close()

    return StockFile(path=path, columns=columns, rows=rows())
