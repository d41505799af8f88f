"""The public company search (recherche-entreprises.api.gouv.fr): no key, 7 questions a second.

It answers names, SIREN and SIRET alike on `/search`, 10,000 results at most, and adds yearly
turnover and result (from the accounts filed with the registers) and active VAT numbers to what
SIRENE says.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from onglet_directory import sources
from onglet_directory.adapters.public_result import candidate, facts
from onglet_directory.company import Origin, SearchAnswer
from onglet_directory.http import ask, open_client
from onglet_directory.masks import fold, text
from onglet_directory.numbers import as_number
from onglet_directory.port import BadQuery, NotFound, Unreachable
from onglet_directory.sentences import (
    NO_SUCH_PAGE,
    NOT_A_NUMBER,
    REFUSED,
    TOO_SHORT,
    UNKNOWN,
    UNREADABLE,
)
from onglet_directory.shape import number as whole
from onglet_directory.shape import record, records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx2

    from onglet_directory.company import CompanyFacts

BASE_URL: Final = "https://recherche-entreprises.api.gouv.fr"
PER_PAGE: Final = 10
LAST_PAGE: Final = 1000
LONGEST_QUERY: Final = 200


def _utc_now() -> datetime:
    return datetime.now(UTC)


class PublicSearch:
    """The directory behind the public search API."""

    source = sources.PUBLIC_SEARCH

    def __init__(
        self,
        *,
        base_url: str = BASE_URL,
        client: httpx2.Client | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._client = client or open_client(base_url)
        self._now = now

    def search(self, text: str, postcode: str | None = None, page: int = 1) -> SearchAnswer:
        """Candidates, ten a page; a SIREN or SIRET is asked for without the postcode."""
        if not 1 <= page <= LAST_PAGE:
            raise BadQuery(NO_SUCH_PAGE)
        number = as_number(text)
        query = number or " ".join(text.split())[:LONGEST_QUERY]
        if number is None and len(fold(query).replace(" ", "")) < 3:
            raise BadQuery(TOO_SHORT)
        params: dict[str, str | int] = {
            "q": query,
            "page": page,
            "per_page": PER_PAGE,
            "minimal": "true",
            "include": "siege,matching_etablissements",
        }
        if postcode and number is None:
            params["code_postal"] = postcode
        content = self._ask(params)
        found = [candidate(result) for result in records(content.get("results"))]
        return SearchAnswer(
            candidates=tuple(one for one in found if one is not None),
            total=whole(content.get("total_results")),
            page=page,
            pages=min(whole(content.get("total_pages")), LAST_PAGE),
            origin=Origin(source=self.source, fetched_at=self._now()),
        )

    def get(self, number: str) -> CompanyFacts:
        """Facts with yearly figures and VAT numbers; the place asked for comes with a SIRET."""
        asked = as_number(number)
        if asked is None:
            raise BadQuery(NOT_A_NUMBER)
        content = self._ask({"q": asked, "page": 1, "per_page": 1})
        for result in records(content.get("results")):
            found = facts(result, fetched_at=self._now())
            if found is not None and found.siren == asked[:9]:
                return found
        raise NotFound(UNKNOWN)

    def _ask(self, params: Mapping[str, str | int]) -> Mapping[str, object]:
        answer = ask(self._client, "GET", "/search", params=params)
        content = record(answer.content)
        if answer.status == 400:
            raise BadQuery(REFUSED, reason=text(content.get("erreur")) or "400")
        if answer.status != 200 or not isinstance(content.get("results"), list):
            raise Unreachable(UNREADABLE)
        return content
