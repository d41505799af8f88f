"""Sphinx: Markdown pages (MyST) in the furo theme; a warning stops the build.

Two pages are written from the code each time: the hooks, and the settings of a deployment.
"""

from __future__ import annotations

from importlib.metadata import version as installed_version
from pathlib import Path

from onglet.config import SETTINGS
from onglet.testing import contract

project = "Onglet"
author = "The Onglet contributors"
copyright = "the Onglet contributors, Apache-2.0"
release = installed_version("onglet-core")
version = ".".join(release.split(".")[:2])

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
nitpicky = True

html_theme = "furo"
html_title = f"Onglet {version}"
html_show_sphinx = False

GENERATED = Path(__file__).with_name("_generated")


def settings_page() -> str:
    """The table of settings in Markdown."""
    lines = [
        "# Settings",
        "",
        "Each is an environment variable, or a key of the TOML file that",
        "",
    ]
    lines[2] += " `ONGLET_ENV_FILE` names (small letters, without `ONGLET_`)."
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default else "none"
        lines += [f"## `{setting.name}`", "", setting.doc, "", f"Default: {default}.", ""]
    return "\n".join(lines)


GENERATED.mkdir(exist_ok=True)
(GENERATED / "hooks.md").write_text(contract.page(), encoding="utf-8")
(GENERATED / "settings.md").write_text(settings_page(), encoding="utf-8")
