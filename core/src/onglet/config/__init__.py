"""What a deployment may set: one frozen `Config`, read once at start from environment and file."""

from __future__ import annotations

from onglet.config.load import ConfigError, describe, find_unknown, load_config
from onglet.config.settings import SETTINGS, Config, Setting
from onglet.config.values import FolderPlace, S3Place, SmtpServer, StoragePlace

__all__ = [
    "SETTINGS",
    "Config",
    "ConfigError",
    "FolderPlace",
    "S3Place",
    "Setting",
    "SmtpServer",
    "StoragePlace",
    "describe",
    "find_unknown",
    "load_config",
]
