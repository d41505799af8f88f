"""Starting: from the settings of a deployment to a host, and to an application."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import onglet.tables
from onglet.builtin import CorePlugin
from onglet.config import Config, load_config
from onglet.db.base import utc_now
from onglet.db.engine import open_database
from onglet.host.host import Host
from onglet.mailer import open_mailer
from onglet.shell.app import create_app
from onglet.shell.logs import set_up_logs
from onglet.storage import open_storage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from fastapi import FastAPI

    from onglet.host.discovery import Found

__all__ = ["app", "open_host"]

TABLES = onglet.tables
"""Importing every table of the core makes the metadata whole before plugins add theirs."""


def open_host(
    environ: Mapping[str, str] | None = None,
    *,
    config: Config | None = None,
    found: Sequence[Found] | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Host:
    """Give the host of the deployment that the environment describes.

    Raises:
        ConfigError: when a setting cannot be used, naming it.
    """
    settings = config or load_config(os.environ if environ is None else environ)
    return Host(
        config=settings,
        database=open_database(settings.database_url, pool_size=settings.threads + 12),
        core=CorePlugin(),
        storage=open_storage(settings),
        mailer=open_mailer(settings),
        found=found,
        clock=clock,
    )


def app() -> FastAPI:
    """Give the application of this process: what a server is told to run."""
    config = load_config(os.environ)
    set_up_logs(config)
    return create_app(open_host(config=config))
