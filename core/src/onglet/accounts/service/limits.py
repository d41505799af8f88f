"""How much of each field and tab a profile shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onglet.accounts.rejected import Rejected
from onglet.accounts.service import guard
from onglet.accounts.service.profiles import SUBJECT, profile_of
from onglet.contributions.limits import TAB, FieldLevel, TabLevel
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contributions import Work

AS_THE_RIGHT_SAYS: Final = ""
LONGEST_KEY: Final = 200
OF_FIELDS: Final = frozenset(level.value for level in FieldLevel)
OF_TABS: Final = frozenset({TabLevel.LOCKED.value, TabLevel.HIDDEN.value})


def set_limits(
    work: Work, profile_id: int, limits: Mapping[str, str], *, seen_version: int | None = None
) -> int:
    """Settle what a profile shows of the named fields and tabs; the others stay.

    An empty level is "as the right says". Gives how many changed.

    Raises:
        Rejected: a level that there is none of, the actor's own profile or one above it, an
            administrator's, more than the actor sees, or the profile changed meanwhile.
        LookupError: no such profile.
    """
    profile = profile_of(work.session, profile_id)
    if profile.all_rights:
        raise Rejected("", N_("An administrator's profile shows everything: nothing to set."))
    for key, level in limits.items():
        known = OF_TABS if key.startswith(TAB) else OF_FIELDS
        if len(key) > LONGEST_KEY or level not in known | {AS_THE_RIGHT_SAYS}:
            raise Rejected(f"level.{key}", N_("Choose one of the values of the list."))
    before = profile.limits
    changes = {
        key: (before.get(key, AS_THE_RIGHT_SAYS), level)
        for key, level in limits.items()
        if before.get(key, AS_THE_RIGHT_SAYS) != level
    }
    if not changes:
        return 0
    guard.refuse_stale(profile.version, seen_version)
    if not (work.actor.is_system or work.actor.all_rights):
        guard.refuse_own_profile(work, profile_id)
        guard.refuse_outranked(work, profile_id)
        _refuse_wider(work, changes)
    after = {**before, **{key: level for key, (_old, level) in changes.items()}}
    profile.limits = {key: level for key, level in sorted(after.items()) if level}
    work.session.flush()
    work.record_change(
        client_id=None,
        subject=SUBJECT,
        subject_id=profile_id,
        action="set_limits",
        changes=changes,
    )
    return len(changes)


def _refuse_wider(work: Work, changes: Mapping[str, tuple[str, str]]) -> None:
    """Refuse to show others more of a field or a tab than the actor sees."""
    for key, (_old, level) in changes.items():
        if _width(key, level) > _width(key, work.actor.limits.get(key, AS_THE_RIGHT_SAYS)):
            raise Rejected(
                f"level.{key}", N_("Your own profile shows less: ask an administrator to open it.")
            )


def _width(key: str, level: str) -> int:
    order = [TabLevel.HIDDEN, TabLevel.LOCKED] if key.startswith(TAB) else list(FieldLevel)[:-1]
    return order.index(level) if level in order else len(order)  # type: ignore[arg-type]  # a text
