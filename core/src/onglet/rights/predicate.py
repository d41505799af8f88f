"""The truth table as SQL: which clients and persons an actor reaches.

The conditions are built from columns, whole numbers and one instant, so that the same shape of
statement is compiled once and shared by all actors, each with values of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    SmallInteger,
    and_,
    column,
    exists,
    or_,
    select,
    table,
    true,
)

from onglet.contributions.rights import Level, Reach
from onglet.db.types import UtcDateTime
from onglet.rights.evaluate import LAST_KIND
from onglet.rights.models import GrantKind

if TYPE_CHECKING:
    from datetime import datetime

ACCESS = table(
    "core_grant",
    column("client_id", BigInteger),
    column("kind", SmallInteger),
    column("subject_id", BigInteger),
    column("level", SmallInteger),
    column("valid_until", UtcDateTime),
).alias("access")
MEMBER = table(
    "core_membership", column("user_id", BigInteger), column("group_id", BigInteger)
).alias("member")
LIVE = table("core_client", column("id", BigInteger), column("deleted_at", UtcDateTime)).alias(
    "live"
)
LINK = table(
    "core_client_person", column("client_id", BigInteger), column("person_id", BigInteger)
).alias("link")
PERSON = table(
    "core_person",
    column("id", BigInteger),
    column("owner_id", BigInteger),
    column("deleted_at", UtcDateTime),
).alias("person_row")


def granted(
    client_id: ColumnElement[int], user_id: int, last_kind: int, needed: int, now: datetime
) -> ColumnElement[bool]:
    """Tell whether a grant up to `last_kind` ties the user, or a group of theirs, to the client."""
    my_groups = select(MEMBER.c.group_id).where(MEMBER.c.user_id == user_id)
    mine = or_(
        and_(ACCESS.c.kind <= GrantKind.SHARE_USER.value, ACCESS.c.subject_id == user_id),
        and_(ACCESS.c.kind > GrantKind.SHARE_USER.value, ACCESS.c.subject_id.in_(my_groups)),
    )
    return exists(
        select(ACCESS.c.client_id)
        .where(
            ACCESS.c.client_id == client_id,
            ACCESS.c.kind <= last_kind,
            ACCESS.c.level >= needed,
            or_(ACCESS.c.valid_until.is_(None), ACCESS.c.valid_until > now),
            mine,
        )
        .correlate_except(ACCESS, MEMBER)
    )


def live(client_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Tell whether the client is not in the bin."""
    return exists(
        select(LIVE.c.id)
        .where(LIVE.c.id == client_id, LIVE.c.deleted_at.is_(None))
        .correlate_except(LIVE)
    )


def person_linked(
    person_id: ColumnElement[int], user_id: int, last_kind: int, needed: int, now: datetime
) -> ColumnElement[bool]:
    """Tell whether the person is linked to a live client that the user reaches."""
    return exists(
        select(LINK.c.person_id)
        .where(
            LINK.c.person_id == person_id,
            live(LINK.c.client_id),
            granted(LINK.c.client_id, user_id, last_kind, needed, now),
        )
        .correlate_except(LINK)
        # Without it PostgreSQL gathers every person of every reachable client to show fifty.
        .offset(0)
    )


def person_owned(person_id: ColumnElement[int], user_id: int) -> ColumnElement[bool]:
    """Tell whether the user owns the person's record."""
    return exists(
        select(PERSON.c.id)
        .where(PERSON.c.id == person_id, PERSON.c.owner_id == user_id)
        .correlate_except(PERSON)
    )


def person_live(person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Tell whether the person is not in the bin."""
    return exists(
        select(PERSON.c.id)
        .where(PERSON.c.id == person_id, PERSON.c.deleted_at.is_(None))
        .correlate_except(PERSON)
    )


def reaches(
    client_id: ColumnElement[Any], user_id: int, reach: Reach, needed: Level, now: datetime
) -> ColumnElement[bool]:
    """Give the condition under which a right of this reach acts on the client of that key.

    The same answer as `evaluate.decide`, row by row.
    """
    if reach is Reach.ALL:
        return true()
    if reach is Reach.NONE:
        return ~true()
    return granted(client_id, user_id, int(LAST_KIND[reach]), int(needed), now)
