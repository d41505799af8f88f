"""The demo firm's clients: formally right, nobody's, believable, and the same each time."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
import tracemalloc
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from onglet.demo import DemoClient, Scale, demo_firm, generate
from onglet.demo.identifiers import FICTION_PREFIXES, SIREN_COUNT, siren_at
from onglet.demo.names import slug
from onglet.demo.places import TOWNS
from onglet.demo.trades import LEGAL_FORMS, TRADES
from onglet.identity import (
    auxiliary_code,
    email,
    phone,
    postcode,
    rcs,
    reference,
    siren,
    siret,
    third_party_account,
    vat,
    website,
)
from onglet.identity.civility import Civility
from onglet.nomenclature import headcounts, legal_forms, naf_rev2, sectors

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, tzinfo=UTC)
FIRM = demo_firm()
# Words of firms that everybody in France knows: none may come out of the mixing.
KNOWN = [
    "accor",
    "airbus",
    "alstom",
    "amundi",
    "arcelor",
    "auchan",
    "axa",
    "bic",
    "biocoop",
    "bnp",
    "boiron",
    "bouygues",
    "buffalo",
    "bull",
    "camaieu",
    "canal",
    "capgemini",
    "carrefour",
    "casino",
    "castorama",
    "celio",
    "chanel",
    "citroen",
    "conforama",
    "crit",
    "danone",
    "darty",
    "dassault",
    "decathlon",
    "dior",
    "doctolib",
    "edf",
    "eiffage",
    "engie",
    "fnac",
    "gifi",
    "gerflor",
    "hermes",
    "jardiland",
    "kering",
    "kiabi",
    "lacoste",
    "lafarge",
    "legrand",
    "leclerc",
    "legrand",
    "loreal",
    "lvmh",
    "maif",
    "marionnaud",
    "michelin",
    "monoprix",
    "nexans",
    "nexity",
    "orange",
    "orpea",
    "ovh",
    "paprec",
    "pernod",
    "peugeot",
    "picard",
    "pimkie",
    "publicis",
    "renault",
    "rexel",
    "ricard",
    "rossignol",
    "safran",
    "saint-gobain",
    "sanofi",
    "schneider",
    "seb",
    "sephora",
    "sncf",
    "sodexo",
    "soitec",
    "solvay",
    "suez",
    "tefal",
    "thales",
    "total",
    "ubisoft",
    "valeo",
    "vallourec",
    "valneva",
    "veolia",
    "vinci",
    "vivendi",
    "wavestone",
    "worldline",
    "yoplait",
    "yves",
]


@pytest.fixture(scope="module")
def clients() -> list[DemoClient]:
    return list(generate(Scale(clients=10_000), 7, TODAY))


def test_numbers_are_valid_and_kept_for_fiction(clients: list[DemoClient]) -> None:
    firms = [c for c in clients if c.kind == "company"]

    for firm in firms:
        assert siren.validate(firm.siren) == firm.siren
        assert firm.siren.startswith("000")
        assert siret.validate(firm.siret) == firm.siret == firm.addresses[0].siret
        for address in firm.addresses:
            assert siret.validate(address.siret)[:9] == firm.siren
        assert firm.vat_number in {"", vat.derive(firm.siren).number}
        if firm.rcs:
            assert rcs.validate(firm.rcs) == firm.rcs
            assert rcs.parse(firm.rcs).siren == firm.siren
        assert firm.naf in naf_rev2
        assert firm.legal_form in legal_forms
        assert firm.sector in sectors
        assert not firm.headcount_band or firm.headcount_band in headcounts
    assert not any(c.siren or c.siret or c.vat_number for c in clients if c.kind == "person")


def test_nothing_that_tells_clients_apart_is_there_twice(clients: list[DemoClient]) -> None:
    sirets = [a.siret for c in clients for a in c.addresses if a.siret]
    firms = [c for c in clients if c.kind == "company"]

    assert len({c.siren for c in firms} | {FIRM.siren}) == len(firms) + 1
    assert len(set(sirets)) == len(sirets)
    assert len({c.reference for c in clients}) == len(clients)
    assert len({c.name for c in firms}) == len({c.website or c.email for c in firms}) == len(firms)
    people = {c.email for c in clients if c.kind == "person"}
    assert len(people) == len(clients) - len(firms)


def test_every_number_for_fiction_is_there_once() -> None:
    assert len({siren_at(index) for index in range(SIREN_COUNT)}) == SIREN_COUNT
    with pytest.raises(ValueError, match="past them"):
        siren_at(SIREN_COUNT)


def test_telephones_ring_nowhere(clients: list[DemoClient]) -> None:
    numbers = [
        number
        for client in clients
        for number in (
            *(client.phone, client.mobile, client.fax),
            *(n for c in client.contacts for n in (c.person.phone, c.person.mobile)),
        )
        if number
    ]
    fiction = re.compile(r"\+33(19900|26191|35301|46571|53649|63998)[0-9]{4}")

    assert all(fiction.fullmatch(number) for number in [*numbers, FIRM.phone])
    assert {number[:8] for number in numbers} == set(FICTION_PREFIXES.values())
    assert all(phone.validate(number) == number for number in numbers[:2000])


def test_every_address_on_the_network_is_reserved_for_examples(clients: list[DemoClient]) -> None:
    for party in [*clients, FIRM]:
        written = repr(party)
        assert not re.search(r"(?:@|//)(?![a-z0-9.-]*\.example['/])", written), written
        assert not re.search(r"\.(?:com|fr|org|net|eu|io)\b", written)
    for client in clients[:1000]:
        assert email.validate(client.email) == client.email
        assert not client.website or website.validate(client.website) == client.website


def test_no_name_is_that_of_a_firm_that_people_know(clients: list[DemoClient]) -> None:
    words = {slug(word) for c in clients if c.kind == "company" for word in c.name.split()}

    assert not words & set(KNOWN)


def test_other_fields_are_in_the_form_that_is_stored(clients: list[DemoClient]) -> None:
    mask = reference.parse("C-{number:05}")
    for index, client in enumerate(clients):
        assert mask.format(index + 1, TODAY) == client.reference
        if client.stage == "client":
            account = client.third_party_account
            assert third_party_account.validate(account) == account
            assert auxiliary_code.validate(client.auxiliary_account) == client.auxiliary_account
        assert {c.person.civility for c in client.contacts} <= set(Civility)


def test_the_firm_looks_like_one(clients: list[DemoClient]) -> None:
    def share(matches: int) -> float:
        return matches / len(clients)

    assert 0.10 < share(sum(c.kind == "person" for c in clients)) < 0.14
    assert 0.27 < share(sum(c.stage == "prospect" for c in clients)) < 0.33
    assert 0.04 < share(sum(c.archived_at is not None for c in clients)) < 0.06
    assert 0.08 < share(sum(bool(c.shares) for c in clients)) < 0.16
    assert 0.15 < share(sum(len(c.addresses) > 1 for c in clients)) < 0.3
    assert share(sum(bool(c.note) for c in clients)) > 0.3
    assert {c.owner for c in clients} == {u.key for u in FIRM.users if u.profile == "sales"}
    assert len({c.naf for c in clients if c.naf}) == len(TRADES)
    assert {c.legal_form for c in clients if c.legal_form} == set(LEGAL_FORMS)
    actions = Counter(e.action for c in clients for p in c.contacts for e in p.person.consents)
    assert set(actions) == {"given", "refused", "withdrawn"}


def test_clients_came_in_on_working_days_in_the_order_of_their_references(
    clients: list[DemoClient],
) -> None:
    for earlier, later in itertools.pairwise(clients):
        assert earlier.created_at <= later.created_at
    for client in clients:
        assert client.created_at.weekday() < 5
        assert client.created_at.utcoffset() == timedelta(0)
        assert NOW - timedelta(days=731) < client.created_at < NOW
        assert client.archived_at is None or client.created_at <= client.archived_at < NOW
    assert clients[0].created_at < NOW - timedelta(days=725)
    assert clients[-1].created_at > NOW - timedelta(days=5)


def test_one_contact_and_one_address_for_each_role(clients: list[DemoClient]) -> None:
    for client in clients:
        assert [c.is_main for c in client.contacts].count(True) == 1
        assert client.contacts[0].is_main
        assert sum(c.is_billing for c in client.contacts) == 1
        assert sum(c.is_dunning for c in client.contacts) <= 1
        for role in ("is_main", "is_billing", "is_delivery"):
            assert sum(getattr(a, role) for a in client.addresses) == 1
        if client.kind == "person":
            person = client.contacts[0].person
            assert client.name == f"{person.given_name} {person.family_name}"


def test_a_person_comes_back_in_the_next_client_at_most(clients: list[DemoClient]) -> None:
    seen: dict[int, list[int]] = {}
    for index, client in enumerate(clients):
        for contact in client.contacts:
            seen.setdefault(contact.person.key, []).append(index)

    again = [places for places in seen.values() if len(places) > 1]
    assert all(places == [places[0], places[0] + 1] for places in again)
    assert len(again) > 100


def test_consents_are_a_ledger(clients: list[DemoClient]) -> None:
    for person in (c.person for client in clients for c in client.contacts):
        moments = [entry.at for entry in person.consents]
        assert moments == sorted(moments)
        assert all(moment < NOW for moment in moments)
        last = {entry.channel: entry.action for entry in person.consents}
        assert "sms" not in last or person.mobile


def test_shares_are_with_someone_else(clients: list[DemoClient]) -> None:
    users = {user.key for user in FIRM.users if user.is_active}
    groups = {group.key for group in FIRM.groups}
    shares = [(client.owner, share) for client in clients for share in client.shares]

    for owner, share in shares:
        assert (share.user is None) is not (share.group is None)
        assert share.user is None or share.user in users - {owner}
        assert share.group is None or share.group in groups
    ends = [share.valid_until for _, share in shares if share.valid_until]
    assert min(ends) < NOW < max(ends)
    assert {share.level for _, share in shares} == {"view", "edit", "manage"}


def test_the_same_seed_and_day_tell_the_same_story() -> None:
    def story(seed: int, today: date) -> list[DemoClient]:
        return list(generate(Scale(clients=200), seed, today))

    assert story(7, TODAY) == story(7, TODAY)
    assert story(7, TODAY) != story(8, TODAY)
    assert story(7, TODAY) != story(7, TODAY - timedelta(days=1))


def test_the_story_does_not_depend_on_the_process() -> None:
    program = (
        "import datetime, hashlib; from onglet.demo import Scale, generate;"
        "told = ''.join(map(repr, generate(Scale(clients=50), 7, datetime.date(2026, 3, 2))));"
        "print(hashlib.sha256(told.encode()).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": salt},
            capture_output=True,
            check=True,
        ).stdout
        for salt in ("1", "2")
    }

    assert len(told) == 1


def test_a_benchmark_has_no_company_numbers_and_no_bound() -> None:
    many = Scale(clients=1_000_000, with_company_ids=False)

    first = list(itertools.islice(generate(many, 7, TODAY), 500))

    assert not any(c.siren or c.siret or c.rcs or c.vat_number for c in first)
    assert not any(a.siret for c in first for a in c.addresses)
    with pytest.raises(ValueError, match="without company numbers"):
        Scale(clients=100_000)
    assert list(generate(Scale(clients=0), 7, TODAY)) == []


def test_many_clients_take_no_more_memory_than_few() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in generate(Scale(clients=count), 7, TODAY):
            pass
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(10)

    assert peak(8_000) < peak(500) + 100_000


def test_towns_are_where_they_say() -> None:
    groups = {group.area for group in FIRM.groups}
    for town in TOWNS:
        assert postcode.validate(town.postcode) == town.postcode
        assert postcode.department_of(town.postcode) == postcode.department_of_commune(
            town.commune_code
        )
        assert 41 < town.latitude < 51.2
        assert -5.2 < town.longitude < 8.3
        assert town.area in groups
        assert town.phone_zone in "12345"
    assert len({town.postcode for town in TOWNS}) == len(TOWNS)


def test_the_team_has_every_profile_and_someone_who_left() -> None:
    groups = {group.key for group in FIRM.groups}

    assert 8 <= len(FIRM.users) <= 12
    assert {u.profile for u in FIRM.users} == {
        "administrator",
        "sales",
        "accountant",
        "read_only",
    }
    assert len({user.email for user in FIRM.users}) == len(FIRM.users)
    assert all(set(user.groups) <= groups for user in FIRM.users)
    assert [user.profile for user in FIRM.users if not user.is_active] == ["sales"]
    assert siret.validate(FIRM.siret)[:9] == siren.validate(FIRM.siren)
