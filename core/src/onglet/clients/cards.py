"""The address book card of a client: itself, then each of its contacts."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import select

from onglet.clients.limits import readable
from onglet.clients.models import Client
from onglet.clients.snapshot import seen_snapshot
from onglet.clients.tidying import CONTACT
from onglet.clients.vcard import card
from onglet.contacts.models import ClientPerson, Person
from onglet.contributions import ClientKind
from onglet.nomenclature import countries
from onglet.ui.i18n import voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onglet.contributions import Record

MEDIA_TYPE = "text/vcard; charset=utf-8"


def cards_of(record: Record) -> str:
    """Give the client and its contacts as vCards, one after the other."""
    held = seen_snapshot(record, record.client.id)
    values: Mapping[str, Any] = held.values if held else {}
    is_person = record.client.kind is ClientKind.PERSON
    parts = [] if is_person else [_company(record, values)]
    for row in _persons(record):
        parts.append(_person(record, row, values, is_client=is_person and not parts))
    return "".join(parts) or _company(record, values)


def _company(record: Record, values: Mapping[str, Any]) -> str:
    return card(
        [
            ("N", ("", "", "", "", "")),
            ("FN", record.client.name),
            ("ORG", record.client.name),
            ("TEL;TYPE=WORK,VOICE", values.get("phone", "")),
            ("TEL;TYPE=CELL", values.get("mobile", "")),
            ("TEL;TYPE=WORK,FAX", values.get("fax", "")),
            ("EMAIL;TYPE=INTERNET", values.get("email", "")),
            ("URL", values.get("website", "")),
            ("ADR;TYPE=WORK", _address(values)),
            ("UID", record.client.public_id),
        ]
    )


def _person(record: Record, row: Any, values: Mapping[str, Any], *, is_client: bool) -> str:
    own = {
        name: getattr(row, name) if readable(record, CONTACT + name) else ""
        for name in ("title", "job", "email", "phone", "mobile", "fax")
    }
    name = f"{row.given_name} {row.family_name}".strip() or own["email"]
    return card(
        [
            ("N", (row.family_name, row.given_name, "", own["title"], "")),
            ("FN", name),
            ("ORG", "" if is_client else record.client.name),
            ("TITLE", own["job"]),
            ("TEL;TYPE=WORK,VOICE", own["phone"] or (values.get("phone", "") if is_client else "")),
            ("TEL;TYPE=CELL", own["mobile"] or (values.get("mobile", "") if is_client else "")),
            ("TEL;TYPE=WORK,FAX", own["fax"]),
            ("EMAIL;TYPE=INTERNET", own["email"] or (values.get("email", "") if is_client else "")),
            ("ADR;TYPE=HOME" if is_client else "ADR;TYPE=WORK", _address(values)),
            ("UID", row.public_id),
        ]
    )


def _address(values: Mapping[str, Any]) -> tuple[str, ...]:
    street = "\n".join(
        text for text in (values.get(f"address.line{n}", "") for n in range(1, 5)) if text
    )
    town, postcode = values.get("address.town", ""), values.get("address.postcode", "")
    if not (street or town or postcode):
        return ()
    country = countries.label(values.get("address.country") or "FR", voice().locale)
    return ("", "", street, town, "", postcode, country)


def _persons(record: Record) -> Iterator[Any]:
    yield from record.session.execute(
        select(
            Person.public_id,
            Person.given_name,
            Person.family_name,
            Person.title,
            Person.email,
            Person.phone,
            Person.mobile,
            Person.fax,
            ClientPerson.job,
        )
        .join(ClientPerson, ClientPerson.person_id == Person.id)
        .join(Client, Client.id == ClientPerson.client_id)
        .where(Client.id == record.client.id, ClientPerson.until_on.is_(None))
        .order_by(ClientPerson.is_main.desc(), ClientPerson.id)
    )


def disposition(name: str) -> str:
    """Give the header that names the file, in any script (RFC 6266, RFC 8187)."""
    stem = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]+", " ", name).strip()[:80] or "client"
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().strip()
    return (
        f'attachment; filename="{plain or "client"}.vcf"; '
        f"filename*=UTF-8''{quote(stem + '.vcf', safe='')}"
    )
