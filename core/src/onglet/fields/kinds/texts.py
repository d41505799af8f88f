"""Types that hold a text: lines, paragraphs, addresses of mail and web, telephones, colours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

import nh3
from markupsafe import Markup, escape
from stdnum import iban

from onglet.fields.kinds.base import At, Kind, Raw, Value, WrongError
from onglet.identity import email, phone, website
from onglet.identity.folding import sort_key
from onglet.identity.invalid import Invalid
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from onglet.fields.spec import Options

LONGEST_LINE: Final = 500
LONGEST_TEXT: Final = 20_000
LONGEST_RICH: Final = 50_000
LONGEST_KEY: Final = 120
RICH_TAGS: Final = {"a", "b", "blockquote", "br", "em", "i", "li", "ol", "p", "strong", "u", "ul"}
_TAG: Final = re.compile(r"<[^>]*>")
_HTML: Final = re.compile(r"</?[a-zA-Z]")
_BLOCK_END: Final = re.compile(r"</(?:p|li|blockquote)>|<br ?/?>")
_COLOUR: Final = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


def bounded(text: str, longest: int) -> str:
    """Give the text back.

    Raises:
        WrongError: when it has more characters than can be kept.
    """
    if len(text) > longest:
        raise WrongError(
            _("This text is too long: %(longest)s characters at most.", longest=longest)
        )
    return text


def checked(check: Callable[[str], object], text: str) -> str:
    """Give a text in its standard form.

    Raises:
        WrongError: with what the check says.
    """
    try:
        return str(check(text))
    except Invalid as wrong:
        message = _(wrong.message)
        raise WrongError(message % wrong.params if wrong.params else message) from wrong


class Text(Kind):
    """A text on one line, sorted as words are."""

    key = "text"
    label = N_("Short text")
    icon = "letter-case"
    has_companion = True
    is_measured = True
    may_have_pattern = True
    longest: ClassVar[int] = LONGEST_LINE

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Read one line."""
        text = bounded(raw.get(), self.longest)
        return self.standard(text) if text else None

    def standard(self, text: str) -> str:
        """Give the text in the form that is kept."""
        return text

    def sort_key(self, value: Value, options: Options, at: At) -> str | int | None:
        """Fold the text: accents and capitals change no order."""
        return sort_key(str(value))[:LONGEST_KEY]


class LongText(Text):
    """A text with paragraphs."""

    key = "long_text"
    label = N_("Long text")
    icon = "align-left"
    input = "textarea"
    longest = LONGEST_TEXT
    has_companion = False
    is_sortable = False
    is_filterable = False
    may_be_unique = False
    span = "full"

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Read paragraphs."""
        return bounded(raw.lines(), self.longest) or None


class RichText(LongText):
    """A text with bold, lists and links: HTML that is cleaned when it is read and when shown."""

    key = "rich_text"
    label = N_("Rich text")
    icon = "file-text"
    input = "rich"
    longest = LONGEST_RICH
    may_have_pattern = False

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Read HTML, or plain paragraphs typed without an editor."""
        text = bounded(raw.lines(), self.longest)
        if not _HTML.search(text):
            parts = [escape(part.strip()) for part in text.split("\n\n") if part.strip()]
            text = "".join(f"<p>{'<br>'.join(part.splitlines())}</p>" for part in parts)
        cleaned = clean_html(text)
        if not _HTML.search(cleaned):
            cleaned = f"<p>{cleaned}</p>"
        return cleaned if plain_of(cleaned) else None

    def show(self, value: Value, options: Options, at: At) -> str:
        """Give the words without their form."""
        return plain_of(str(value))

    def html(self, value: Value, options: Options, at: At) -> Markup | None:
        """Give the HTML, cleaned again: rows may come from elsewhere."""
        return Markup(clean_html(str(value)))  # noqa: S704 - cleaned on this line

    def length(self, value: Value) -> int:
        """Count the characters that people read."""
        return len(plain_of(str(value)))


def clean_html(text: str) -> str:
    """Give HTML with nothing left but a few tags, and links that run no script."""
    return nh3.clean(
        text,
        tags=RICH_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    ).strip()


def plain_of(html: str) -> str:
    """Give the text of cleaned HTML."""
    lines = _BLOCK_END.sub("\n", html)
    return Markup(_TAG.sub("", lines)).unescape().strip()  # noqa: S704 - only unescaped


class Email(Text):
    """An e-mail address."""

    key = "email"
    label = N_("E-mail")
    icon = "mail"
    input = "email"
    longest = 254
    may_have_pattern = False

    def standard(self, text: str) -> str:
        """Check the address."""
        return checked(email.validate, text)

    def href(self, value: Value) -> str:
        """Lead to a mail."""
        return f"mailto:{value}"


class Url(Text):
    """The address of a page."""

    key = "url"
    label = N_("Web address")
    icon = "world"
    input = "url"

    def standard(self, text: str) -> str:
        """Check the address: http and https only."""
        return checked(website.validate, text)

    def show(self, value: Value, options: Options, at: At) -> str:
        """Leave the scheme out."""
        return website.format(str(value))

    def href(self, value: Value) -> str:
        """Lead to the page, if it is one still."""
        return str(value) if website.is_valid(str(value)) else ""


class Phone(Text):
    """A telephone number, kept as it is dialled from anywhere."""

    key = "phone"
    label = N_("Phone")
    icon = "phone"
    input = "tel"
    has_companion = False
    may_have_pattern = False

    def standard(self, text: str) -> str:
        """Bring the number to its international form."""
        return checked(phone.validate, text)

    def show(self, value: Value, options: Options, at: At) -> str:
        """Group the digits."""
        return phone.format(str(value))

    def searched(self, value: Value, options: Options, at: At) -> str:
        """Look for the digits as the search folds them."""
        return f"{value} {phone.format(str(value))}"

    def href(self, value: Value) -> str:
        """Lead to a call."""
        return f"tel:{value}" if phone.is_valid(str(value)) else ""

    def sort_key(self, value: Value, options: Options, at: At) -> str | int | None:
        """Sort by the number as it is kept."""
        return str(value)


class Colour(Text):
    """A colour, as three octets."""

    key = "colour"
    label = N_("Colour")
    icon = "palette"
    input = "colour"
    has_companion = False
    is_measured = False
    is_searchable = False
    may_have_pattern = False

    def standard(self, text: str) -> str:
        """Give six digits, small letters."""
        found = _COLOUR.fullmatch(text)
        if not found:
            raise WrongError(_("Write a colour as #3366cc."))
        digits = found[1].lower()
        return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))

    def html(self, value: Value, options: Options, at: At) -> Markup | None:
        """Draw a swatch: an SVG attribute is no inline style."""
        return Markup(
            '<span class="swatch"><svg viewBox="0 0 16 16" aria-hidden="true">'
            '<rect width="16" height="16" rx="4" fill="{0}"></rect></svg>{0}</span>'
        ).format(value)

    def sort_key(self, value: Value, options: Options, at: At) -> str | int | None:
        """Sort by the digits."""
        return str(value)


class Iban(Text):
    """A bank account number: shown masked where the reader may not see it whole."""

    key = "iban"
    label = N_("IBAN")
    icon = "building-bank"
    has_companion = False
    is_sortable = False
    is_filterable = False
    is_searchable = False
    is_measured = False
    may_have_pattern = False

    def standard(self, text: str) -> str:
        """Check the length and the key of the country."""
        number = iban.compact(text).upper()
        if not number.isalnum() or not _is_account(number):
            raise WrongError(_("This is not an IBAN: a sign is wrong or missing."))
        return number

    def show(self, value: Value, options: Options, at: At) -> str:
        """Group the signs by four."""
        return str(iban.format(str(value)))

    def masked(self, value: Value, options: Options) -> str:
        """Keep the country and the last four."""
        text = str(value)
        return f"{text[:4]} •••• {text[-4:]}"


def _is_account(number: str) -> bool:
    # The national key is not asked for: some countries publish none that can be checked.
    return bool(iban.is_valid(number, check_country=False)) and 15 <= len(number) <= 34


TEXTS: Final = (Text(), LongText(), RichText(), Email(), Url(), Phone(), Colour(), Iban())
