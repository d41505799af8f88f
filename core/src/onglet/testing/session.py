"""What the processes of one test session share: a folder, and locks in it.

The controlling process names the folder in its environment before pytest-xdist starts workers, and
takes it away at the end. A session that was killed leaves its folder: the next one sweeps it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from onglet.testing import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE = "ONGLET_TEST_SESSION"
PREFIX = "onglet-tests-"
# A server run by root's unprivileged user must reach the folder: not every TMPDIR lets it in.
OPEN_TO_ALL = Path("/tmp")  # noqa: S108 - only folders with names of our own are made there


def _parent() -> Path:
    """Where session folders are made: short, for a Unix socket's path has 107 bytes at most."""
    if os.geteuid() == 0 and OPEN_TO_ALL.is_dir():
        return OPEN_TO_ALL
    usual = Path(tempfile.gettempdir())
    return usual if len(str(usual)) <= 50 or not OPEN_TO_ALL.is_dir() else OPEN_TO_ALL


def begin() -> str | None:
    """Name this session's folder, and return the one of the session around it, if there is one.

    Nothing is made until someone asks for the folder.
    """
    around = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(_parent() / f"{PREFIX}{os.getpid()}-{uuid4().hex[:6]}")
    return around


def is_used() -> bool:
    """Whether someone asked for this session's folder."""
    return Path(os.environ[VARIABLE]).exists()


def end(around: str | None) -> None:
    """Stop the server in this session's folder, remove it, and go back to the session around."""
    folder = Path(os.environ.pop(VARIABLE))
    if folder.exists():
        postgres.stop(folder / "postgres")
        shutil.rmtree(folder)
    if around:
        os.environ[VARIABLE] = around


def shared_folder() -> Path:
    """The folder of this session; the first to ask makes it, and sweeps those of the dead."""
    folder = Path(os.environ[VARIABLE])
    if not folder.exists():
        _sweep(folder.parent)
        folder.mkdir(mode=0o711, exist_ok=True)
    return folder


def name() -> str:
    """A name of this session, fit to begin the name of a database."""
    return Path(os.environ[VARIABLE]).name.removeprefix(PREFIX).replace("-", "_")


@contextmanager
def locked(subject: str) -> Iterator[Path]:
    """The session's folder, while no other process of the session holds the lock of `subject`."""
    folder = shared_folder()
    with (folder / f"{subject}.lock").open("w", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield folder


def _sweep(parent: Path) -> None:
    """Remove the folders of our own sessions whose process is gone."""
    for folder in parent.glob(f"{PREFIX}*"):
        process = folder.name.removeprefix(PREFIX).split("-")[0]
        ours = folder.stat().st_uid == os.geteuid()
        if ours and process.isdigit() and not _lives(int(process)):
            postgres.stop(folder / "postgres")
            shutil.rmtree(folder, ignore_errors=True)


def _lives(process: int) -> bool:
    """Whether a process has this number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
