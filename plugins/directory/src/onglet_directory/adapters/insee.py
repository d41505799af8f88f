"""The Sirene API 3.11 of INSEE: a key in a header, 30 questions a minute on the free plan.

What it does unlike others: no match is a 404 that carries a `header`, long questions go by POST
(414), lists are walked with a cursor, names and states hang on periods.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from onglet_directory import sources
from onglet_directory.adapters.insee_query import by_siren, by_words
from onglet_directory.adapters.insee_result import candidate, establishment, facts
from onglet_directory.company import Origin, SearchAnswer
from onglet_directory.http import ask, open_client
from onglet_directory.masks import digits, text
from onglet_directory.numbers import as_number
from onglet_directory.port import BadQuery, DirectoryError, NotFound, Unreachable
from onglet_directory.sentences import (
    NO_KEY,
    NO_SUCH_PAGE,
    NOT_A_NUMBER,
    REFUSED,
    UNKNOWN,
    UNREADABLE,
)
from onglet_directory.shape import number as whole
from onglet_directory.shape import record, records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx2

    from onglet_directory.company import CompanyFacts, Establishment
    from onglet_directory.http import Answer

BASE_URL: Final = "https://api.insee.fr/api-sirene/3.11"
KEY_HEADER: Final = "X-INSEE-Api-Key-Integration"
PER_PAGE: Final = 10
LAST_PAGE: Final = 100  # `debut` stops at 1000
PER_WALK: Final = 300
LONGEST_WALK: Final = 300  # establishments; the largest firms have more than 10,000
REQUESTS_PER_GET: Final = 2  # the legal unit, and one page of its establishments
LONGEST_GET: Final = 1800  # characters of a question beyond which it goes by POST


def _utc_now() -> datetime:
    return datetime.now(UTC)


class KeyRefused(Unreachable):
    """The key is wrong or has expired: only an administrator can help."""


class InseeSirene:
    """The directory behind the Sirene API."""

    source = sources.INSEE

    def __init__(
        self,
        *,
        key: str,
        base_url: str = BASE_URL,
        client: httpx2.Client | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._client = client or open_client(base_url, headers={KEY_HEADER: key})
        self._now = now

    def search(self, text: str, postcode: str | None = None, page: int = 1) -> SearchAnswer:
        """Candidates, ten a page: head offices, or any place when a postcode is given."""
        if not 1 <= page <= LAST_PAGE:
            raise BadQuery(NO_SUCH_PAGE)
        number = as_number(text)
        query = by_siren(number) if number else by_words(text, postcode)
        content = self._list(
            {
                "q": query,
                "nombre": PER_PAGE,
                "debut": (page - 1) * PER_PAGE,
                "masquerValeursNulles": "false",
            }
        )
        total = whole(record(content.get("header")).get("total"))
        found = [candidate(one) for one in records(content.get("etablissements"))]
        return SearchAnswer(
            candidates=tuple(one for one in found if one is not None),
            total=total,
            page=page,
            pages=min(-(-total // PER_PAGE), LAST_PAGE),
            origin=Origin(source=self.source, fetched_at=self._now()),
        )

    def get(self, number: str) -> CompanyFacts:
        """Facts of the firm with its places, or with the one place when a SIRET is given."""
        asked = as_number(number)
        if asked is None:
            raise BadQuery(NOT_A_NUMBER)
        if len(asked) == 14:
            place = record(self._single(f"/siret/{asked}").get("etablissement"))
            return self._facts(record(place.get("uniteLegale")), (establishment(place),), place)
        unit = record(self._single(f"/siren/{asked}").get("uniteLegale"))
        places, total = self.establishments(asked)
        return self._facts(unit, places, {}, total)

    def establishments(self, siren: str) -> tuple[tuple[Establishment, ...], int]:
        """The places of a firm, 300 at most, head office first, and how many there are."""
        found: dict[str, Establishment] = {}
        cursor, total = "*", 0
        while len(found) < LONGEST_WALK:
            content = self._list(
                {"q": f"siren:{siren}", "nombre": PER_WALK, "curseur": cursor}, path="/siret"
            )
            header = record(content.get("header"))
            total = max(total, whole(header.get("total")))
            page = [establishment(one) for one in records(content.get("etablissements"))]
            found.update({one.siret: one for one in page if one is not None})
            following = text(header.get("curseurSuivant"))
            if not page or following is None or following == cursor or len(found) >= total:
                break
            cursor = following
        places = sorted(found.values(), key=lambda one: (not one.head_office, one.siret))
        return tuple(places), max(total, len(places))

    def _facts(
        self,
        unit: Mapping[str, object],
        places: tuple[Establishment | None, ...],
        place: Mapping[str, object],
        total: int | None = None,
    ) -> CompanyFacts:
        siren = digits(unit.get("siren") or place.get("siren"), 9)
        if siren is None:
            raise Unreachable(UNREADABLE)
        return facts(
            unit,
            siren=siren,
            places=tuple(one for one in places if one is not None),
            total=total,
            fetched_at=self._now(),
        )

    def _list(
        self, question: Mapping[str, str | int], path: str = "/siret"
    ) -> Mapping[str, object]:
        """A page of a list; an empty one when INSEE says 404 with its header."""
        long = sum(len(str(value)) for value in question.values()) > LONGEST_GET
        answer = (
            ask(self._client, "POST", path, form=question)
            if long
            else ask(self._client, "GET", path, params=question)
        )
        if answer.status == 414:
            answer = ask(self._client, "POST", path, form=question)
        content = record(answer.content)
        if answer.status == 404 and isinstance(content.get("header"), dict):
            return {"header": {"total": 0}, "etablissements": []}
        if answer.status != 200 or not isinstance(content.get("etablissements"), list):
            raise self._failure(answer)
        return content

    def _single(self, path: str) -> Mapping[str, object]:
        answer = ask(self._client, "GET", path)
        content = record(answer.content)
        if answer.status == 404 and isinstance(content.get("header"), dict):
            raise NotFound(UNKNOWN)
        if answer.status != 200:
            raise self._failure(answer)
        return content

    def _failure(self, answer: Answer) -> DirectoryError:
        if answer.status in {401, 403}:
            return KeyRefused(NO_KEY)
        if answer.status == 400:
            reason = text(record(record(answer.content).get("header")).get("message"))
            return BadQuery(REFUSED, reason=reason or "400")
        return Unreachable(UNREADABLE)
