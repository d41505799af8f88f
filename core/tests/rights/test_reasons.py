"""The reason of a decision in words, in both languages."""

from datetime import UTC, datetime

import pytest

from onglet.contributions import Level, Reach
from onglet.rights.evaluate import Tie, decide
from onglet.rights.explain import explain, explain_of
from onglet.rights.models import GrantKind
from onglet.ui.i18n import speaking

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
LYON = Tie(
    kind=GrantKind.SHARE_GROUP,
    level=Level.EDIT,
    valid_until=datetime(2026, 6, 30, 22, 0, tzinfo=UTC),
    group_name="Lyon",
    granted_by="Ana Roy",
    granted_at=datetime(2026, 3, 3, 9, 0, tzinfo=UTC),
)


def told(tie: Tie, reach: Reach, needed: Level, locale: str, now: datetime = NOW) -> str:
    with speaking(locale=locale, zone="Europe/Paris"):
        return explain(decide([tie], reach, needed, now))


def test_a_share_with_a_group_names_group_level_giver_and_days() -> None:
    assert told(LYON, Reach.SHARED, Level.EDIT, "en") == (
        "you are in group Lyon, it is shared with it at edit level by Ana Roy "
        "on March 3, 2026 until June 30, 2026"
    )
    assert told(LYON, Reach.SHARED, Level.EDIT, "fr") == (
        "vous faites partie du groupe Lyon, auquel il est partagé en modification par Ana Roy "
        "le 3 mars 2026 jusqu’au 30 juin 2026"
    )


def test_a_share_that_has_ended_is_named_as_what_falls_short_by_least() -> None:
    later = datetime(2026, 7, 1, tzinfo=UTC)
    said = told(LYON, Reach.SHARED, Level.EDIT, "en", later)
    assert said.startswith("it was shared with you at edit level by Ana Roy")
    assert said.endswith("and that has ended")


def test_the_last_instant_of_a_share_is_no_more_in_it() -> None:
    end = LYON.valid_until
    assert end is not None
    assert not decide([LYON], Reach.SHARED, Level.EDIT, end)


@pytest.mark.parametrize(
    ("tie", "reach", "needed", "said"),
    [
        (LYON, Reach.SHARED, Level.MANAGE, "and this needs more: at manage level"),
        (LYON, Reach.OWN, Level.VIEW, "on your own clients only"),
        (LYON, Reach.NONE, Level.VIEW, "your profile does not give this right"),
        (LYON, Reach.ALL, Level.VIEW, "you reach every client"),
    ],
)
def test_each_decision_has_its_words(tie: Tie, reach: Reach, needed: Level, said: str) -> None:
    assert said in told(tie, reach, needed, "en")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (GrantKind.OWNER, "Owns this client"),
        (GrantKind.SHARE_USER, "Shared with them at manage level"),
        (GrantKind.SHARE_GROUP, "In group Lyon, shared with it at manage level"),
        (GrantKind.OWNER_GROUP, "In group Lyon, as the owner is"),
    ],
)
def test_a_manager_is_told_of_others(kind: GrantKind, said: str) -> None:
    tie = Tie(kind=kind, level=Level.MANAGE, group_name="Lyon")
    with speaking(locale="en"):
        assert explain_of(decide([tie], Reach.GROUP, Level.VIEW, NOW)) == said
