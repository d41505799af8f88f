"""Files of the public register: opening them, and telling their layout by their columns."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from onglet.demo.register_rows import LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from onglet.demo.register_rows import EstablishmentRow, Layout, UnitRow


class RegisterFileError(Exception):
    """The file is no extract that can be read; nothing of it was taken."""


class BrokenRow(NamedTuple):
    """A row with more or fewer values than the header has columns; lines count from 1."""

    line: int


def rows_of(file: Path) -> Iterator[EstablishmentRow | UnitRow | BrokenRow]:
    """The rows of the file, in the shape that its layout is read into.

    Raises:
        RegisterFileError: the file is missing, not UTF-8, not CSV, or of an unknown layout.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            header = stream.readline()
            stream.seek(0)
            records = csv.DictReader(stream, delimiter=";" if ";" in header else ",")
            layout = _layout(file, records.fieldnames or [])
            for record in records:
                is_broken = None in record or None in record.values()
                yield BrokenRow(records.line_num) if is_broken else layout.read(record)
    except OSError as error:
        raise RegisterFileError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RegisterFileError(
            f"{file} is not written in UTF-8: save it again in that encoding."
        ) from error
    except csv.Error as error:
        raise RegisterFileError(f"{file} is not a CSV file: {error}.") from error


def _layout(file: Path, columns: Sequence[str]) -> Layout:
    """The layout that those columns are of."""
    given = frozenset(columns)
    for layout in LAYOUTS:
        if layout.columns <= given:
            return layout
    nearest = max(LAYOUTS, key=lambda layout: len(layout.columns & given))
    missing = ", ".join(sorted(nearest.columns - given))
    names = ", ".join(layout.name for layout in LAYOUTS)
    raise RegisterFileError(
        f"{file} is no extract of the register that can be read ({names})."
        f" Taken for {nearest.name}, it lacks the columns: {missing}."
    )
