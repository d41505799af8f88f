"""Sphinx: Markdown pages (MyST) in the furo theme; a warning stops the build."""

from __future__ import annotations

from importlib.metadata import version as installed_version

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
