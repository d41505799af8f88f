"""What the custom fields declare: their work in the background, and whatever stands on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.contributions import Job, SettingsPage, Tab
from onglet.fields.indexes import INDEX_JOB, index_fields
from onglet.fields.recomputing import CLAIM_JOB, RECOMPUTE_JOB, claim_fields, recompute_fields
from onglet.fields.tab import panel
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator


def tabs() -> Iterator[Tab]:
    """The tab of custom fields, where the seed has it."""
    yield Tab(
        slug="fields",
        label=N_("Custom fields"),
        icon="forms",
        order=80,
        right="core.client.read",
        render=panel,
        js=("fields.js",),
    )


def settings_pages() -> Iterator[SettingsPage]:
    """The definitions of fields."""
    yield SettingsPage(
        key="core.fields",
        label=N_("Custom fields"),
        icon="forms",
        right="core.settings.edit",
        order=25,
        href="/settings/fields",
        note=N_("The fields that your firm adds to clients and contacts."),
    )


def jobs() -> Iterator[Job]:
    """Indexes, computed values, and values that no two records share."""
    yield Job(kind=INDEX_JOB, label=N_("Index custom fields"), run=index_fields)
    yield Job(kind=RECOMPUTE_JOB, label=N_("Compute custom fields"), run=recompute_fields)
    yield Job(kind=CLAIM_JOB, label=N_("Check that values are unique"), run=claim_fields)
