"""A throw-away PostgreSQL server, started from the binaries of the machine.

It listens on a Unix socket in its own folder and nowhere else, trusts whoever may open that folder,
and gives durability up for speed: never keep anything in it. Started by root, it runs as an
unprivileged user, because PostgreSQL refuses root.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST_VERSION = 15
UNPRIVILEGED = ("postgres", "nobody")
USER = "onglet"
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 64MB
fsync = off
synchronous_commit = off
full_page_writes = off
max_wal_size = 512MB
timezone = 'UTC'
log_timezone = 'UTC'
"""


class PostgresUnavailable(LookupError):
    """No PostgreSQL can be started here; the message says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A running server of our own: its binaries, and the folder that is all of it."""

    binaries: Path
    folder: Path

    @property
    def url(self) -> str:
        """SQLAlchemy's address of the maintenance database."""
        return f"postgresql+psycopg://{USER}@/postgres?host={self.folder / 'socket'}"


def _version(binaries: Path) -> int:
    """The major version of the server in this folder; 0 when there is none that answers."""
    server = binaries / "postgres"
    if not (server.exists() and (binaries / "initdb").exists()):
        return 0
    answer = subprocess.run(  # noqa: S603 - a server found on this machine
        [server, "--version"], capture_output=True, text=True, check=False
    )
    match = re.search(r"\b(\d+)(\.|beta|rc|devel|\b)", answer.stdout)
    return int(match[1]) if match else 0


def _candidates() -> Iterator[Path]:
    """Folders where Debian, Red Hat, Homebrew, and whoever set PATH keep the server."""
    for pattern in (
        "usr/lib/postgresql/*/bin",
        "usr/pgsql-*/bin",
        "opt/homebrew/opt/postgresql@*/bin",
        "usr/local/opt/postgresql@*/bin",
    ):
        yield from Path("/").glob(pattern)
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent


def find_binaries() -> Path:
    """The folder of the newest PostgreSQL server on this machine.

    Raises:
        PostgresUnavailable: there is none of version 15 or later.
    """
    versions = {folder: _version(folder) for folder in _candidates()}
    newest = max(versions, key=versions.__getitem__, default=None)
    if newest is None or versions[newest] < OLDEST_VERSION:
        message = (
            f"No PostgreSQL {OLDEST_VERSION} or later was found on this machine. Install its "
            "server (Debian: apt-get install postgresql), or give the address of one in "
            "ONGLET_TEST_POSTGRES; its user must be allowed to create databases."
        )
        raise PostgresUnavailable(message)
    return newest


def _server_user() -> pwd.struct_passwd | None:
    """Whom the server runs as when we are root; None when it runs as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    message = f"PostgreSQL refuses to run as root, and none of {UNPRIVILEGED} exists here."
    raise PostgresUnavailable(message)


def _run(command: list[str | Path], folder: Path) -> None:
    """Run one of PostgreSQL's commands as the server's user, its output kept in a log.

    Raises:
        PostgresUnavailable: it failed; the message carries the end of the log.
    """
    user = _server_user()
    log = folder / "commands.log"
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LC_ALL": "C"}
    # The log is a file: a server that inherits a pipe would keep its reader waiting for ever.
    with log.open("ab") as output:
        result = subprocess.run(  # noqa: S603 - the binaries that find_binaries chose
            command,
            check=False,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )
    if result.returncode:
        tail = log.read_text(encoding="utf-8", errors="replace")[-1500:]
        message = f"{command[0]} failed with {result.returncode}. Its last words:\n{tail}"
        raise PostgresUnavailable(message)


def start(folder: Path) -> Cluster:
    """A running server in `folder`, which is made and belongs to it.

    Raises:
        PostgresUnavailable: no binaries, no user to run them, or they failed.
    """
    binaries = find_binaries()
    user = _server_user()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    for name in ("data", "socket"):
        (folder / name).mkdir(mode=0o700)
        if user:
            os.chown(folder / name, user.pw_uid, user.pw_gid)
    data = folder / "data"
    # Code point order and Unicode case, as on SQLite: a test never depends on a machine's locale.
    initdb: list[str | Path] = [binaries / "initdb", "-D", data, "-U", USER, "-E", "UTF8"]
    initdb += ["--auth=trust", "--no-sync", "--no-instructions", "--locale=C.UTF-8"]
    _run(initdb, folder)
    with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS.format(socket=folder / "socket"))
    server: list[str | Path] = [binaries / "pg_ctl", "-D", data, "-l", data / "server.log"]
    _run([*server, "-w", "-t", "60", "start"], folder)
    return Cluster(binaries=binaries, folder=folder)


def stop(folder: Path) -> None:
    """Stop the server in `folder` at once, if one runs, and remove the folder."""
    if (folder / "data" / "postmaster.pid").exists():
        command: list[str | Path] = [find_binaries() / "pg_ctl", "-D", folder / "data"]
        _run([*command, "-m", "immediate", "-w", "stop"], folder)
    shutil.rmtree(folder, ignore_errors=True)
