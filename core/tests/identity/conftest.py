"""What the tests of identity share: the folder of real data, when the machine has one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real data that `ONGLET_SAMPLES` names; the test skips aloud without it."""
    folder = os.environ.get("ONGLET_SAMPLES", "")
    if not folder:
        pytest.skip("ONGLET_SAMPLES is not set: real data was NOT tried")
    return Path(folder)
