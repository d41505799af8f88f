"""Reading what a browser sent, with limits, into plain text.

Text arrives as people paste it: control characters are dropped, line ends become one, letters are
composed (NFC) and lone halves of surrogate pairs become U+FFFD, so that nothing downstream (a
database, a PDF, an export) meets a character that it cannot hold.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from starlette.types import Message

MEGABYTE = 1_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class FormRefused(Exception):  # noqa: N818, RUF100 - named for the reader
    """A body that will not be read: the status and a sentence for the person.

    Attributes:
        status: 413 when it is too large, 400 when it is not a form.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a form may hold; sizes in octets, a single text in characters."""

    body: int = 2 * MEGABYTE
    text: int = 200_000
    fields: int = 2_000
    files: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form in the order they came, cleaned, each with all its values."""

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[UploadFile, ...]] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        """The last value of a field, or the default."""
        values = self.texts.get(name)
        return values[-1] if values else default

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field."""
        return self.texts.get(name, ())

    def __contains__(self, name: object) -> bool:
        return name in self.texts

    async def aclose(self) -> None:
        """Close the files."""
        for uploads in self.files.values():
            for upload in uploads:
                await upload.close()

    def plain(self) -> dict[str, str | list[str]]:
        """A dict of texts, and of lists where a field came more than once."""
        return {
            name: values[0] if len(values) == 1 else list(values)
            for name, values in self.texts.items()
        }


def clean_text(text: str) -> str:
    """The text as it may be kept; tabs and line ends stay."""
    text = _SURROGATE.sub("\ufffd", text)
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text)


async def read_form(request: Request, limits: Limits = Limits()) -> Form:
    """The form in a request's body.

    Raises:
        FormRefused: too large, too many fields, or not a form.
    """
    told = request.headers.get("content-length", "0")
    if not told.isdigit():
        raise FormRefused(400, _("This form could not be read. Nothing was changed."))
    if int(told) > limits.body:
        raise _too_large(limits)
    counted = Request(request.scope, _counting(request.receive, limits))
    try:
        sent = await counted.form(
            max_files=limits.files, max_fields=limits.fields, max_part_size=limits.body
        )
    except HTTPException as error:
        raise FormRefused(400, _("This form could not be read. Nothing was changed.")) from error
    texts: dict[str, list[str]] = {}
    files: dict[str, list[UploadFile]] = {}
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            files.setdefault(name, []).append(value)
            continue
        if len(value) > limits.text:
            raise _too_large(limits)
        texts.setdefault(clean_text(name), []).append(clean_text(value))
    return Form(
        {name: tuple(values) for name, values in texts.items()},
        {name: tuple(values) for name, values in files.items()},
    )


async def form_of(request: Request) -> AsyncIterator[Form]:
    """A FastAPI dependency: the form, under the usual limits. `Depends(form_of)`."""
    async with aclosing(await read_form(request)) as form:
        yield form


def form_with_files(
    files: int = 1, body: int = 30 * MEGABYTE
) -> Callable[[Request], AsyncIterator[Form]]:
    """A FastAPI dependency for a form with files: `Depends(form_with_files(2))`.

    The files are closed when the answer is made.
    """
    limits = Limits(body=body, files=files)

    async def read(request: Request) -> AsyncIterator[Form]:
        async with aclosing(await read_form(request, limits)) as form:
            yield form

    return read


def _counting(
    receive: Callable[[], Awaitable[Message]], limits: Limits
) -> Callable[[], Awaitable[Message]]:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limits.body:
            raise _too_large(limits)
        return message

    return counted


def _too_large(limits: Limits) -> FormRefused:
    from onglet.ui.formats import size

    return FormRefused(
        413,
        _(
            "This is too large: %(limit)s at most are accepted. Nothing was changed.",
            limit=size(limits.body),
        ),
    )
