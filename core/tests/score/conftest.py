"""A plugin whose factors answer as each test likes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from onglet.api import Evidence, Plugin, Reach, Record, Right, ScoreFactor, hookimpl
from onglet.testing.kit import MakeSite, Site

Ask = Callable[[Record], Any]


class Manners(Plugin):
    """Two factors, one of which asks for a right of its own."""

    name = "manners"
    label = "Manners"

    def __init__(self, **answers: Ask) -> None:
        self.answers = answers

    @hookimpl
    def onglet_rights(self) -> Iterator[Right]:
        """A right that a profile must give."""
        yield Right(object="manners.secret", action="read", label="Secrets", default=Reach.NONE)

    @hookimpl
    def onglet_score_factors(self) -> Iterator[ScoreFactor]:
        """A factor for each answer."""
        for place, (name, answer) in enumerate(self.answers.items()):
            is_secret = name == "secret"
            yield ScoreFactor(
                key=f"manners.{name}",
                label=name.title(),
                right="manners.secret.read" if is_secret else "core.client.read",
                weight=Decimal("1.5"),
                half_life_days=10,
                order=place,
                evidence=answer,
            )


def waved(points: int = 4, **more: Any) -> Ask:
    return lambda record: [Evidence(points=points, reason="Waved", **more)]


@pytest.fixture
def with_factors(deployment: MakeSite) -> Callable[..., Site]:
    """Give a deployment whose plugin answers so: `with_factors(wave=waved(4))`."""

    def make(*, settings: dict[str, str] | None = None, **answers: Ask) -> Site:
        return deployment(Manners(**answers), **(settings or {}))

    return make
