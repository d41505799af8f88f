from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onglet_directory.testing.stand_in import StandIn

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def server():
    with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def samples() -> Path:
    """Replies and stock files made by hand, in this folder."""
    return Path(__file__).parent / "samples"


@pytest.fixture
def real_samples() -> Path:
    folder = os.environ.get("ONGLET_SAMPLES")
    if not folder:
        pytest.skip("ONGLET_SAMPLES is not set: real replies and extracts are not read")
    return Path(folder) / "sirene"
