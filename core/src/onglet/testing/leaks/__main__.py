"""`python -m onglet.testing.leaks`: the whole walk over what is installed, on both databases."""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onglet.testing import session
from onglet.testing.kit import making_sites
from onglet.testing.leaks.walking import walk
from onglet.testing.postgres import PostgresUnavailable
from onglet.testing.server import find_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onglet.testing.leaks.report import Report


@click.command()
@click.option("--short", is_flag=True, help="The walk of every run of the tests.")
@click.option("--about", default="", help="Look at what one plugin brings, and nothing else.")
@click.option("--database", type=click.Choice(["both", "sqlite", "postgresql"]), default="both")
def main(*, short: bool, about: str, database: str) -> None:
    """Walk every address and contribution as everybody, and end with the counts."""
    around = session.begin()
    is_clean = True
    try:
        for kind in ("sqlite", "postgresql") if database == "both" else (database,):
            with _address(kind) as address:
                if address:
                    is_clean &= _walk(kind, address, about=about, is_whole=not short)
    finally:
        session.end(around)
    sys.exit(0 if is_clean else 1)


def _walk(kind: str, address: str, *, about: str, is_whole: bool) -> bool:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, making_sites(Path(folder), address) as make:
        site = make(installed=True)
        report: Report = walk(site, about=about, is_whole=is_whole, tell=_tell)
    click.echo(f"{kind}, {time.monotonic() - started:.0f} s: {report}")
    return report.is_clean


def _tell(line: str) -> None:
    """Show how far a long walk has come."""
    click.echo(line, err=True)


@contextmanager
def _address(kind: str) -> Iterator[str]:
    """Give the address of an empty database, empty where there is no server to make one on."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'onglet.sqlite'}"
        return
    try:
        server = find_server()
    except PostgresUnavailable as missing:
        click.echo(f"NOT TRIED ON POSTGRESQL. {missing}")
        yield ""
        return
    address = server.create_database()
    yield address
    server.drop_database(address)


if __name__ == "__main__":
    main()
