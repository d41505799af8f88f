from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from onglet_directory.adapters.public_result import facts
from onglet_directory.cache import FRESH_FOR, KEPT_FOR, MemoryCache, pack, unpack_facts
from onglet_directory.circuit import FAILURES_ALLOWED, FIRST_PAUSE
from onglet_directory.company import Candidate, CompanyFacts, Origin, SearchAnswer
from onglet_directory.guard import GuardedDirectory
from onglet_directory.pace import Pace
from onglet_directory.port import BadQuery, DirectoryError, NotFound, Throttled, Unreachable
from onglet_directory.testing.fiction import FIRMS, public_result
from onglet_directory.turnstile import LocalTurnstile


@dataclass
class Clock:
    """A clock that stands still, and counts the seconds slept."""

    moment: datetime
    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def go(self, span: timedelta) -> None:
        self.moment += span
        self.seconds += span.total_seconds()


@dataclass
class Source:
    """A directory that does as it is told."""

    clock: Clock
    source: str = "told"
    fails: DirectoryError | None = None
    asked: int = 0

    def search(self, text: str, postcode: str | None = None, page: int = 1) -> SearchAnswer:
        self._count()
        return SearchAnswer(
            candidates=(Candidate(siren="000000018", siret=None, name=text),),
            total=1,
            page=page,
            pages=1,
            origin=Origin(source=self.source, fetched_at=self.clock.moment),
        )

    def get(self, number: str) -> CompanyFacts:
        self._count()
        found = facts(public_result(FIRMS[0]), fetched_at=self.clock.moment)
        assert found is not None
        return found

    def _count(self) -> None:
        self.asked += 1
        if self.fails is not None:
            raise self.fails


@pytest.fixture
def clock(now):
    return Clock(now)


@pytest.fixture
def source(clock):
    return Source(clock)


@pytest.fixture
def guarded(source, clock):
    return GuardedDirectory(
        source,
        answers=MemoryCache(),
        turnstile=LocalTurnstile(Pace(questions=5, seconds=1.0), clock=lambda: clock.seconds),
        seconds=lambda: clock.seconds,
        now=lambda: clock.moment,
        sleep=clock.sleep,
    )


def test_the_same_question_goes_out_once(guarded, source):
    first = guarded.search("Boulangerie  du Pont")
    assert guarded.search("boulangerie DU pont") == first
    assert guarded.search("boulangerie du pont", page=2) != first
    assert source.asked == 2


def test_facts_are_kept_whole(guarded, source):
    assert guarded.get("000 000 018") == guarded.get("000000018")
    assert source.asked == 1


def test_a_day_later_the_question_goes_out_again(guarded, source, clock):
    guarded.search("meridon")
    clock.go(FRESH_FOR)
    guarded.search("meridon")
    assert source.asked == 2


@pytest.mark.parametrize("failure", [Unreachable("down"), Throttled("slow", retry_after=60)])
def test_a_silent_service_still_has_its_last_word_with_its_date(guarded, source, clock, failure):
    then = clock.moment
    guarded.search("meridon")
    guarded.get("000000018")
    clock.go(FRESH_FOR)
    source.fails = failure
    answer = guarded.search("meridon")
    assert answer.stale
    assert answer.origin.fetched_at == then
    assert guarded.get("000000018").origin.fetched_at == then


def test_what_is_too_old_is_not_said(guarded, source, clock):
    guarded.search("meridon")
    clock.go(KEPT_FOR)
    source.fails = Unreachable("down")
    with pytest.raises(Unreachable):
        guarded.search("meridon")


def test_after_failures_the_service_is_left_alone(guarded, source, clock):
    source.fails = Unreachable("down")
    for number in range(10):
        with pytest.raises(Unreachable):
            guarded.search(f"meridon {number}")
    assert source.asked == FAILURES_ALLOWED
    clock.go(timedelta(seconds=FIRST_PAUSE))
    source.fails = None
    guarded.search("meridon again")
    assert guarded.circuit.is_closed


def test_one_refusal_for_haste_is_respected(guarded, source, clock):
    source.fails = Throttled("slow", retry_after=300)
    with pytest.raises(Throttled):
        guarded.search("meridon")
    source.fails = None
    clock.go(timedelta(seconds=299))
    with pytest.raises(Unreachable):
        guarded.search("meridon")
    clock.go(timedelta(seconds=1))
    assert guarded.search("meridon").total == 1


@pytest.mark.parametrize("failure", [NotFound("unknown"), BadQuery("short")])
def test_an_answer_of_no_is_not_a_failure_of_the_service(guarded, source, failure):
    source.fails = failure
    for number in range(4):
        with pytest.raises(type(failure)):
            guarded.search(f"meridon {number}")
    assert source.asked == 4
    assert guarded.circuit.is_closed


def test_a_short_wait_is_waited_and_a_long_one_is_told(source, clock):
    guarded = GuardedDirectory(
        source,
        answers=MemoryCache(),
        turnstile=LocalTurnstile(Pace(questions=2, seconds=1.0), clock=lambda: clock.seconds),
        seconds=lambda: clock.seconds,
        now=lambda: clock.moment,
        sleep=clock.sleep,
    )
    for number in range(3):
        guarded.search(f"meridon {number}")
    assert clock.slept == [1.0]
    slow = GuardedDirectory(
        source,
        answers=MemoryCache(),
        turnstile=LocalTurnstile(Pace(questions=1, seconds=60.0), clock=lambda: clock.seconds),
        seconds=lambda: clock.seconds,
        now=lambda: clock.moment,
        sleep=clock.sleep,
    )
    slow.search("meridon")
    with pytest.raises(Throttled) as refusal:
        slow.search("meridon 2")
    assert refusal.value.retry_after == 60


def test_facts_that_take_several_requests_are_counted_so(source, clock):
    guarded = GuardedDirectory(
        source,
        answers=MemoryCache(),
        turnstile=LocalTurnstile(Pace(questions=3, seconds=60.0), clock=lambda: clock.seconds),
        requests_per_get=2,
        seconds=lambda: clock.seconds,
        now=lambda: clock.moment,
        sleep=clock.sleep,
    )
    guarded.get("000000018")
    with pytest.raises(Throttled):
        guarded.get("000000026")
    assert source.asked == 1


def test_what_is_at_hand_is_recalled_without_a_question(guarded, source, clock):
    assert guarded.recall("000000018") is None
    facts = guarded.get("000000018")
    clock.go(FRESH_FOR)
    assert guarded.recall("000 000 018") == facts
    assert source.asked == 1
    clock.go(KEPT_FOR)
    assert guarded.recall("000000018") is None


def test_the_least_used_answer_leaves_the_memory_first(now):
    kept = MemoryCache(largest=2)
    one = pack(
        SearchAnswer(
            candidates=(), total=0, page=1, pages=0, origin=Origin(source="told", fetched_at=now)
        ),
        now=now,
    )
    kept.write("a", one)
    kept.write("b", one)
    kept.read("a")
    kept.write("c", one)
    assert [key for key in "abc" if kept.read(key)] == ["a", "c"]


def test_an_answer_written_by_another_version_is_no_answer(now):
    stored = pack(
        SearchAnswer(
            candidates=(), total=0, page=1, pages=0, origin=Origin(source="told", fetched_at=now)
        ),
        now=now,
    )
    assert unpack_facts(stored) is None
