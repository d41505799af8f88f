"""Reading the consent ledger: the last entry of a person, channel and purpose is the state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from onglet.consent.entry import ALLOWING, MARKETING, Channel, ConsentAction
from onglet.consent.models import ConsentEntry
from onglet.contacts.models import Person
from onglet.contributions import Verdict
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ScalarSelect
    from sqlalchemy.orm import InstrumentedAttribute

    from onglet.contributions import Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentState:
    """What a person last said about a channel, when, and where."""

    channel: Channel
    action: ConsentAction
    at: datetime
    source: str
    ground: str

    @property
    def allows(self) -> bool:
        """Tell whether the person may be contacted."""
        return self.action in ALLOWING


def consent_states(
    ask: Ask, person_id: int, *, purpose: str = MARKETING
) -> Mapping[Channel, ConsentState]:
    """Give what the person last said, by channel; a channel never spoken of is absent."""
    last = (
        select(func.max(ConsentEntry.id))
        .where(ConsentEntry.person_id == person_id, ConsentEntry.purpose == purpose)
        .group_by(ConsentEntry.channel)
    )
    rows = ask.session.execute(
        select(
            ConsentEntry.channel,
            ConsentEntry.action,
            ConsentEntry.at,
            ConsentEntry.source,
            ConsentEntry.ground,
        ).where(ConsentEntry.id.in_(last))
    )
    return {
        Channel(row.channel): ConsentState(
            channel=Channel(row.channel),
            action=ConsentAction(row.action),
            at=row.at,
            source=row.source,
            ground=row.ground,
        )
        for row in rows
    }


def last_said(
    person_id: InstrumentedAttribute[int], channel: Channel, *, purpose: str = MARKETING
) -> ScalarSelect[str]:
    """Give the action of a person's last entry for a channel, for a statement on the person."""
    return (
        select(ConsentEntry.action)
        .where(
            ConsentEntry.person_id == person_id,
            ConsentEntry.channel == channel.value,
            ConsentEntry.purpose == purpose,
        )
        .order_by(ConsentEntry.id.desc())
        .limit(1)
        .correlate_except(ConsentEntry)
        .scalar_subquery()
    )


def consent_history(ask: Ask, person_id: int) -> Sequence[Any]:
    """List every entry of the person, newest first: the download of the sign-up history."""
    return ask.session.execute(
        select(
            ConsentEntry.at,
            ConsentEntry.channel,
            ConsentEntry.purpose,
            ConsentEntry.action,
            ConsentEntry.ground,
            ConsentEntry.text_version,
            ConsentEntry.source,
            ConsentEntry.address,
        )
        .where(ConsentEntry.person_id == person_id)
        .order_by(ConsentEntry.id.desc())
    ).all()


def may_contact(ask: Ask, person_id: int, channel: Channel, *, purpose: str = MARKETING) -> Verdict:
    """Say whether a person may be contacted, and why not: silence is a no.

    The one function that every mailing asks (GDPR art. 6 and 7; CPCE art. L34-5).
    """
    person = ask.session.execute(
        select(Person.email, Person.mobile, Person.phone).where(Person.id == person_id)
    ).one_or_none()
    if person is None:
        return Verdict(allowed=False, reason=_("This person is not known to you."))
    reached_at = {
        Channel.EMAIL: person.email,
        Channel.SMS: person.mobile,
        Channel.PHONE: person.phone or person.mobile,
        Channel.POST: "post",
    }
    if not reached_at[channel]:
        return Verdict(allowed=False, reason=_("No address or number is known for this channel."))
    state = consent_states(ask, person_id, purpose=purpose).get(channel)
    if state is None:
        return Verdict(
            allowed=False, reason=_("This person never said yes to this channel: ask them first.")
        )
    if state.allows:
        return Verdict(allowed=True)
    if state.action is ConsentAction.WITHDRAWN:
        return Verdict(allowed=False, reason=_("This person has unsubscribed from this channel."))
    return Verdict(allowed=False, reason=_("This person has said no to this channel."))
