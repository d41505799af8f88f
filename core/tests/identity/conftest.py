"""What the tests of identity share: the folder of real data, when the machine has one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A machine that is busy with other things makes no check wrong.
settings.register_profile("untimed", deadline=None)
if settings.get_current_profile_name() == "default":
    settings.load_profile("untimed")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real data that `ONGLET_SAMPLES` names; the test skips aloud without it."""
    folder = os.environ.get("ONGLET_SAMPLES", "")
    if not folder:
        pytest.skip("ONGLET_SAMPLES is not set: real data was NOT tried")
    return Path(folder)
