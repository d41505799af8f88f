"""Writing the consent ledger. Entries are added, never changed, and never taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.consent.models import ConsentEntry
from onglet.consent.queries import consent_states

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onglet.consent.entry import Channel, NewConsent
    from onglet.contributions import Work


def append_consents(work: Work, person_id: int, entries: Iterable[NewConsent]) -> int:
    """Add entries to a person's ledger, in the order given; give how many."""
    rows = [consent_row(entry, person_id, work) for entry in entries]
    work.session.add_all(rows)
    work.session.flush()
    return len(rows)


def consent_row(entry: NewConsent, person_id: int, work: Work) -> ConsentEntry:
    """Give the row of an entry, not yet in the session."""
    return ConsentEntry(
        person_id=person_id,
        channel=entry.channel.value,
        purpose=entry.purpose,
        action=entry.action.value,
        ground=entry.ground,
        text_version=entry.text_version,
        source=entry.source[:200],
        address=entry.address,
        at=entry.at or work.now,
        actor_id=work.actor.user_id,
    )


def say_consents(
    work: Work, person_id: int, entries: Iterable[NewConsent]
) -> Mapping[Channel, tuple[str, str]]:
    """Add the entries that change something; give old and new action by channel.

    Saying again what the ledger already says adds nothing: a form saved twice is one sign-up.
    """
    known: dict[str, Mapping[Channel, str]] = {}
    changes: dict[Channel, tuple[str, str]] = {}
    wanted = []
    for entry in entries:
        if entry.purpose not in known:
            states = consent_states(work, person_id, purpose=entry.purpose)
            known[entry.purpose] = {channel: state.action for channel, state in states.items()}
        before = known[entry.purpose].get(entry.channel, "")
        if before != entry.action.value:
            changes[entry.channel] = (before, entry.action.value)
            wanted.append(entry)
    append_consents(work, person_id, wanted)
    return changes
