"""CSV files that a spreadsheet opens as they are, and runs nothing of."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STARTS: Final = frozenset("=+-@|%\uff1d\uff0b\uff0d\uff20")
MARK: Final = "\ufeff"


def sheet(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The text of a CSV file: semicolons, as the French have it, and a mark for the encoding."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([harmless(value) for value in row])
    return MARK + text.getvalue()


def harmless(value: object) -> object:
    r"""A value that no spreadsheet takes for a formula; numbers stay what they are.

    >>> harmless("=1+1"), harmless("\t@SUM(A1)"), harmless("Ana"), harmless(-3)
    ("'=1+1", "'\t@SUM(A1)", 'Ana', -3)
    """
    if not isinstance(value, str):
        return "" if value is None else value
    bare = value.lstrip("".join(map(chr, range(33))) + "\u00a0\u202f\ufeff")
    starts = bare[:1] in STARTS if bare else False
    return f"'{value}" if starts or value[:1] in {"\t", "\r", "\n"} else value
