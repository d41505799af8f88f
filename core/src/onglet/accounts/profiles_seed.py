"""The profiles that a new deployment starts with, as data.

Reaches are given by patterns over the keys of the rights that exist when the profiles are made;
the last pattern that fits a right decides. A right that no pattern names, and one that a plugin
brings later, has its declared default.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from sqlalchemy import select

from onglet.accounts.service.guard import catalogue_of
from onglet.accounts.service.profiles import create_profile
from onglet.contributions import Reach
from onglet.rights.models import Profile
from onglet.ui.i18n import LANGUAGES, N_, gettext, speaking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contributions import Right, Work
    from onglet.rights.catalogue import RightsCatalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedProfile:
    """A profile to start with.

    `on_records` holds patterns for the rights that reach records; `yes` and `no` for those that
    are one or the other, `yes` winning.
    """

    key: str
    name: str
    description: str
    all_rights: bool = False
    on_records: tuple[tuple[str, Reach], ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


SEED = (
    SeedProfile(
        key="administrator",
        name=N_("Administrator"),
        description=N_("Every right, those to come included."),
        all_rights=True,
    ),
    SeedProfile(
        key="manager",
        name=N_("Manager"),
        description=N_("Sees every client, leads those of their groups."),
        on_records=(("*", Reach.GROUP), ("*.read", Reach.ALL)),
        yes=("core.client.create", "core.import.run"),
    ),
    SeedProfile(
        key="sales",
        name=N_("Sales"),
        description=N_("Works on their own clients and on those shared with them."),
        on_records=(
            ("core.client.read", Reach.GROUP),
            ("core.client.edit", Reach.SHARED),
            ("core.client.export", Reach.OWN),
            ("core.client.share", Reach.OWN),
            ("core.client.archive", Reach.OWN),
            ("core.person.read", Reach.GROUP),
            ("core.person.edit", Reach.SHARED),
            ("core.consent.edit", Reach.SHARED),
        ),
        yes=("core.client.create",),
    ),
    SeedProfile(
        key="accountant",
        name=N_("Accounting"),
        description=N_("Sees and completes every client, and keeps sales and bank data."),
        on_records=(
            ("core.*.read", Reach.ALL),
            ("core.client.edit", Reach.ALL),
            ("core.client.export", Reach.ALL),
            ("core.person.edit", Reach.ALL),
            ("billing.*", Reach.ALL),
            ("subscriptions.*", Reach.ALL),
            ("banking.*", Reach.ALL),
            ("mandates.*", Reach.ALL),
        ),
        yes=("core.client.create", "billing.*", "subscriptions.*", "banking.*", "mandates.*"),
    ),
    SeedProfile(
        key="read_only",
        name=N_("Read only"),
        description=N_("Sees every client and changes nothing."),
        on_records=(("*", Reach.NONE), ("*.read", Reach.ALL)),
        no=("*",),
    ),
)


def seed_reaches(seed: SeedProfile, catalogue: RightsCatalogue) -> dict[str, Reach]:
    """Give how far each declared right reaches in a profile to start with, defaults left out."""
    found: dict[str, Reach] = {}
    for key, declared in catalogue.items():
        reach = _reach(seed, key, declared.right)
        if reach is not None and reach != declared.right.default:
            found[key] = reach
    return found


def _reach(seed: SeedProfile, key: str, right: Right) -> Reach | None:
    if not right.on_records:
        if any(fnmatchcase(key, pattern) for pattern in seed.yes):
            return Reach.ALL
        return Reach.NONE if any(fnmatchcase(key, pattern) for pattern in seed.no) else None
    fitting = [reach for pattern, reach in seed.on_records if fnmatchcase(key, pattern)]
    return fitting[-1] if fitting else None


def seed_profiles(work: Work, *, locale: str) -> Mapping[str, int]:
    """Give the key of each profile to start with by its name here, making those that lack.

    A deployment that has profiles keeps them as they are: one that was renamed or removed by its
    people is not made again, and is found under no name.

    Args:
        work: of the system.
        locale: language of the names.
    """
    held = {name: key for key, name in work.session.execute(select(Profile.id, Profile.name))}
    if held:
        return _by_seed(held)
    made = {}
    with speaking(locale=locale):
        for seed in SEED:
            made[seed.key] = create_profile(
                work,
                gettext(seed.name),
                description=gettext(seed.description),
                all_rights=seed.all_rights,
                reaches=seed_reaches(seed, catalogue_of(work)) if not seed.all_rights else None,
            )
    return made


def _by_seed(held: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for language in LANGUAGES:
        with speaking(locale=language):
            for seed in SEED:
                key = held.get(gettext(seed.name))
                if key is not None:
                    found.setdefault(seed.key, key)
    return found
