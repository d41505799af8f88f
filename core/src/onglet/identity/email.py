"""E-mail addresses, checked by their syntax (RFC 5321, 5322, 6531); no name server is asked.

>>> validate("Jean Dupont <Jean.Dupont@Exemple.FR>")
'Jean.Dupont@exemple.fr'
>>> suggest("marie@gmial.com")
'marie@gmail.com'
"""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email

from onglet.identity.characters import one_line, refuse_long, without_joiners
from onglet.identity.closeness import distance
from onglet.identity.invalid import Invalid

LONGEST = 320
_IN_BRACKETS = re.compile(r"<([^<>]*)>$")

_FREQUENT = """
gmail.com googlemail.com orange.fr wanadoo.fr free.fr sfr.fr neuf.fr laposte.net hotmail.com
hotmail.fr outlook.com outlook.fr live.com live.fr msn.com yahoo.com yahoo.fr ymail.com
icloud.com me.com mac.com aol.com bbox.fr numericable.fr club-internet.fr aliceadsl.fr gmx.fr
gmx.com gmx.net mail.com email.com proton.me protonmail.com cegetel.net dbmail.com skynet.be
bluewin.ch
"""
KNOWN_DOMAINS = frozenset(_FREQUENT.split())
"""Domains that many people have their address at."""

_MISTAKEN = {"gmail.fr": "gmail.com", "laposte.fr": "laposte.net", "wanadoo.com": "wanadoo.fr"}
_MISTYPED_ENDINGS = {"con": "com", "cmo": "com", "ocm": "com", "fe": "fr", "ft": "fr", "rf": "fr"}


def compact(text: str) -> str:
    """The bare address: without display name, angle brackets, `mailto:`, spaces around."""
    line = without_joiners(one_line(text)).rstrip(" .,;")
    if bracketed := _IN_BRACKETS.search(line):
        line = bracketed[1].strip()
    return re.sub(r"^mailto:", "", line, flags=re.IGNORECASE).strip()


def validate(text: str) -> str:
    """The address, its domain in lower case; the part before @ keeps its case.

    Raises:
        Invalid: `email.at`, `email.several`, `email.space`, `email.domain`, `email.syntax`.
    """
    refuse_long(text, LONGEST)
    address = compact(text)
    if "@" not in address:
        raise Invalid("email.at", "An e-mail address has an @, such as nom@exemple.fr.")
    if re.search(r"[;,]", address) or address.count("@") > 1:
        raise Invalid("email.several", "One address in this field: add the others separately.")
    if re.search(r"\s", address):
        raise Invalid("email.space", "An e-mail address has no space.")
    if "." not in address.rpartition("@")[2]:
        raise Invalid("email.domain", "The part after @ is incomplete, such as exemple.fr.")
    try:
        return validate_email(address, check_deliverability=False).normalized
    except (EmailNotValidError, UnicodeError) as refusal:
        raise Invalid(
            "email.syntax",
            "This is not an e-mail address: a character is not allowed, or a part is missing.",
        ) from refusal


def is_valid(text: str) -> bool:
    """Whether the text is one address of right syntax."""
    try:
        validate(text)
    except Invalid:
        return False
    return True


def format(value: str) -> str:
    """The address as is."""
    return compact(value)


def suggest(text: str) -> str:
    """The address that was probably meant, when the domain looks like a slip; empty otherwise."""
    local, at, domain = compact(text[:LONGEST]).rpartition("@")
    meant = _meant(domain.lower())
    return f"{local}@{meant}" if at and local and meant else ""


def _meant(domain: str) -> str:
    if domain in KNOWN_DOMAINS or "." not in domain:
        return ""
    if domain in _MISTAKEN:
        return _MISTAKEN[domain]
    name, _, ending = domain.rpartition(".")
    if ending in _MISTYPED_ENDINGS:
        repaired = f"{name}.{_MISTYPED_ENDINGS[ending]}"
        return _near(repaired) or repaired
    return _near(domain)


def _near(domain: str) -> str:
    """The known domain one slip away. Short names (sfr, free) have too many honest neighbours."""
    if domain in KNOWN_DOMAINS:
        return domain
    near = [
        known
        for known in sorted(KNOWN_DOMAINS)
        if len(known.partition(".")[0]) >= 5 and distance(domain, known, 1) == 1
    ]
    return near[0] if len(near) == 1 else ""
