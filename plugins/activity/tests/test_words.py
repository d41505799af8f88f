from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import onglet_activity
from onglet.testing.quality import (
    UiPackage,
    audit_templates,
    differences,
    missing_translations,
)
from onglet_activity.plugin import Activity

if TYPE_CHECKING:
    from onglet.testing.kit import Site

PACKAGE = UiPackage(name="activity", folder=Path(onglet_activity.__file__).parent)


def test_french_is_complete() -> None:
    assert missing_translations(PACKAGE) == []


def test_templates_hold_to_the_rules() -> None:
    assert audit_templates(PACKAGE.templates) == []


def test_migrations_make_the_tables_of_the_models(deployment: Callable[..., Site]) -> None:
    site = deployment(Activity())
    owner = site.host.plugin("activity").owner

    with site.host.database.reads.connect() as connection:
        assert differences(connection, owner) == []
