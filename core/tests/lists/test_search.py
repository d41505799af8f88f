"""The search: what is found, why, in which order, and never another's."""

from __future__ import annotations

import pytest
from core.tests.lists.conftest import statements
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from sqlalchemy import select

from onglet.addresses.entry import NewAddress, Place
from onglet.api import Hit, Plugin, SearchSource, hookimpl
from onglet.clients.bulk import insert_clients
from onglet.clients.editing import edit_client
from onglet.clients.entry import NewClient
from onglet.clients.life import delete_client
from onglet.clients.search import MOST, search_clients
from onglet.clients.search_models import Word
from onglet.clients.search_words import marks_of, near_words, words_of
from onglet.contacts.entry import NewPerson
from onglet.contributions import ClientKind, ClientStage, Reach
from onglet.testing.kit import MakeSite, Site

OWN = {"core.client.read": Reach.OWN, "core.person.read": Reach.OWN}


def found_by(site: Site, typed: str, user: object = None) -> list[tuple[str, str]]:
    with site.reading(user) as ask:  # type: ignore[arg-type]  # a colleague, or nobody in particular
        return [(found.name, found.reason) for found in search_clients(ask, typed)]


def test_a_client_is_found_by_what_people_know_of_it(deployment: MakeSite) -> None:
    site = deployment()
    site.client(
        "Élysée Fournitures",
        siren="732829320",
        siret="73282932000074",
        vat_number="FR44732829320",
        reference="C-00042",
        phone="+33478421960",
        email="bonjour@elysee-fournitures.example",
        website="https://www.elysee.example",
        addresses=[NewAddress(postcode="69002", town="Lyon", places=frozenset({Place.MAIN}))],
        persons=[
            NewPerson(
                given_name="Anne",
                family_name="Petit-Jean",
                mobile="+33612345678",
                phone="+3225551212",
            )
        ],
    )
    site.client("Autre Maison", reference="Z-1")
    for typed, reason in {
        "elysee": "",
        "ÉLYSÉE fourn": "",
        "lysé": "",
        "fournitures élysée": "",
        "el": "",
        "732 829 320": "SIREN",
        "732829320": "SIREN",
        "732829": "SIREN",
        "732 829 320 00074": "SIRET",
        "FR44732829320": "Numéro de TVA",
        "C-00042": "Référence",
        "04 78 42 19 60": "Téléphone",
        "+33 4 78 42 19 60": "Téléphone",
        "0033478421960": "Téléphone",
        "04.78.42": "Téléphone",
        "bonjour@elysee-fournitures.example": "E-mail",
        "lyon": "Ville",
        "élysée lyon": "Ville",
        "69002": "Contact ou adresse",
        "petit": "contact Anne Petit-Jean",
        "anne petit": "contact Anne Petit-Jean",
        "06 12 34 56 78": "contact Anne Petit-Jean",
        "elysee petit": "contact Anne Petit-Jean",
    }.items():
        assert found_by(site, typed) == [("Élysée Fournitures", reason)], typed
    for typed in ("elyseum", "lyon paris", "06 00 00 00 00", "", "   ", "!?", "e q"):
        assert found_by(site, typed) == [], typed


def test_a_hit_shows_what_it_is(deployment: MakeSite) -> None:
    site = deployment()
    site.client("Rive SAS")
    site.client("Rive Anne", kind=ClientKind.PERSON)
    site.client("Rive Bois", stage=ClientStage.PROSPECT)

    page = HTMLParser(site.browser(site.user(all_rights=True)).get("/search?q=rive").text)

    shown = {
        hit.css_first(".hit-name").text(): str(hit.css_first("use").attributes["href"])
        for hit in page.css(".hit")
    }
    assert {name: href.partition("#")[2] for name, href in shown.items()} == {
        "Rive SAS": "building",
        "Rive Anne": "user",
        "Rive Bois": "user-question",
    }


def test_the_best_hit_comes_first_even_among_many(deployment: MakeSite) -> None:
    site = deployment()
    with site.working() as work:
        insert_clients(
            work,
            [
                *(NewClient(name=f"Atelier de la rue Martin {n:03}") for n in range(MOST + 20)),
                NewClient(name="Saint-Martin"),
                NewClient(name="Martin et fils", archived_at=work.now),
                NewClient(name="Martin"),
                NewClient(name="Martin Fleurs"),
            ],
        )
    names = [name for name, _reason in found_by(site, "martin")]
    assert names[:2] == ["Martin", "Martin Fleurs"]
    assert "Martin et fils" not in names
    exact = [name for name, _reason in found_by(site, "saint-martin")]
    assert exact == ["Saint-Martin"]


def test_slips_of_the_keyboard_are_forgiven(deployment: MakeSite) -> None:
    site = deployment()
    site.client("Noirillardon Accompagnement")
    site.client("Boulangerie Martin")
    for typed, expected in {
        "noirilardon": "Noirillardon Accompagnement",
        "nuirillardon": "Noirillardon Accompagnement",
        "noirillardonn": "Noirillardon Accompagnement",
        "noirlilardon": "Noirillardon Accompagnement",
        "accompagnemnet": "Noirillardon Accompagnement",
        "boulangerie mratin": "Boulangerie Martin",
        "bolangerie martni": "Boulangerie Martin",
    }.items():
        assert found_by(site, typed) == [(expected, "orthographe proche")], typed
    for typed in ("noirillardin martin", "mar", "zzzzzzz"):
        assert [name for name, _ in found_by(site, typed)] in ([], ["Boulangerie Martin"]), typed


def test_a_slip_never_shows_what_its_reader_does_not_reach(deployment: MakeSite) -> None:
    site = deployment()
    me, other = site.user(reaches=OWN), site.user(reaches=OWN)
    site.client("Noirillardon", owner=other)
    assert found_by(site, "noirilardon", me) == []
    assert [name for name, _ in found_by(site, "noirilardon", other)] == ["Noirillardon"]


def test_words_are_kept_as_they_are_written(deployment: MakeSite) -> None:
    site = deployment()
    client = site.client("Boulangerie Ancienne")
    me = site.user(all_rights=True)
    with site.working(me) as work:
        edit_client(work, client.id, {"name": "Fromagerie Nouvelle"})
    with site.reading() as ask:
        known = set(ask.session.scalars(select(Word.text)))
        near = near_words(ask.session, "fromegerie")
    assert {"boulangerie", "ancienne", "fromagerie", "nouvelle"} <= known
    assert near == [(1, "fromagerie")]


def test_words_used_nowhere_are_forgotten(
    deployment: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onglet.clients.search_upkeep.AT_ONCE", 2)
    site = deployment()
    me = site.user(all_rights=True)
    client = site.client("Boulangerie Ancienne", persons=[NewPerson(family_name="Canari")])
    binned = site.client("Fromagerie Zébulon")
    with site.working(me) as work:
        edit_client(work, client.id, {"name": "Crèmerie Nouvelle"})
        delete_client(work, binned.id)
        work.enqueue("core.forget_words")
    assert site.run_jobs() >= 3
    with site.reading() as ask:
        known = set(ask.session.scalars(select(Word.text)))
    assert {"cremerie", "nouvelle", "canari", "fromagerie", "zebulon"} <= known
    assert not {"boulangerie", "ancienne"} & known


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("martni", "martin"), ("matin", "martin"), ("marrtin", "martin"), ("mertin", "martin")],
)
def test_words_one_slip_apart_share_a_mark(typed: str, meant: str) -> None:
    assert set(marks_of(typed)) & set(marks_of(meant))


def test_numbers_and_short_words_hold_no_slip() -> None:
    assert words_of(["sas 69002 c-42 eté maison"]) == {"maison"}


def test_nobody_finds_what_they_do_not_reach(
    deployment: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = deployment()
    me, other = site.user(reaches=OWN), site.user(reaches=OWN)
    site.client("Boulangerie Martin", owner=me)
    site.client(
        "Boulangerie Durand",
        owner=other,
        phone="+33478421960",
        siren="732829320",
        persons=[NewPerson(family_name="Canari", email="canari@nid.example")],
    )
    both = site.client("Boulangerie Commune", owner=me)
    for few in (0, 4_000):
        monkeypatch.setattr("onglet.clients.listing_reach.FEW", few)
        for typed, expected in {
            "boulangerie": {"Boulangerie Martin", both.name},
            "bo": {"Boulangerie Martin", both.name},
            "durand": set(),
            "canari": set(),
            "732829320": set(),
            "0478421960": set(),
        }.items():
            assert {name for name, _ in found_by(site, typed, me)} == expected, (few, typed)
        browser = site.browser(me)
        for address in ("/search?q=", "/search/box?q=", "/contacts?q=", "/clients?q="):
            for typed in ("canari", "durand", "boulangerie", "ca"):
                page = browser.get(f"{address}{typed}").text
                told = HTMLParser(page).css_first("body").text()
                assert "Boulangerie Durand" not in told
                assert "nid.example" not in told


HOSTILE = [
    '"',
    "'",
    "%",
    "_",
    "*",
    "a%b_c",
    "NEAR(",
    "AND",
    "OR NOT",
    'a" OR "b',
    "search_text:maison",
    "{maison} : test",
    "mai*",
    "^maison",
    "\x00",
    "a\x00b\x01c",
    "\u202etxet",
    "😀😀😀",
    "🏠" * 50,
    "x" * 15_000,
    "mot " * 1_500,
    "9" * 500,
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "a" * 3 + '"' * 50,
    "{{7*7}}",
    "شركة",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "İ",
]


def test_hostile_text_breaks_nothing(deployment: MakeSite) -> None:
    site = deployment()
    site.client("Maison Test")
    browser = site.browser(site.user(all_rights=True))
    for typed in HOSTILE:
        for address in (
            "/clients",
            "/search",
            "/search/box",
            "/contacts",
            "/clients/-/filters/place",
        ):
            page = browser.get(address, params={"q": typed, "find": typed, "place": typed})
            assert page.status_code == 200, (address, typed[:40])
            assert "<script>alert(1)</script>" not in page.text
    with site.reading() as ask:
        for typed in (*HOSTILE, "a" * 10_000_000, "é " * 1_000_000):
            assert len(search_clients(ask, typed)) <= 1


@pytest.mark.parametrize("typed", ["%", "_", "ma%on", "mai_zz", "*", "\\"])
def test_signs_of_the_engines_are_letters_like_others(deployment: MakeSite, typed: str) -> None:
    site = deployment()
    site.client("Maison Test")
    assert found_by(site, typed) == []


def test_the_search_asks_few_questions(deployment: MakeSite) -> None:
    site = deployment()
    site.client("Maison Test", persons=[NewPerson(family_name="Petit")])
    browser = site.browser(site.user(all_rights=True))
    browser.get("/search/box?q=maison")
    for typed, most in (("maison", 4), ("petit", 5), ("ma", 4), ("732829320", 3), ("masion", 6)):
        with statements(site.host.database.reads) as asked:
            assert browser.get(f"/search/box?q={typed}").status_code == 200
        assert len(asked) <= most, (typed, asked)


class Finder(Plugin):
    """A plugin with a source that answers, one that fails and one that leads elsewhere."""

    name = "finder"

    @hookimpl
    def onglet_search_sources(self):
        right = "core.client.read"

        def find(query):
            yield Hit(title=f"Order {query.folded}", href="/orders/1", icon="star", reason="number")
            yield Hit(title="Elsewhere", href="https://evil.example/", icon="star")

        yield SearchSource(key="finder.orders", label="Orders", right=right, find=find)
        yield SearchSource(
            key="finder.broken", label="Broken ones", right=right, find=lambda query: 1 / 0
        )
        yield SearchSource(
            key="finder.secret", label="Secrets", right="core.user.manage", find=find
        )


def test_plugins_sources_answer_beside_the_cores(deployment: MakeSite) -> None:
    site = deployment(Finder())
    site.client("Maison Test")
    browser = site.browser(site.user(reaches={"core.client.read": Reach.ALL}))
    for address in ("/search?q=Maison", "/search/box?q=Maison"):
        page = HTMLParser(browser.get(address).text)
        titles = [node.text() for node in page.css(".hit-name")]
        assert titles == ["Maison Test", "Order maison"]
        assert "Broken ones" in page.css_first("body").text()
        assert "Secrets" not in page.html


def test_nothing_found_leads_to_a_new_client_with_what_was_typed(deployment: MakeSite) -> None:
    site = deployment()
    browser = site.browser(site.user(all_rights=True))
    reader = site.browser(site.user(reaches={"core.client.create": Reach.NONE}))
    for address in ("/search", "/search/box"):
        page = browser.get(address, params={"q": "Nouvelle & Cie"}).text
        assert "/clients/new?name=Nouvelle+%26+Cie" in page
        assert "/clients/new?siren=732829320" in browser.get(f"{address}?q=732 829 320").text
        assert "/clients/new?name" not in reader.get(f"{address}?q=Nouvelle").text
    assert browser.get("/search").status_code == 200
    assert browser.get("/search/box?q=").text.strip() == ""
