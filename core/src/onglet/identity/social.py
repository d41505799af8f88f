"""Pages on social networks: X (Twitter), Facebook, LinkedIn, Viadeo; one address for each page.

A handle, an address of any of the network's hosts, with or without scheme, all give the same.

>>> validate("@Exemple", Network.X)
'https://x.com/Exemple'
>>> validate("https://fr.linkedin.com/company/exemple/about?trk=1", Network.LINKEDIN)
'https://www.linkedin.com/company/exemple'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import parse_qs, quote, unquote

from onglet.identity import website
from onglet.identity.characters import one_line, refuse_long, without_joiners
from onglet.identity.invalid import Invalid


class Network(StrEnum):
    """A social network that a client can have a page on."""

    X = "x"
    FACEBOOK = "facebook"
    LINKEDIN = "linkedin"
    VIADEO = "viadeo"


NAMES = MappingProxyType(
    {
        Network.X: "X (Twitter)",
        Network.FACEBOOK: "Facebook",
        Network.LINKEDIN: "LinkedIn",
        Network.VIADEO: "Viadeo",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    hosts: tuple[str, ...]
    base: str
    page: re.Pattern[str]
    reserved: frozenset[str]
    bare: str = ""


# `page` reads the decoded path without its first slash; its group "page" is what names the page.
# `bare` goes before a handle typed alone.
_RULES = {
    Network.X: _Rules(
        hosts=("x.com", "twitter.com"),
        base="https://x.com/",
        page=re.compile(r"@?(?P<page>[A-Za-z0-9_]{1,15})(?:/.*)?"),
        reserved=frozenset({"home", "intent", "share", "search", "hashtag", "i", "explore"}),
    ),
    Network.FACEBOOK: _Rules(
        hosts=("facebook.com", "fb.com", "fb.me"),
        base="https://www.facebook.com/",
        page=re.compile(
            r"(?P<page>(?:pages|people|groups|p)/[\w.-]+(?:/[0-9]+)?|[\w.-]{2,80})(?:/.*)?"
        ),
        reserved=frozenset(
            {"sharer", "sharer.php", "share", "share.php", "login", "watch", "events"}
            | {"dialog", "pages", "people", "groups", "p"}
        ),
    ),
    Network.LINKEDIN: _Rules(
        hosts=("linkedin.com",),
        base="https://www.linkedin.com/",
        page=re.compile(r"(?P<page>(?:in|company|school|showcase|pub)/[\w.&'-]{1,120})(?:/.*)?"),
        reserved=frozenset(),
        bare="company/",
    ),
    Network.VIADEO: _Rules(
        hosts=("viadeo.com", "viadeo.journaldunet.com"),
        base="https://www.viadeo.com/",
        page=re.compile(r"(?P<page>(?:[a-z]{2}/)?(?:p|profile|company|c)/[\w.-]{1,120})(?:/.*)?"),
        reserved=frozenset(),
        bare="p/",
    ),
}


def compact(text: str) -> str:
    """The text on one line, without the spaces and the @ in front."""
    return without_joiners(one_line(text)).lstrip("@ ")


def validate(text: str, network: Network) -> str:
    """The address of the page, the same for every way to write it.

    Args:
        text: a handle ("@exemple"), a path ("in/jean-exemple") or an address.
        network: the network that the field is for.

    Raises:
        Invalid: `social.network`, `social.page`.
    """
    refuse_long(text)
    rules = _RULES[network]
    path = _path(compact(text), network, rules)
    found = rules.page.fullmatch(path)
    if found is None or found["page"].lower() in rules.reserved:
        raise Invalid(
            "social.page",
            "This does not name a page of %(network)s: give its handle, or copy its address.",
            {"network": NAMES[network]},
        )
    return rules.base + quote(found["page"], safe="/?=._-&'")


def _path(typed: str, network: Network, rules: _Rules) -> str:
    """What follows the host, whichever way the page was typed."""
    if not _is_address(typed, rules):
        typed = typed.strip("/")
        return unquote(typed if "/" in typed else rules.bare + typed, errors="replace")
    try:
        address = website.parse(typed)
    except Invalid as refusal:
        raise _elsewhere(network) from refusal
    if not any(address.host == h or address.host.endswith("." + h) for h in rules.hosts):
        raise _elsewhere(network)
    path = address.path.strip("/")
    if network is Network.FACEBOOK and path == "profile.php":
        number = parse_qs(address.query).get("id", [""])[0]
        return number if number.isascii() and number.isdigit() else ""
    return unquote(path, errors="replace")


def _is_address(typed: str, rules: _Rules) -> bool:
    lowered = typed.lower()
    return "://" in typed or any(host + "/" in lowered + "/" for host in rules.hosts)


def _elsewhere(network: Network) -> Invalid:
    return Invalid(
        "social.network",
        "This address is not on %(network)s.",
        {"network": NAMES[network]},
    )


def is_valid(text: str, network: Network) -> bool:
    """Whether the text names a page of the network."""
    try:
        validate(text, network)
    except Invalid:
        return False
    return True


def format(value: str, network: Network) -> str:
    """The page as people name it: @handle on X, the path elsewhere."""
    page = unquote(value.removeprefix(_RULES[network].base), errors="replace")
    if page == value:
        return value
    return "@" + page if network is Network.X else page
