"""What the system notes by itself: the life of the client, as entries of the second level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onglet.api import Subscription
from onglet_activity import service
from onglet_activity.draft import Draft
from onglet_activity.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onglet.api import Work

EVENTS: Final = (
    "core.client.created",
    "core.client.archived",
    "core.client.restored",
    "core.client.converted",
    "core.client.reassigned",
)


def subscriptions() -> Iterator[Subscription]:
    """Give the handlers: each writes in the transaction of what it tells."""
    for name in EVENTS:
        yield Subscription(event=name, handle=_handler(name), inside=True)


def _handler(name: str) -> Any:
    def note(work: Work, event: Mapping[str, Any]) -> None:
        client_id = event.get("client_id")
        if client_id is None:
            return
        source = f"{name}.{event['stage']}" if name == "core.client.converted" else name
        draft = Draft(kind=Kind.SYSTEM, level=2, source=source)
        service.write_entries(work, client_id, [draft])

    return note
