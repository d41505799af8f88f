"""The deployment that commands act on, and the commands that its plugins bring."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from onglet.config import ConfigError, find_unknown, load_config

if TYPE_CHECKING:
    from onglet.host.host import Host


class Deployment:
    """The deployment that the commands act on: its host is opened when first asked for."""

    def __init__(self) -> None:
        self._host: Host | None = None

    @property
    def host(self) -> Host:
        """The host, opened from the environment.

        Raises:
            ClickException: when a setting cannot be used.
        """
        if self._host is None:
            from onglet.shell.logs import set_up_logs
            from onglet.shell.start import open_host

            try:
                config = load_config(os.environ)
            except ConfigError as error:
                raise click.ClickException("\n".join(error.problems)) from error
            set_up_logs(config)
            for sentence in find_unknown(os.environ):
                click.echo(sentence, err=True)
            self._host = open_host(config=config)
        return self._host


deployment = click.make_pass_decorator(Deployment, ensure=True)


class Commands(click.Group):
    """The core's commands, then those of plugins in service: `onglet <plugin> <command>`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the core's commands, and the plugins that bring some where they can be asked."""
        own = super().list_commands(ctx)
        try:
            loaded = _deployment_of(ctx).host.loaded.plugins
        except click.ClickException:
            return own
        return own + sorted(plugin.name for plugin in loaded if self._group(ctx, plugin.name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a command of the core, or the group of a plugin's commands."""
        return super().get_command(ctx, cmd_name) or self._group(ctx, cmd_name)

    def _group(self, ctx: click.Context, name: str) -> click.Group | None:
        host = _deployment_of(ctx).host
        plugin = host.plugin(name)
        if plugin is None or not plugin.commands or not host.is_on(name):
            return None
        return click.Group(name, commands=list(plugin.commands), help=plugin.label)


def _deployment_of(ctx: click.Context) -> Deployment:
    return ctx.ensure_object(Deployment)
