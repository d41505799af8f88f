"""Onglet as a user meets it: `onglet serve` in a process of its own, with data of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ONGLET = Path(sys.executable).parent / "onglet"
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AppServer:
    """A server that answers: its address, its data, and where it writes its log."""

    url: str
    data: Path
    log: Path

    @property
    def demo_user(self) -> tuple[str, str]:
        """E-mail and password of who may do everything, as the server announced them."""
        said = self.log.read_text(encoding="utf-8", errors="replace")
        match = re.search(r"sign in as (\S+) with the password (\S+)", said)
        assert match, said
        return match[1], match[2]


def free_port() -> int:
    """A port that nobody listens on, below those that the system gives to clients."""
    for port in range(20000 + os.getpid() % 5000, 32000):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("No free port between 20000 and 32000.")


def environment(data: Path, **more: str) -> dict[str, str]:
    """The environment of a deployment that keeps all it has in `data`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ONGLET_") and name not in {"HOST", "PORT"}
    }
    return kept | {"ONGLET_DATA": str(data), **more}


def run_onglet(data: Path, *arguments: str) -> str:
    """What a command of `onglet` prints on this data."""
    result = subprocess.run(
        [ONGLET, *arguments], env=environment(data), capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, f"onglet {' '.join(arguments)}: {result.stdout}{result.stderr}"
    return result.stdout


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=10) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@contextmanager
def served(data: Path, **more: str) -> Iterator[AppServer]:
    """A server on `data`, from its first good answer on /healthz until the end of the block."""
    port = free_port()
    server = AppServer(url=f"http://127.0.0.1:{port}", data=data, log=data / "server.log")
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            [ONGLET, "serve", "--host", "127.0.0.1", "--port", str(port)],
            env=environment(data, **more),
            stdout=log,
            stderr=log,
        )
        try:
            deadline = time.monotonic() + PATIENCE_S
            while not _answers(server.url):
                gone = process.poll() is not None
                if gone or time.monotonic() > deadline:
                    end = server.log.read_text(encoding="utf-8", errors="replace")[-3000:]
                    raise RuntimeError(f"onglet serve did not answer. It said:\n{end}")
                time.sleep(0.05)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
