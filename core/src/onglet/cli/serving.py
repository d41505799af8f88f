"""Commands that make a deployment run: its tables, its data, its processes, its health."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onglet import __version__
from onglet.cli.deployment import Deployment, deployment

if TYPE_CHECKING:
    from onglet.host.host import Host

CLIENTS = 400
"""How many clients the made-up firm has."""


@click.command()
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


@click.command()
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


@click.command()
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
            click.echo(f"  {data.said(seen)}")
        count = len(extract.companies)
        clients = data.clients_of(extract.companies, 1, host.clock().date())
    filled = demo_data.fill(host, clients, count=count)
    click.echo(f"{filled.clients} clients. Sign in as {filled.email}, {filled.password}")


@click.command()
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


@click.command()
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
