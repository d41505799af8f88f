"""What a plugin may be called."""

from __future__ import annotations

import re
from typing import Final

NAME: Final = re.compile(r"[a-z][a-z0-9]{1,30}")

RESERVED: Final = frozenset(
    {
        "account",
        "api",
        "clients",
        "contacts",
        "company",
        "core",
        "forgot",
        "healthz",
        "invitation",
        "metrics",
        "notifications",
        "onglet",
        "people",
        "preferences",
        "search",
        "settings",
        "signin",
        "signout",
        "static",
    }
)
"""First parts of the core's own addresses, and its own name."""

CORE: Final = "core"


def is_plugin_name(name: str) -> bool:
    """Tell whether a third party's plugin may have this name."""
    return NAME.fullmatch(name) is not None and name not in RESERVED


def belongs_to(key: str, plugin: str, separators: str = ".") -> bool:
    """Tell whether a key or slug starts with the plugin's name: `billing.overdue`, `billing`."""
    return key == plugin or any(key.startswith(plugin + mark) for mark in separators)


def package_of(plugin: str) -> str:
    """Give the name under which a plugin's templates, files and words are known."""
    return "onglet" if plugin == CORE else plugin
