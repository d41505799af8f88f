"""Keeping what a walk provokes to itself: nothing in the log, nothing on the network."""

from __future__ import annotations

import logging
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = ("127.0.0.1", "::1", "localhost")


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what the walk provokes out of the log."""
    held = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(held)


@contextmanager
def without_network() -> Iterator[None]:
    """Refuse connections to other machines: a search of a plugin's must not leave this one."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in HERE:
            raise ConnectionRefusedError("a leak walk reaches no network")
        connect(self, address)

    socket.socket.connect = refuse  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        socket.socket.connect = connect  # type: ignore[method-assign]
