"""Web addresses of clients: http and https only, so that a link never runs a script.

>>> validate("Exemple.fr/Boutique")
'https://exemple.fr/Boutique'
>>> format("https://exemple.fr/Boutique")
'exemple.fr/Boutique'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from onglet.identity.characters import one_line, refuse_long, without_joiners
from onglet.identity.invalid import Invalid

LONGEST = 2000
_SCHEME = re.compile(r"^(?P<scheme>[a-z][a-z0-9+.-]*):(?P<rest>.*)$", re.IGNORECASE)
_PORT_FOLLOWS = re.compile(r"^[0-9]{1,5}(?:[/?#]|$)")
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_SAFE = "/:@!$&'()*+,;=~-._%"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAddress:
    """The parts of a web address, ready to be joined again."""

    scheme: str
    host: str
    port: int | None
    path: str
    query: str
    fragment: str

    def __str__(self) -> str:
        port = f":{self.port}" if self.port is not None else ""
        query = f"?{self.query}" if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.scheme}://{self.host}{port}{self.path}{query}{fragment}"


def compact(text: str) -> str:
    """The text on one line, with https:// when it names no scheme."""
    line = without_joiners(one_line(text))
    if line.startswith("<") and line.endswith(">"):
        line = line[1:-1]
    if not line:
        return ""
    if line.startswith("//"):
        return "https:" + line
    found = _SCHEME.match(line)
    # "exemple.fr:8080" has a port, and no scheme called "exemple.fr".
    return line if found and not _PORT_FOLLOWS.match(found["rest"]) else "https://" + line


def validate(text: str) -> str:
    """The address with its scheme, host in lower case, unsafe characters escaped.

    Raises:
        Invalid: `website.scheme`, `website.space`, `website.host`, `website.password`,
            `website.port`, `too_long`.
    """
    return str(parse(text))


def parse(text: str) -> WebAddress:
    """The parts of the address.

    Raises:
        Invalid: as `validate`.
    """
    refuse_long(text, LONGEST)
    address = compact(text)
    scheme = address.partition(":")[0].lower()
    if scheme not in {"http", "https"} or not address[len(scheme) :].startswith("://"):
        raise Invalid("website.scheme", "A web address begins with https:// or http://.")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as refusal:
        raise _not_a_host() from refusal
    if "@" in parts.netloc:
        raise Invalid("website.password", "A web address here holds no user name or password.")
    if re.search(r"\s", parts.netloc):
        raise Invalid("website.space", "A web address has no space.")
    if port == {"http": 80, "https": 443}[scheme]:
        port = None
    found = WebAddress(
        scheme=scheme,
        host=_host(parts),
        port=port,
        path="" if parts.path == "/" else _escaped(parts.path, _SAFE),
        query=_escaped(parts.query, _SAFE + "?"),
        fragment=_escaped(parts.fragment, _SAFE + "?"),
    )
    refuse_long(str(found), LONGEST)
    return found


def _escaped(text: str, safe: str) -> str:
    return quote(text, safe=safe, errors="replace")


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    labels = host.split(".")
    if (
        len(labels) < 2
        or len(host) > 253
        or labels[-1].isdigit()
        or not all(_LABEL.fullmatch(label) for label in labels)
    ):
        raise _not_a_host()
    return host


def _not_a_host() -> Invalid:
    return Invalid("website.host", "The name of the site is incomplete, such as www.exemple.fr.")


def is_valid(text: str) -> bool:
    """Whether the text is a web address."""
    try:
        validate(text)
    except Invalid:
        return False
    return True


def format(value: str) -> str:
    """The address as people say it: without https:// (http:// stays, for it is another place)."""
    return value.removeprefix("https://")
