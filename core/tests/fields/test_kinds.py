"""Every type gives back what it was told, in one form, and refuses the rest with a sentence."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from core.tests.fields.making import OPTIONS, spec
from hypothesis import given
from hypothesis import strategies as st

from onglet.fields.kinds import KINDS, At, Link, Raw, WrongError, raw_of
from onglet.fields.spec import Options
from onglet.ui.i18n import speaking

IDS = ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"]
AT = At(seen=lambda _target, ids: [Link(id=key, label=key.upper()) for key in ids if key in IDS])

lines = st.text(min_size=1, max_size=60)
numbers = st.decimals(-(10**11), 10**11, places=2)
TYPED: dict[str, st.SearchStrategy[Any]] = {
    "text": lines,
    "long_text": lines,
    "rich_text": lines,
    "email": st.emails().filter(lambda text: text.isascii() and len(text) < 200),
    "url": st.sampled_from(["onglet.example", "https://a.example/b?c=d", "HTTP://É.example"]),
    "phone": st.sampled_from(["01 23 45 67 89", "+33 6 39 98 12 34", "+1 650 253 0000"]),
    "colour": st.from_regex(r"#?[0-9a-fA-F]{6}", fullmatch=True),
    "iban": st.sampled_from(["FR76 3000 6000 0112 3456 7890 189", "de89370400440532013000"]),
    "integer": st.integers(-(10**15), 10**15),
    "decimal": numbers,
    "unit": numbers,
    "percent": numbers,
    "amount": numbers,
    "rating": st.integers(1, 5),
    "duration": st.integers(0, 10**6).map(lambda s: f"{s // 3600} h {s // 60 % 60} min {s % 60} s"),
    "date": st.dates(),
    "time": st.times().map(lambda at: at.strftime("%H:%M")),
    "datetime": st.datetimes(datetime(1950, 1, 1), datetime(2200, 1, 1)),  # noqa: DTZ001 - as typed
    "yes_no": st.booleans(),
    "choice": st.sampled_from(["gold", "silver", "Or", "argent", "old"]),
    "choices": st.lists(st.sampled_from(["gold", "silver"]), min_size=1, max_size=2),
    "address": st.fixed_dictionaries({"line1": st.just("1 rue A"), "town": st.just("Brest")}),
    "link": st.lists(st.sampled_from(IDS), min_size=1, max_size=2, unique=True),
}
TYPES = sorted(TYPED)


def options(kind: str) -> Options:
    return spec("a", kind).options if kind in OPTIONS else Options()


@pytest.mark.parametrize("key", TYPES)
@given(data=st.data())
def test_a_value_typed_again_as_it_is_shown_in_its_input_is_the_same(
    key: str, data: st.DataObject
) -> None:
    kind, settings = KINDS[key], options(key)
    value = kind.parse(raw_of(data.draw(TYPED[key])), settings, AT)
    if value is None:
        return
    with speaking(locale="fr"):
        assert kind.parse(kind.raw(value, settings, AT), settings, AT) == value
        assert isinstance(kind.show(value, settings, AT), str)
    assert kind.is_value(value, settings)
    natural = kind.natural(value, settings)
    if key not in {"rating", "duration", "datetime", "amount", "address", "link"}:
        assert kind.parse(raw_of(natural), settings, AT) == value


@pytest.mark.parametrize("key", [*TYPES, "computed", "roll_up", "section", "file", "image"])
@given(text=st.text(max_size=300))
def test_no_text_breaks_a_type(key: str, text: str) -> None:
    kind, settings = KINDS[key], options(key)
    with contextlib.suppress(WrongError):
        value = kind.parse(Raw.of(text), settings, AT)
        assert value is None or kind.show(value, settings, AT) is not None


@pytest.mark.parametrize("key", [*TYPES, "file", "section"])
def test_nothing_typed_is_no_value(key: str) -> None:
    assert KINDS[key].parse(Raw.of(""), options(key), AT) is None
    assert KINDS[key].parse(Raw(), options(key), AT) is None


@pytest.mark.parametrize(
    ("key", "text", "kept"),
    [
        ("integer", "1 250", 1250),
        ("decimal", "1 250,5", 1_250_500_000),
        ("percent", "20 %", 20_000_000),
        ("unit", "12,5 kg", 12_500_000),
        ("amount", "1 250,50 €", {"minor": 125_050, "currency": "EUR"}),
        ("duration", "1 h 30", 5_400),
        ("duration", "1:30", 5_400),
        ("duration", "1,5 h", 5_400),
        ("duration", "90", 5_400),
        ("duration", "45 s", 45),
        ("date", "24/11/2026", "2026-11-24"),
        ("time", "9h05", "09:05"),
        ("datetime", "24/11/2026 14:30", "2026-11-24T13:30:00Z"),
        ("datetime", "2026-07-01T14:30", "2026-07-01T12:30:00Z"),
        ("datetime", "2026-07-01T14:30:00Z", "2026-07-01T14:30:00Z"),
        ("yes_no", "Oui", True),
        ("choice", "argent", "silver"),
        ("choice", "old", "silver"),
        ("choices", "Or; Argent", ["gold", "silver"]),
        ("colour", "36C", "#3366cc"),
        ("email", "Anne@Port.Example", "Anne@port.example"),
        ("iban", "be68 5390 0754 7034", "BE68539007547034"),
        ("rich_text", "Un\n\ndeux", "<p>Un</p><p>deux</p>"),
    ],
)
def test_what_people_type_is_understood(key: str, text: str, kept: object) -> None:
    assert KINDS[key].parse(Raw.of(text), options(key), AT) == kept


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("integer", "12,5"),
        ("integer", "9" * 30),
        ("decimal", "twelve"),
        ("amount", "12 USD"),
        ("rating", "6"),
        ("duration", "soon"),
        ("date", "31/02/2026"),
        ("date", "2026"),
        ("time", "25:00"),
        ("datetime", "0001-01-01T00:00"),
        ("yes_no", "perhaps"),
        ("choice", "bronze"),
        ("url", "javascript:alert(1)"),
        ("email", "nobody"),
        ("phone", "12"),
        ("iban", "FR76 3000 6000 0112 3456 7890 188"),
        ("colour", "red"),
        ("text", "x" * 501),
        ("long_text", "x" * 10_000_000),
        ("rich_text", "<p>" * 5_000_000),
        ("computed", "1"),
    ],
)
def test_what_is_no_value_is_refused_in_words(key: str, text: str) -> None:
    with pytest.raises(WrongError) as refused:
        KINDS[key].parse(Raw.of(text), options(key), AT)
    assert refused.value.message


@pytest.mark.parametrize(
    "dirty",
    [
        "<p onclick=x>a<script>alert(1)</script></p>",
        '<p>a<img src=x onerror="alert(1)"></p>',
        '<p style="color:red" hx-get="/x">a</p>',
        '<a href="javascript:alert(1)">a</a>',
        "<svg><script>a</script></svg><p>a</p>",
    ],
)
def test_rich_text_keeps_no_script(dirty: str) -> None:
    kind = KINDS["rich_text"]
    value = kind.parse(Raw.of(dirty), Options(), AT)
    assert value is not None
    drawn = str(kind.html(dirty, Options(), AT))
    for text in (str(value), drawn):
        assert not {"script", "onerror", "onclick", "style", "hx-get"} & set(
            text.replace("=", " ").replace("<", " ").replace(">", " ").replace(":", " ").split()
        )


def test_a_masked_iban_keeps_its_ends_alone() -> None:
    assert KINDS["iban"].masked("FR7630006000011234567890189", Options()) == "FR76 •••• 0189"


def test_links_that_the_author_does_not_see_survive_their_edit() -> None:
    hidden = "cccccccccccccccc"
    raw = Raw({"": (IDS[0],)}, held=[hidden, IDS[1]])

    assert KINDS["link"].parse(raw, options("link"), AT) == [hidden, IDS[0]]


def test_a_link_cannot_be_made_to_what_the_author_does_not_see() -> None:
    with pytest.raises(WrongError):
        KINDS["link"].parse(Raw.of("cccccccccccccccc"), options("link"), AT)


def test_files_of_another_record_cannot_be_taken_over() -> None:
    raw = Raw({"keep": ("another-key",)}, held=[{"key": "own", "name": "a.pdf", "size": 1}])

    assert KINDS["file"].parse(raw, options("file"), AT) is None


def test_the_hour_that_comes_twice_keeps_its_instant() -> None:
    kind = KINDS["datetime"]
    for value in ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"):
        assert kind.parse(kind.raw(value, Options(), AT), Options(), AT) == value


def test_natural_values_are_exact() -> None:
    assert KINDS["decimal"].natural(1_100_000, Options()) == Decimal("1.1")
    assert KINDS["date"].natural("2026-11-24", Options()) == date(2026, 11, 24)
    assert KINDS["datetime"].natural("2026-11-24T09:00:00Z", Options()) == datetime(
        2026, 11, 24, 9, tzinfo=UTC
    )
    assert KINDS["amount"].natural({"minor": 1234, "currency": "JPY"}, Options()) == Decimal(1234)
    assert time(9, 5).isoformat("minutes") == "09:05"
