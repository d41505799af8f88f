"""`onglet fields`: definitions of custom fields out to a file and in from one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from onglet.cli.deployment import Deployment, deployment
from onglet.rights.actors import system_actor


@click.group("fields")
def fields() -> None:
    """Custom fields: bring their definitions from one deployment to another."""


@fields.command("export")
@click.option("--object", "object_key", default="client", show_default=True)
@click.option("--to", "target", type=click.Path(path_type=Path), help="A file; the screen if none.")
@deployment
def export_(it: Deployment, object_key: str, target: Path | None) -> None:
    """Write the definitions of an object as JSON."""
    from onglet.fields.transfer import export_fields

    with it.host.units.reading(system_actor("export of fields")) as ask:
        text = export_fields(ask, object_key)
    if target is None:
        sys.stdout.write(text)
    else:
        target.write_text(text, encoding="utf-8")


@fields.command("import")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@deployment
def import_(it: Deployment, source: Path, *, dry_run: bool) -> None:
    """Make or change the fields that a file defines."""
    from onglet.fields.transfer import BadFileError, import_fields

    unit = it.host.units.open(system_actor("import of fields"), write=True)
    try:
        if unit.work is None:
            raise AssertionError("a writing unit has a work context")
        steps = import_fields(unit.work, source.read_text(encoding="utf-8"))
        if not dry_run:
            unit.commit()
    except (BadFileError, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from error
    finally:
        unit.close()
    for step in steps:
        click.echo(f"{step.action:8} {step.code}{f': {step.why}' if step.why else ''}")
    if any(step.action == "refused" for step in steps):
        raise SystemExit(1)
