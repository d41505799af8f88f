"""What each part of `make test` took, and how many of its tests passed.

Reads the JUnit files that the parts wrote and ends with one line of the sum.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part: its tests by outcome, and the seconds between its first and its last test."""

    name: str
    passed: int
    failed: int
    skipped: int
    seconds: float


def read_part(path: Path) -> Part:
    """The part that wrote this JUnit file."""
    suites = ElementTree.parse(path).getroot().findall("testsuite")  # noqa: S314 - our own file

    def total(attribute: str) -> int:
        return sum(int(suite.get(attribute, 0)) for suite in suites)

    failed = total("failures") + total("errors")
    skipped = total("skipped")
    return Part(
        name=path.stem,
        passed=total("tests") - failed - skipped,
        failed=failed,
        skipped=skipped,
        seconds=sum(float(suite.get("time", 0)) for suite in suites),
    )


def main(folder: Path) -> None:
    """Print the table of the JUnit files in the folder, oldest first, then the sum."""
    files = sorted(folder.glob("*.xml"), key=lambda path: path.stat().st_mtime)
    parts = [read_part(path) for path in files]
    print(f"\n{'part':<24}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
    for part in parts:
        counts = f"{part.passed:>8}{part.failed:>8}{part.skipped:>9}{part.seconds:>9.1f}"
        print(f"{part.name:<24}{counts}")
    passed = sum(part.passed for part in parts)
    failed = sum(part.failed for part in parts)
    skipped = sum(part.skipped for part in parts)
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
