"""The command line, `onglet`: the core's commands, and those of the plugins in service."""

from __future__ import annotations

import click

from onglet import __version__
from onglet.cli import fields, people, plugins, serving
from onglet.cli.deployment import Commands, Deployment

__all__ = ["Deployment", "main"]


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="onglet")
def main() -> None:
    """Onglet: the client record, where every tab is a plugin."""


for command in (
    serving.serve,
    serving.migrate,
    serving.demo,
    serving.worker,
    serving.check,
    people.user,
    people.token,
    plugins.plugins,
    fields.fields,
):
    main.add_command(command)
