"""Commands about plugins: list them, switch them, drop their data, write a new one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onglet.cli.deployment import Deployment, deployment

if TYPE_CHECKING:
    from onglet.host.host import Host


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
@deployment
def plugins(it: Deployment, context: click.Context, as_json: bool) -> None:
    """List the plugins; put one in or out of service, or drop its data."""
    if context.invoked_subcommand is not None:
        return
    described = describe_plugins(it.host)
    if as_json:
        click.echo(json.dumps(described, indent=2))
        return
    for item in described:
        reason = f": {item['reason']}" if item["reason"] else ""
        brings = ", ".join(f"{len(keys)} {kind}" for kind, keys in item["contributes"].items())
        click.echo(f"{item['name']} {item['version']} {item['state']}{reason} ({brings})")


def describe_plugins(host: Host) -> list[dict[str, Any]]:
    """Describe every known plugin: state, versions, reason, and what it contributes."""
    from onglet.host.registry import key_of

    described = []
    for name, (state, reason) in sorted(host.states().items()):
        loaded = host.plugin(name)
        described.append(
            {
                "name": name,
                "version": loaded.version if loaded else "",
                "state": str(state),
                "api_version": ".".join(map(str, loaded.api_version)) if loaded else "",
                "reason": str(reason),
                "left_out": [f"{p.what}: {p.cause}" for p in loaded.problems] if loaded else [],
                "contributes": {
                    kind: [key_of(item) for item in items]
                    for kind, items in host.loaded.registry.of(name).items()
                },
            }
        )
    return described


@plugins.command()
@click.argument("name")
@deployment
def enable(it: Deployment, name: str) -> None:
    """Put a plugin in service, or resume one that is paused."""
    _known(it.host, name)
    it.host.set_enabled(name, enabled=True)
    click.echo(f"{name}: {it.host.state(name)[0]}")


@plugins.command()
@click.argument("name")
@deployment
def disable(it: Deployment, name: str) -> None:
    """Take a plugin out of service. Its data is kept."""
    _known(it.host, name)
    it.host.set_enabled(name, enabled=False)
    click.echo(f"{name}: {it.host.state(name)[0]}, its data is kept")


@plugins.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@deployment
def purge(it: Deployment, name: str, yes: bool) -> None:
    """Drop the data of a plugin for ever. Counts are shown first."""
    from onglet.db.purge import StillReferencedError
    from onglet.shell.plugin_life import count_data, purge_data

    _known(it.host, name)
    counts = count_data(it.host, name)
    if not counts:
        click.echo(f"{name} keeps no data.")
        return
    for count in counts:
        click.echo(f"{count.table}: {count.rows} rows")
    if not yes:
        click.confirm("Drop these tables and all their rows for ever?", abort=True)
    try:
        dropped = purge_data(it.host, name)
    except StillReferencedError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{len(dropped)} tables dropped.")


@plugins.command("new")
@click.argument("name")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Folder to write it in; the current one by default.",
)
@click.option("--label", default="", help="Name of its tab; the plugin's name by default.")
def new(name: str, into: Path, label: str) -> None:
    """Write a small plugin that works and is tested, to start from."""
    from onglet.scaffold.write import NotANewPluginError, write_plugin

    try:
        written = write_plugin(name, into, label)
    except NotANewPluginError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{len(written.files)} files written in {written.folder}. Next:")
    click.echo(f"  cd {written.folder}")
    click.echo("  pip install -e . --group test")
    click.echo("  pytest")


@plugins.command()
@click.argument("name")
@click.argument("message")
@deployment
def revision(it: Deployment, name: str, message: str) -> None:
    """Write the migration that brings a plugin's tables to what its models say."""
    from onglet.db.migrate import Owner, differences, needs_migration
    from onglet.db.revise import new_revision

    loaded = it.host.plugin(name)
    if loaded is None or loaded.folder is None:
        raise click.ClickException(f"There is no installed plugin named {name}.")
    owner = Owner(name=name, folder=loaded.folder / "migrations")
    with it.host.database.reads.connect() as connection:
        if owner.folder.is_dir() and needs_migration(connection, owner):
            raise click.ClickException(f"{name} has steps to apply first: run onglet migrate.")
        if not differences(connection, owner):
            raise click.ClickException(f"The tables of {name} are as its models say.")
        click.echo(new_revision(connection, owner, message))


def _known(host: Host, name: str) -> None:
    if name == "core" or name not in host.states():
        names = ", ".join(sorted(set(host.states()) - {"core"})) or "none"
        raise click.ClickException(f"There is no plugin named {name}. Known: {names}.")
