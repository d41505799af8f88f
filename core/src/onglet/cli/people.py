"""Commands about who may enter: colleagues, and tokens of programs."""

from __future__ import annotations

import click

from onglet.cli.deployment import Deployment, deployment


@click.group()
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


@user.command("reset-second-step")
@click.argument("email")
@deployment
def user_reset_second_step(it: Deployment, email: str) -> None:
    """Let a colleague who lost their app sign in by the password alone."""
    from onglet.accounts import second_step
    from onglet.accounts.first_administrator import find_active
    from onglet.rights.actors import system_actor

    with it.host.units.writing(system_actor("command line")) as work:
        user_id = find_active(work.session, email)
        if user_id is None:
            raise click.ClickException(f"Nobody active has the address {email}.")
        was_on = second_step.turn_off(work, user_id)
    click.echo(f"The second step of {email} {'is off' if was_on else 'was off already'}.")


@click.group()
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
