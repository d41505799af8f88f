"""Writing demo data: the firm, its colleagues, its clients, then what each plugin adds."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from onglet import demo
from onglet.accounts.hashing import hash_password
from onglet.accounts.invitations import put_password
from onglet.accounts.profiles_seed import seed_profiles
from onglet.accounts.service.entry import deactivate_user
from onglet.accounts.service.groups import create_group
from onglet.accounts.service.users import UserData, create_user, user_of
from onglet.addresses.entry import NewAddress, Place
from onglet.clients.bulk import insert_clients
from onglet.clients.entry import NewClient, NewShare
from onglet.clients.models import Client
from onglet.consent.entry import Channel, ConsentAction, NewConsent
from onglet.contacts.entry import NewPerson, Role
from onglet.contributions import ClientKind, ClientStage, Level, Scale
from onglet.db.identifiers import new_public_id
from onglet.nomenclature import sectors
from onglet.rights.actors import system_actor
from onglet.rights.models import GrantKind, User
from onglet.settings.models import SettingRow
from onglet.ui.i18n import speaking_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from onglet.contributions import Belonging, Work
    from onglet.host.host import Host

log = logging.getLogger("onglet.demo")

PASSWORD: Final = "bienvenue-chez-onglet"  # noqa: S105 - printed at start, on made-up data only


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What was written, and who can sign in."""

    clients: int
    email: str
    password: str


def is_empty(host: Host) -> bool:
    """Tell whether the deployment holds no client yet."""
    with host.units.reading(system_actor("is there anything")) as ask:
        return ask.session.scalar(select(Client.id).limit(1)) is None


def fill(host: Host, clients: Iterable[demo.DemoClient] | None = None, *, count: int) -> Filled:
    """Write the demo firm with these clients, made-up ones by default, all in one transaction.

    Each plugin's own data follows in a transaction of its own: one that fails leaves the rest.
    """
    firm = demo.demo_firm()
    scale = Scale(clients=count)
    with host.units.writing(system_actor("demo data")) as work:
        users, groups = _people(work, firm)
        _identity(work, firm)
        made = clients or demo.generate(demo.Scale(clients=count), scale.seed, work.today)
        written = insert_clients(work, _news(made, users, groups), source="demo")
        _see_off(work, firm, users, [placed.item for placed in host.registry().belongings])
    for placed in host.registry().demo:
        try:
            with (
                speaking_as(placed.plugin),
                host.units.writing(system_actor("demo data"), plugin=placed.plugin) as work,
            ):
                placed.item.fill(work, scale)
        except Exception as error:
            log.exception("demo data of %s", placed.plugin)
            host.note_error(placed.plugin, f"demo {placed.item.key}", error)
    return Filled(clients=written, email=firm.users[0].email, password=PASSWORD)


def _people(work: Work, firm: demo.DemoFirm) -> tuple[dict[str, int], dict[str, int]]:
    profiles = seed_profiles(work, locale="fr")
    groups = {group.key: create_group(work, group.name) for group in firm.groups}
    users: dict[str, int] = {}
    hashed = hash_password(PASSWORD)
    for user in firm.users:
        known = work.session.scalar(select(User.id).where(User.email == user.email))
        users[user.key] = known or create_user(
            work,
            UserData(
                email=user.email,
                given_name=user.given_name,
                family_name=user.family_name,
                profile_id=profiles[user.profile],
                group_ids=tuple(groups[key] for key in user.groups),
            ),
        )
        put_password(work.session, users[user.key], hashed, work.now)
    return users, groups


def _see_off(
    work: Work, firm: demo.DemoFirm, users: Mapping[str, int], belongings: Sequence[Belonging]
) -> None:
    """Let who left the firm sign in no more; a colleague of the same trade takes over."""
    for user in firm.users:
        if user.left_days_ago is not None:
            heir = next(
                (one for one in firm.users if one.is_active and one.profile == user.profile),
                firm.users[0],
            )
            deactivate_user(
                work, users[user.key], belongings=belongings, successor_id=users[heir.key]
            )
            left_at = work.now - timedelta(days=user.left_days_ago)
            user_of(work.session, users[user.key]).deactivated_at = left_at


def _identity(work: Work, firm: demo.DemoFirm) -> None:
    values = {
        "name": firm.name,
        "legal_form": firm.legal_form,
        "siren": firm.siren,
        "siret": firm.siret,
        "vat_number": firm.vat_number,
        "line1": firm.address.line1,
        "postcode": firm.address.postcode,
        "town": firm.address.town,
        "email": firm.email,
        "phone": firm.phone,
        "website": firm.website,
    }
    for key, value in values.items():
        work.session.merge(SettingRow(key=f"core.company_{key}", value=value))


def _news(
    clients: Iterable[demo.DemoClient], users: Mapping[str, int], groups: Mapping[str, int]
) -> Iterator[NewClient]:
    """Turn demo clients into clients to create; a person who comes back keeps their identifier."""
    before: dict[int, str] = {}
    for client in clients:
        ids = {
            contact.person.key: before.get(contact.person.key) or new_public_id()
            for contact in client.contacts
        }
        yield NewClient(
            name=client.name,
            kind=ClientKind(client.kind),
            stage=ClientStage(client.stage),
            reference=client.reference,
            website=client.website,
            phone=client.phone,
            mobile=client.mobile,
            fax=client.fax,
            email=client.email,
            legal_form=client.legal_form,
            siren=client.siren,
            siret=client.siret,
            naf=client.naf,
            naf_nomenclature="NAFRev2" if client.naf else "",
            capital_minor=client.capital_minor,
            rcs=client.rcs,
            vat_number=client.vat_number,
            sector=sectors.label(client.sector),
            headcount_band=client.headcount_band,
            headcount_year=client.headcount_year,
            third_party_account=client.third_party_account,
            auxiliary_account=client.auxiliary_account,
            note=client.note,
            owner_id=users[client.owner],
            created_at=client.created_at,
            archived_at=client.archived_at,
            persons=[_person(contact, ids[contact.person.key]) for contact in client.contacts],
            addresses=[_address(address) for address in client.addresses],
            shares=[_share(share, users, groups) for share in client.shares],
        )
        before = ids


def _person(contact: demo.DemoContact, public_id: str) -> NewPerson:
    person = contact.person
    held = ((Role.MAIN, contact.is_main), (Role.BILLING, contact.is_billing))
    roles = frozenset(role for role, has in (*held, (Role.DUNNING, contact.is_dunning)) if has)
    return NewPerson(
        civility=person.civility,
        given_name=person.given_name,
        family_name=person.family_name,
        email=person.email,
        phone=person.phone,
        mobile=person.mobile,
        job=contact.job,
        roles=roles,
        public_id=public_id,
        consents=[
            NewConsent(
                channel=Channel(said.channel),
                action=ConsentAction(said.action),
                source=said.source,
                at=said.at,
            )
            for said in person.consents
        ],
    )


def _address(address: demo.DemoAddress) -> NewAddress:
    held = ((Place.MAIN, address.is_main), (Place.BILLING, address.is_billing))
    places = frozenset(
        place for place, has in (*held, (Place.DELIVERY, address.is_delivery)) if has
    )
    return NewAddress(
        label=address.label,
        line1=address.line1,
        line2=address.line2,
        postcode=address.postcode,
        town=address.town,
        commune_code=address.commune_code,
        country=address.country,
        latitude=address.latitude,
        longitude=address.longitude,
        siret=address.siret,
        places=places,
    )


def _share(share: demo.DemoShare, users: Mapping[str, int], groups: Mapping[str, int]) -> NewShare:
    level = Level[share.level.upper()]
    if share.user is not None:
        return NewShare(
            kind=GrantKind.SHARE_USER,
            subject_id=users[share.user],
            level=level,
            valid_until=share.valid_until,
        )
    return NewShare(
        kind=GrantKind.SHARE_GROUP,
        subject_id=groups[share.group or ""],
        level=level,
        valid_until=share.valid_until,
    )
