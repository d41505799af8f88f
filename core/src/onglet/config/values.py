"""How the text of a setting becomes a value.

Each reader takes the text and returns the value, or raises `ValueError` with the end of a sentence
that says what is accepted; the loader puts the name of the setting before it.
"""

from __future__ import annotations

import base64
import ipaddress
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

TlsMode = Literal["starttls", "implicit", "none"]
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderPlace:
    """Bytes are kept in a folder of this machine."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Place:
    """Bytes are kept in a bucket that speaks S3; `prefix` has no slash at its ends."""

    bucket: str
    prefix: str = ""
    endpoint: str | None = None
    region: str = "us-east-1"


StoragePlace = FolderPlace | S3Place


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """The relay that takes the mails; `timeout_s` bounds each exchange with it."""

    host: str
    port: int
    tls: TlsMode
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout_s: float = 20.0


def read_text(text: str) -> str:
    """The text itself."""
    return text


def read_path(text: str) -> Path:
    """An absolute path; a leading `~` is the home of the user who runs the service."""
    return Path(text).expanduser().absolute()


def read_flag(text: str) -> bool:
    """True or false."""
    word = text.strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueError("takes true or false")


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers between `low` and `high`, both included."""

    def read(text: str) -> int:
        digits = text.strip()
        if not (digits.isascii() and digits.isdigit() and low <= int(digits) <= high):
            raise ValueError(f"takes a whole number from {low} to {high}")
        return int(digits)

    return read


def one_of(*choices: str) -> Callable[[str], str]:
    """A reader of one word of a short list, in any case."""

    def read(text: str) -> str:
        word = text.strip().lower()
        if word not in choices:
            raise ValueError(f"takes one of: {', '.join(choices)}")
        return word

    return read


def read_zone(text: str) -> ZoneInfo:
    """A time zone of the IANA list."""
    try:
        return ZoneInfo(text.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("takes a time zone of the IANA list, as in Europe/Paris") from None


def read_public_url(text: str) -> str:
    """The origin at which browsers reach the service, without a slash at its end."""
    hint = "takes the address that browsers use, as in https://clients.example.org, without a path"
    parts = _split(text, hint)
    wrong = (parts.path.strip("/"), parts.query, parts.fragment, parts.username)
    if parts.scheme not in {"http", "https"} or not parts.hostname or any(wrong):
        raise ValueError(hint)
    return f"{parts.scheme}://{parts.netloc}"


def read_database_url(text: str) -> str:
    """An address for SQLAlchemy; PostgreSQL is always driven by psycopg 3."""
    scheme, separator, rest = text.strip().partition("://")
    if separator and scheme in {"postgres", "postgresql", "postgresql+psycopg"}:
        return f"postgresql+psycopg://{rest}"
    if separator and scheme in {"sqlite", "sqlite+pysqlite"}:
        return f"sqlite://{rest}"
    raise ValueError(
        "takes sqlite:///folder/file.db or postgresql://user:password@host/name"
        " (SQLite and PostgreSQL are the two engines that are supported)"
    )


def read_proxies(text: str) -> tuple[str, ...]:
    """Addresses and networks whose forwarding headers are believed."""
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    for name in names:
        try:
            ipaddress.ip_network(name)
        except ValueError:
            raise ValueError(
                f"takes addresses or networks with commas between, as in 10.0.0.4,192.168.0.0/16;"
                f" {name!r} is neither"
            ) from None
    return names


def read_sender(text: str) -> str:
    """The address that system mails come from, with or without a name before it."""
    address = parseaddr(text)[1]
    if not text.isprintable() or address.count("@") != 1 or address[0] == "@" or address[-1] == "@":
        raise ValueError("takes an e-mail address, as in Onglet <clients@firm.example>")
    return text.strip()


def read_secret(text: str) -> str:
    """The key that signs cookies and links."""
    if len(text) < 32:
        raise ValueError(
            "takes 32 characters or more; unset it to have one made, or take the output of"
            " python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return text


def read_settings_keys(text: str) -> tuple[str, ...]:
    """The keys that seal secrets in the database: 32 random bytes each, in letters."""
    keys = tuple(part.strip() for part in text.split(",") if part.strip())
    if not keys or not all(_is_settings_key(key) for key in keys):
        raise ValueError(
            "takes keys of 44 characters, the newest first, with commas; unset it to have one"
            " made, or take the output of python3 -c"
            " 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"
        )
    return keys


def _is_settings_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, altchars=b"-_", validate=True)) == 32
    except ValueError:
        return False


def read_storage(text: str) -> StoragePlace:
    """A folder, or a bucket written `s3://bucket/prefix?endpoint=...&region=...`."""
    if "://" not in text:
        return FolderPlace(path=read_path(text))
    hint = "takes a folder, or s3://bucket/prefix?endpoint=https://host&region=name"
    parts = _split(text, hint)
    if parts.scheme != "s3" or not parts.hostname or parts.username or parts.port:
        raise ValueError(hint + "; the keys go to ONGLET_S3_KEY_ID and ONGLET_S3_SECRET")
    options = _options(parts, ("endpoint", "region"), hint)
    endpoint = options.get("endpoint")
    if endpoint is not None and not endpoint.startswith(("http://", "https://")):
        raise ValueError(hint)
    return S3Place(
        bucket=parts.netloc,
        prefix=parts.path.strip("/"),
        endpoint=endpoint.rstrip("/") if endpoint else None,
        region=options.get("region", "us-east-1"),
    )


def read_smtp(text: str) -> SmtpServer:
    """A mail relay, from `smtp://` or, for TLS from the first byte, `smtps://`."""
    hint = (
        "takes smtp://user:password@host:port?tls=starttls (or tls=implicit, tls=none, timeout=20)"
    )
    parts = _split(text, hint)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path.strip("/"):
        raise ValueError(hint)
    options = _options(parts, ("tls", "timeout"), hint)
    timeout = options.get("timeout", "20")
    if not timeout.isdecimal() or int(timeout) == 0:
        raise ValueError(hint)
    tls = _read_tls(parts, options.get("tls"), hint)
    return SmtpServer(
        host=parts.hostname,
        port=parts.port or {"starttls": 587, "implicit": 465, "none": 25}[tls],
        tls=tls,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        timeout_s=float(timeout),
    )


def _read_tls(parts: SplitResult, asked: str | None, hint: str) -> TlsMode:
    """The protection of the line: in clear only on this machine, or when asked for."""
    if parts.scheme == "smtps":
        if asked not in {None, "implicit"}:
            raise ValueError(hint + "; smtps:// means tls=implicit")
        return "implicit"
    if asked is None:
        return "none" if parts.hostname in {"localhost", "127.0.0.1", "::1"} else "starttls"
    match asked:
        case "starttls" | "implicit" | "none":
            return asked
        case _:
            raise ValueError(hint)


def _split(text: str, hint: str) -> SplitResult:
    """The parts of an address; a port that is no number is refused here, not later."""
    try:
        parts = urlsplit(text.strip())
        _ = parts.port
    except ValueError:
        raise ValueError(hint) from None
    return parts


def _options(parts: SplitResult, known: tuple[str, ...], hint: str) -> dict[str, str]:
    """What stands after the question mark, each name known and given once."""
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    options = dict(pairs)
    if len(options) != len(pairs) or not options.keys() <= set(known):
        raise ValueError(hint)
    return options
