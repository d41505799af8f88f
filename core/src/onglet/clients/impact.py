"""What goes to the bin with a client: how many things of each kind, the core's and the plugins'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from onglet.addresses.models import Address
from onglet.contacts.models import ClientPerson
from onglet.host.names import package_of
from onglet.score.queries import count_points
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import gettext_of
from onglet.work.contained import contained

if TYPE_CHECKING:
    from onglet.contributions import Record
    from onglet.host.host import Host


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """A kind of thing and how many there are; None when its plugin could not count."""

    label: str
    count: int | None


def impact_of(host: Host, record: Record) -> list[Impact]:
    """Count what belongs to the client; kinds without any are left out."""
    own = [
        Impact(label=_("linked contacts"), count=_count(record, ClientPerson)),
        Impact(label=_("addresses"), count=_count(record, Address)),
        Impact(label=_("points of the score"), count=count_points(record, record.client.id)),
    ]
    found = own + [
        Impact(
            label=gettext_of(package_of(placed.plugin), placed.item.label),
            count=host.call(
                placed.plugin,
                f"count of {placed.item.key}",
                contained(record.session, placed.item.count),
                record,
                expect=int,
            ).value,
        )
        for placed in host.registry().holdings
    ]
    return [impact for impact in found if impact.count != 0]


def _count(record: Record, model: type[Address | ClientPerson]) -> int:
    return (
        record.session.scalar(
            select(func.count(model.id)).where(
                model.client_id == record.client.id, model.until_on.is_(None)
            )
        )
        or 0
    )
