from __future__ import annotations

from pathlib import Path

import onglet_activity
from onglet.ui.audit import audit_templates
from onglet.ui.packages import UiPackage
from onglet.ui.wording import missing_translations

PACKAGE = UiPackage(name="activity", folder=Path(onglet_activity.__file__).parent)


def test_french_is_complete() -> None:
    assert missing_translations(PACKAGE) == []


def test_templates_hold_to_the_rules() -> None:
    assert audit_templates(PACKAGE.templates) == []
