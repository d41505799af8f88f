"""Checks of a plugin's package that its author runs: words, templates, tables, the command line."""

from onglet.cli import main as command_line
from onglet.db.migrate import differences
from onglet.ui.audit import audit_templates
from onglet.ui.packages import UiPackage
from onglet.ui.wording import missing_translations

__all__ = ["UiPackage", "audit_templates", "command_line", "differences", "missing_translations"]
