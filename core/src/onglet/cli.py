"""The command line: `onglet serve`, `migrate`, `worker`, `plugins`, `user`, `token`, `check`..."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onglet import __version__
from onglet.config import ConfigError, find_unknown, load_config

if TYPE_CHECKING:
    from onglet.host.host import Host

CLIENTS = 400
"""How many clients the made-up firm has."""


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


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="onglet")
def main() -> None:
    """Onglet: the client record, where every tab is a plugin."""


@main.command()
@deployment
def migrate(it: Deployment) -> None:
    """Bring the tables of the core and of every plugin up to date."""
    sys.exit(1 if _migrate(it.host) else 0)


def _migrate(host: Host) -> list[str]:
    """Apply what steps are due, say so, and give whose failed."""
    failed = []
    for owner, done in host.migrate().items():
        if isinstance(done, Exception):
            failed.append(owner)
            click.echo(f"{owner}: failed, and is out of service: {done}", err=True)
        else:
            click.echo(f"{owner}: {', '.join(done) if done else 'up to date'}")
    return failed


@main.command()
@click.option("--host", "address", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
@click.option("--workers", type=int, help="Web processes; 1 by default.")
@click.option("--demo", "with_demo", is_flag=True, help="Migrate, and fill an empty database.")
@deployment
def serve(
    it: Deployment, address: str | None, port: int | None, workers: int | None, with_demo: bool
) -> None:
    """Serve the application."""
    import uvicorn

    config = it.host.config
    if with_demo:
        _prepare(it.host)
    address, port = address or config.host, port or config.port
    _announce(it.host, f"http://{address}:{port}")
    it.host.close()
    uvicorn.run(
        "onglet.shell.start:app",
        factory=True,
        host=address,
        port=port,
        workers=workers or config.workers,
        log_level="warning",
        proxy_headers=bool(config.proxies),
        forwarded_allow_ips=",".join(config.proxies) or None,
    )


def _prepare(host: Host) -> None:
    """Make tables and demo data where they are missing; a plugin that cannot stays out of service.

    In the process that serves: each command of its own would load everything again.

    Raises:
        ClickException: when the core's own tables cannot be brought up to date.
    """
    from onglet.host.names import CORE
    from onglet.shell import demo_data

    if CORE in _migrate(host):
        raise click.ClickException("The core's tables could not be brought up to date.")
    if demo_data.is_empty(host):
        click.echo("Writing the clients of a made-up firm...")
        demo_data.fill(host, count=CLIENTS)


def _announce(host: Host, url: str) -> None:
    from onglet.shell.demo_sign_in import demo_sign_in

    click.echo(f"Onglet {__version__} on {url}")
    known = demo_sign_in(host)
    if known is not None:
        click.echo(f"Demo data: sign in as {known.email} with the password {known.password}")


@main.command()
@click.option("--if-empty", is_flag=True, help="Do nothing when there are clients already.")
@click.option("--clients", "count", default=CLIENTS, show_default=True, help="How many clients.")
@click.option(
    "--companies",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="Real companies from an extract of the public register, instead of made-up ones.",
)
@deployment
def demo(it: Deployment, if_empty: bool, count: int, companies: tuple[Path, ...]) -> None:
    """Fill the database with a made-up firm, or with real companies of the public register."""
    from onglet import demo as data
    from onglet.shell import demo_data

    host = it.host
    if not demo_data.is_empty(host):
        if if_empty:
            click.echo("There are clients already: nothing was added.")
            return
        raise click.ClickException(
            "There are clients already. Demo data goes into an empty database only: set "
            "ONGLET_DATA or ONGLET_DATABASE_URL to another place."
        )
    clients = None
    if companies:
        extract = data.read_companies(*companies)
        click.echo(f"{extract.rows} rows, {len(extract.companies)} companies.")
        for seen in extract.oddities:
            click.echo(f"  {seen.oddity}: {seen.count}")
        count = len(extract.companies)
        clients = data.clients_of(extract.companies, 1, host.clock().date())
    filled = demo_data.fill(host, clients, count=count)
    click.echo(f"{filled.clients} clients. Sign in as {filled.email}, {filled.password}")


@main.command()
@click.option("--threads", default=2, show_default=True)
@click.option("--drain", is_flag=True, help="Run what is due, then stop.")
@deployment
def worker(it: Deployment, threads: int, drain: bool) -> None:
    """Run background jobs until stopped."""
    from onglet.shell.staffing import make_staff, make_worker

    if drain:
        outcomes = make_worker(it.host).drain(it.host.clock)
        click.echo(f"{len(outcomes)} jobs run.")
        return
    staff = make_staff(it.host, threads=threads)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: staff.ask_to_stop())
    staff.start()
    staff.wait()


@main.command()
@click.option("--json", "as_json", is_flag=True)
@deployment
def check(it: Deployment, as_json: bool) -> None:
    """Say whether the deployment is well, and what to do where it is not."""
    from onglet.shell.health import advice, report

    found = report(it.host)
    if as_json:
        click.echo(json.dumps({**found.as_json(), "advice": advice(it.host, found)}, indent=2))
    else:
        for line in advice(it.host, found) or ["Everything is well."]:
            click.echo(line)
    sys.exit(0 if found.is_ready else 1)


@main.group()
def user() -> None:
    """Colleagues who sign in."""


@user.command("admin")
@click.argument("email")
@click.password_option(help="Asked for when it is not given.")
@deployment
def user_admin(it: Deployment, email: str, password: str) -> None:
    """Make the first administrator, when nobody can administer yet."""
    from onglet.accounts.first_administrator import ensure_first_administrator
    from onglet.accounts.rejected import Rejected

    try:
        made = ensure_first_administrator(it.host.units, email, password)
    except Rejected as error:
        raise click.ClickException(str(error)) from error
    if made.is_new:
        click.echo(f"{made.email} is an administrator.")
    else:
        click.echo(f"{made.email} administers already: nothing was changed.")


@user.command("link")
@click.argument("email")
@deployment
def user_link(it: Deployment, email: str) -> None:
    """Make a link with which a colleague chooses a new password."""
    from onglet.accounts.first_administrator import make_recovery_link

    link = make_recovery_link(it.host.units, email)
    if link is None:
        raise click.ClickException(f"Nobody active has the address {email}.")
    click.echo(f"{it.host.config.public_url.rstrip('/')}{link.path}")


@main.group()
def token() -> None:
    """Tokens with which programs use the API."""


@token.command("new")
@click.argument("email")
@click.argument("name")
@click.option("--days", default=90, show_default=True, help="How long it works: 365 at most.")
@click.option("--scope", "scopes", multiple=True, help="A right that it keeps; all without one.")
@deployment
def token_new(it: Deployment, email: str, name: str, days: int, scopes: tuple[str, ...]) -> None:
    """Make a token that acts with the rights of a colleague. It is shown this once.

    NAME says what it is for.
    """
    from onglet import cli_token

    click.echo(cli_token.create(it.host, email, name=name, days=days, scopes=scopes))


@token.command("list")
@click.argument("email", default="")
@deployment
def token_list(it: Deployment, email: str) -> None:
    """List the tokens that work, of one colleague or of all."""
    from onglet import cli_token

    rows = cli_token.living(it.host, email)
    for row in rows:
        used = f"last used {row.last_used_at:%Y-%m-%d}" if row.last_used_at else "never used"
        until = f"until {row.expires_at:%Y-%m-%d}" if row.expires_at else "no end"
        click.echo(f"{row.start}... {row.email} {row.name} ({until}, {used})")
    if not rows:
        click.echo("There is no token.")


@token.command("revoke")
@click.argument("start")
@deployment
def token_revoke(it: Deployment, start: str) -> None:
    """End a token at once, by its start in the list (onglet_xxxxx)."""
    from onglet import cli_token

    gone = cli_token.revoke(it.host, start)
    click.echo(f"{gone.start}... of {gone.email} ({gone.name}) works no more.")


@main.group(invoke_without_command=True)
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
