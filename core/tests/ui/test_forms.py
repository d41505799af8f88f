"""Forms: what is typed comes back, what is wrong is said, what is refused is harmless."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import pytest
from pydantic import BaseModel, EmailStr, Field, field_validator, model_validator
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from onglet.ui.forms import FormState, Line, LocalDecimal, check, local_number, refusal
from onglet.ui.i18n import N_, speaking
from onglet.ui.reading import Form, FormRefused, Limits, clean_text, read_form

if TYPE_CHECKING:
    from starlette.requests import Request


class Kind(enum.StrEnum):
    COMPANY = "company"
    PERSON = "person"


class Place(BaseModel):
    city: str
    code: str = ""


class Sheet(BaseModel):
    name: Line = Field(min_length=2, max_length=10)
    email: EmailStr | None = None
    kind: Kind = Kind.COMPANY
    rate: LocalDecimal = Field(Decimal(0), ge=0, le=100, max_digits=5, decimal_places=2)
    since: date | None = None
    tags: list[str] = []
    mode: Literal["a", "b"] = "a"
    agreed: bool = False
    place: Place | None = None
    phones: list[Place] = []

    @field_validator("name")
    @classmethod
    def not_nobody(cls, name: str) -> str:
        if name == "nobody":
            raise refusal(N_("Type at least %(limit)s."), limit="a name")
        return name

    @model_validator(mode="after")
    def a_person_has_no_rate(self) -> Sheet:
        if self.kind is Kind.PERSON and self.rate:
            raise refusal(N_("This is required."))
        return self


def form(**texts: str | tuple[str, ...]) -> Form:
    return Form({k.replace("__", "."): (v,) if isinstance(v, str) else v for k, v in texts.items()})


def errors(**texts: str | tuple[str, ...]) -> dict[str, str]:
    sheet, state = check(Sheet, form(**texts))
    assert sheet is None
    return {name: messages[0] for name, messages in state.errors.items()}


def test_a_right_form_makes_the_model() -> None:
    sheet, state = check(
        Sheet,
        form(
            name="  Maison  V ", rate="1,50", since="2026-11-24", tags="vip", agreed="on", email=""
        ),
    )
    assert sheet is not None
    assert (sheet.name, sheet.rate, sheet.since) == (
        "Maison V",
        Decimal("1.50"),
        date(2026, 11, 24),
    )
    assert sheet.tags == ["vip"]
    assert sheet.agreed
    assert sheet.email is None
    assert not state.failed


def test_dotted_names_make_inner_models_and_lists() -> None:
    sheet, _ = check(
        Sheet,
        form(name="Lumen", place__city="Lyon", phones__10__city="C", phones__2__city="B"),
    )
    assert sheet is not None
    assert sheet.place == Place(city="Lyon")
    assert [phone.city for phone in sheet.phones] == ["B", "C"]


def test_what_was_typed_comes_back_beside_the_message() -> None:
    _, state = check(Sheet, form(name="", email="not an address", tags=("a", "b")))
    assert state.value("email") == "not an address"
    assert state.values("tags") == ["a", "b"]
    assert state.error("name") == "Ce champ est obligatoire."
    assert [line.field_id for line in state.summary()] == ["f-name", "f-email"]


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"name": "x"}, "name", "Saisissez au moins 2 caractères."),
        ({"name": "x" * 11}, "name", "Saisissez 10 caractères au plus."),
        ({"email": "a@"}, "email", "Saisissez une adresse e-mail comme nom@exemple.fr."),
        ({"kind": "robot"}, "kind", "Choisissez l’une des valeurs de la liste."),
        ({"mode": "c"}, "mode", "Choisissez l’une des valeurs de la liste."),
        ({"rate": "abc"}, "rate", "Saisissez un nombre, par exemple 1250,50."),
        ({"rate": "NaN"}, "rate", "Saisissez un nombre, par exemple 1250,50."),
        ({"rate": "1e999999999"}, "rate", "Ce nombre est trop long\u00a0: 5 chiffres au plus."),
        ({"rate": "101"}, "rate", "Cette valeur doit être au plus 100."),
        ({"rate": "1,234"}, "rate", "Saisissez 2 décimales au plus."),
        ({"since": "31/02/2026"}, "since", "Saisissez une date\u00a0: jour, mois et année."),
        ({"agreed": "perhaps"}, "agreed", "Répondez par oui ou par non."),
        ({"name": "nobody"}, "name", "Type at least a name."),
    ],
)
def test_every_kind_of_error_is_a_sentence(typed: dict[str, str], field: str, message: str) -> None:
    assert errors(**{"name": "Lumen", **typed})[field] == message


def test_an_error_of_the_whole_model_belongs_to_no_field() -> None:
    sheet, state = check(Sheet, form(name="Lumen", kind="person", rate="5"))
    assert sheet is None
    assert state.form_errors == ("Ce champ est obligatoire.",)
    assert state.errors == {}


def test_messages_follow_the_language() -> None:
    with speaking(locale="en"):
        assert errors(name="x")["name"] == "Type at least 2 characters."


def test_errors_under_a_block_are_counted() -> None:
    _, state = check(Sheet, form(name="x", place__code="1"))
    assert state.errors_under("name", "email") == 1
    assert state.errors_under("place.") == 1


def test_the_summary_names_the_field_by_its_title() -> None:
    class Titled(BaseModel):
        name: str = Field(title=N_("Text"))

    _, state = check(Titled, form())
    assert [(line.label, line.message) for line in state.summary()] == [
        ("Texte", "Ce champ est obligatoire.")
    ]


def test_a_message_may_be_added() -> None:
    state = (
        FormState(data={"name": "A"}).with_error("name", "Déjà pris").with_error("", "Réessayez")
    )
    assert state.error("name") == "Déjà pris"
    assert state.form_errors == ("Réessayez",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1 234,56 €", "1234.56"),
        ("1\u202f234", "1234"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("−3", "-3"),
        ("20 %", "20"),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str, meant: str) -> None:
    assert local_number(typed) == meant


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a\x00b\x07c", "abc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\ud83d", "\ufffd"),
        ("e\u0301", "é"),
        ("עברית \u202e", "עברית \u202e"),
        ("👩‍💻", "👩‍💻"),
    ],
)
def test_text_is_cleaned_but_scripts_and_emoji_stay(sent: str, kept: str) -> None:
    assert clean_text(sent) == kept


def application(limits: Limits) -> TestClient:
    async def read(request: Request) -> JSONResponse:
        try:
            got = await read_form(request, limits)
            await got.aclose()
        except FormRefused as refused:
            return JSONResponse({"refused": refused.message}, refused.status)
        return JSONResponse(
            {"texts": got.plain(), "files": {k: len(v) for k, v in got.files.items()}}
        )

    return TestClient(Starlette(routes=[Route("/", read, methods=["POST"])]))


def test_a_form_is_read_whole() -> None:
    client = application(Limits())
    answer = client.post(
        "/",
        content=b"a=1&b=x%00y&b=z&c=",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.json()["texts"] == {"a": "1", "b": ["xy", "z"], "c": ""}


def test_a_form_with_a_file_is_read() -> None:
    client = application(Limits(files=1))
    answer = client.post("/", data={"a": "1"}, files={"doc": ("x.txt", b"hello")})
    assert answer.json() == {"texts": {"a": "1"}, "files": {"doc": 1}}


@pytest.mark.parametrize(
    ("content", "limits", "status"),
    [
        (b"a=" + b"x" * 5000, Limits(body=1000), 413),
        (b"a=" + b"x" * 500, Limits(text=100), 413),
        (b"&".join(b"a=1" for _ in range(50)), Limits(fields=10), 400),
    ],
)
def test_too_much_is_refused_with_a_sentence(content: bytes, limits: Limits, status: int) -> None:
    client = application(limits)
    answer = client.post(
        "/", content=content, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == status
    assert "Rien n’a été modifié" in answer.json()["refused"]


def test_a_body_without_a_length_is_counted_as_it_comes() -> None:
    def drip() -> object:
        for _ in range(100):
            yield b"a=" + b"x" * 100 + b"&"

    answer = application(Limits(body=1000)).post(
        "/", content=drip(), headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 413


def test_files_are_refused_where_none_is_expected() -> None:
    answer = application(Limits()).post("/", files={"doc": ("x.txt", b"hello")})
    assert answer.status_code == 400
