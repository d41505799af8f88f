"""`onglet directory build`: the offline directory, from stock files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from onglet_directory.offline.build import build_offline
from onglet_directory.offline.files import StockError
from onglet_directory.settings import BUILT


@click.command("build")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--department", "departments", multiple=True, help="57, 2A, 974... Several may be given."
)
@click.option(
    "--published", type=click.DateTime(["%Y-%m-%d"]), help="Day INSEE published the files."
)
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; by default the one that the directory looks for.",
)
@click.pass_obj
def build(
    deployment: Any,
    sources: tuple[Path, ...],
    departments: tuple[str, ...],
    published: datetime | None,
    target: Path | None,
) -> None:
    """Build the offline directory from SOURCES: stock files (CSV, zip, Parquet) or their folder."""
    where = target or deployment.host.config.data / "plugins" / "directory" / BUILT
    try:
        report = build_offline(
            sources,
            where,
            departments or None,
            today=datetime.now(UTC).date(),
            published_on=published.date() if published else None,
        )
    except StockError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{where}: {report.units} firms, {report.places} establishments, {report.listed} can be "
        f"searched by name, {report.withheld} keep their data to themselves, "
        f"{report.left_out} rows left out."
    )
