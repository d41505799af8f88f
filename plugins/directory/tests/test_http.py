from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from onglet_directory import http
from onglet_directory.port import DirectoryError, Throttled, Unreachable
from onglet_directory.testing.stand_in import Bad


@pytest.fixture
def client(server):
    with http.open_client(server.public_url, trust_env=False, read_seconds=2.0) as opened:
        yield opened


def search(client, **more):
    return http.ask(client, "GET", "/search", params={"q": "meridon"}, **more)


@pytest.mark.parametrize(
    "bad",
    [Bad.BUSY, Bad.UPKEEP, Bad.MALFORMED, Bad.HTML, Bad.HUGE, Bad.CUT, Bad.REDIRECT],
)
def test_whatever_the_service_does_the_caller_gets_a_sentence(server, client, bad):
    server.misbehave(bad)
    with pytest.raises(Unreachable, match="What you typed is kept"):
        search(client)
    assert search(client).status == 200


def test_a_service_that_says_nothing_is_left_after_the_timeout(server):
    server.misbehave(Bad.SILENT)
    with (
        http.open_client(server.public_url, trust_env=False, read_seconds=0.2) as client,
        pytest.raises(Unreachable),
    ):
        search(client)


def test_a_service_that_answers_too_slowly_is_left_at_the_deadline(server, client):
    clock = itertools.count(0, http.DEADLINE_SECONDS + 1)
    with pytest.raises(Unreachable):
        search(client, elapsed=lambda: float(next(clock)))


def test_nobody_at_the_address():
    with (
        http.open_client("http://127.0.0.1:9", trust_env=False) as client,
        pytest.raises(Unreachable),
    ):
        search(client)


def test_haste_is_told_with_the_seconds_to_wait(server, client):
    server.misbehave(Bad.THROTTLE, retry_after="7")
    with pytest.raises(Throttled) as refusal:
        search(client)
    assert refusal.value.retry_after == 7


def test_upkeep_with_a_delay_counts_as_a_wait(server, client):
    server.misbehave(Bad.UPKEEP, retry_after="120")
    with pytest.raises(Throttled) as refusal:
        search(client)
    assert refusal.value.retry_after == 120


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, http.DEFAULT_RETRY_AFTER),
        ("3", 3.0),
        ("-4", 1.0),
        ("nan", http.DEFAULT_RETRY_AFTER),
        ("soon", http.DEFAULT_RETRY_AFTER),
        ("999999999", http.LONGEST_RETRY_AFTER),
        ("Tue, 24 Nov 2026 09:32:00 GMT", 120.0),
        ("Tue, 24 Nov 2026 08:00:00 GMT", 1.0),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(value, seconds):
    now = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    assert http.retry_after(value, now=now) == seconds


def test_the_service_can_see_who_asks(server, client):
    search(client)
    assert "onglet-directory" in server.questions[0].headers["user-agent"]


def test_every_failure_is_a_directory_error():
    assert issubclass(Unreachable, DirectoryError)
    assert issubclass(Throttled, DirectoryError)
