"""What the client list shows, as its address says: nothing about a list is kept elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

HREF: Final = "/clients"
STATES: Final = ("clients", "prospects", "archived", "all")
SORTS: Final = ("name", "created", "activity")
LONGEST_QUERY: Final = 200
LONGEST_VALUE: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A way to see the list. `after` or `before` is a place in it, as `read_slice` gives them.

    `filters` holds what is asked of each filter, by key. `counts_all` asks for the exact count.
    """

    state: str = "clients"
    typed: str = ""
    sort: str = "name"
    is_descending: bool = False
    filters: Mapping[str, str] = field(default_factory=dict)
    after: str = ""
    before: str = ""
    counts_all: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Tell whether words or filters leave rows out, beyond the state."""
        return bool(self.typed or self.filters)

    @property
    def sort_text(self) -> str:
        """The order as an address says it, nothing for the usual one."""
        if self.sort == "name" and not self.is_descending:
            return ""
        return f"-{self.sort}" if self.is_descending else self.sort

    def pairs(self, **changed: str) -> Iterator[tuple[str, str]]:
        """Give the parameters of the address, some changed, those at their usual value left out.

        Places are left out: whatever changes the list starts at its first page.
        """
        known = {
            "state": self.state if self.state != STATES[0] else "",
            "q": self.typed,
            **self.filters,
            "sort": self.sort_text,
        }
        for key, value in {**known, **changed}.items():
            if value:
                yield key, value

    def href(self, base: str = HREF, **changed: str) -> str:
        """Give the address of this view with some parameters changed."""
        query = urlencode(list(self.pairs(**changed)))
        return f"{base}?{query}" if query else base


def read_view(
    query: Mapping[str, str], *, filters: Collection[str] = (), sorts: Collection[str] = SORTS
) -> ListView:
    """Read the view from the parameters of an address. What it does not know is left out.

    Two days `created_from` and `created_to`, as a form sends them, make the filter `created`.
    """
    sort = query.get("sort", "")
    name = sort.removeprefix("-")
    state = query.get("state", "")
    asked = {key: _value(query, key) for key in filters}
    since, until = _value(query, "created_from"), _value(query, "created_to")
    if "created" in filters and (since or until):
        asked["created"] = f"{since}..{until}"
    return ListView(
        state=state if state in STATES else STATES[0],
        typed=query.get("q", "").strip()[:LONGEST_QUERY],
        sort=name if name in sorts else "name",
        is_descending=sort.startswith("-") and name in sorts,
        filters={key: value for key, value in asked.items() if value},
        after=query.get("after", ""),
        before=query.get("before", ""),
        counts_all=query.get("count") == "all",
    )


def _value(query: Mapping[str, str], key: str) -> str:
    return query.get(key, "").replace("\x00", "").strip()[:LONGEST_VALUE]
