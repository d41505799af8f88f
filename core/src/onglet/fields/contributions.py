"""What the custom fields declare: their work in the background, and whatever stands on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.contributions import Job
from onglet.fields.indexes import INDEX_JOB, index_fields
from onglet.fields.recomputing import CLAIM_JOB, RECOMPUTE_JOB, claim_fields, recompute_fields
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator


def jobs() -> Iterator[Job]:
    """Indexes, computed values, and values that no two records share."""
    yield Job(kind=INDEX_JOB, label=N_("Index custom fields"), run=index_fields)
    yield Job(kind=RECOMPUTE_JOB, label=N_("Compute custom fields"), run=recompute_fields)
    yield Job(kind=CLAIM_JOB, label=N_("Check that values are unique"), run=claim_fields)
