"""The settings through HTTP: colleagues, groups, profiles, the firm, what plugins declare."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import func, select

from onglet.accounts import queries
from onglet.accounts.profiles_seed import seed_profiles
from onglet.accounts.service import change_password
from onglet.contributions import Reach, Setting, SettingsPage
from onglet.history.models import Change
from onglet.hookspecs import API_VERSION, Plugin, hookimpl
from onglet.rights.models import Group, Profile, User
from onglet.settings import service

BAD_TEXTS = [
    "",
    " ",
    "x" * 150_000,
    "\x00\x01\x1b[31m",
    "\u202eeriallic",
    "🐴🐴🐴",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' OR 1=1 --",
    "{{ 7 * 7 }}%s%(x)s",
]


def _even(value: Any) -> str:
    if value == 13:
        raise ValueError("unlucky")
    return "" if value % 2 == 0 else "Even numbers only."


class Weather(Plugin):
    """A plugin with one page of settings, of every kind."""

    name = "weather"
    label = "Weather"
    api_version = API_VERSION

    @hookimpl
    def onglet_settings(self) -> list[Setting]:
        return [
            Setting(key="weather.town", label="Town", default="Lyon", help="Where it rains"),
            Setting(key="weather.days", label="Days", default=4, kind="number", check=_even),
            Setting(key="weather.key", label="Key", default="", kind="secret"),
            Setting(
                key="weather.unit",
                label="Unit",
                default="c",
                kind="choice",
                choices=(("c", "Celsius"), ("k", "Kelvin")),
            ),
            Setting(key="weather.alerts", label="Alerts", default=False, kind="yes_no"),
        ]

    @hookimpl
    def onglet_settings_pages(self) -> list[SettingsPage]:
        keys = ("weather.town", "weather.days", "weather.key", "weather.unit", "weather.alerts")
        return [
            SettingsPage(
                key="weather.settings",
                label="Forecasts",
                icon="cloud",
                right="core.settings.edit",
                order=500,
                settings=keys,
            )
        ]


@pytest.fixture
def site(deployment: Any) -> Any:
    made = deployment(Weather())
    with made.working() as work:
        seed_profiles(work, locale="fr")
    return made


@pytest.fixture
def alice(site: Any) -> Any:
    user = site.user(all_rights=True)
    with site.working() as work:
        change_password(work, user.id, "a hash")
    return user


@pytest.fixture
def browser(site: Any, alice: Any) -> Any:
    return site.browser(alice)


def page(response: Any) -> LexborHTMLParser:
    return LexborHTMLParser(response.text)


def said(response: Any) -> str:
    body = page(response).body
    assert body is not None
    return re.sub(r"\s+", " ", body.text(separator=" "))


def row(site: Any, query: Any) -> Any:
    with site.reading() as ask:
        return ask.session.scalars(query).all()


def profile(site: Any, name: str) -> str:
    found: str = row(site, select(Profile.public_id).where(Profile.name == name))[0]
    return found


def filled(response: Any, action: str) -> dict[str, Any]:
    """Give what a browser would send of a form that was just opened."""
    form = page(response).css_first(f"form[method='post'][action='{action}']")
    data: dict[str, Any] = {}
    for field in form.css("input, select, textarea"):
        name, kind = field.attributes.get("name"), field.attributes.get("type", "text")
        if not name or kind in {"file", "submit"} or "disabled" in field.attributes:
            continue
        if kind in {"checkbox", "radio"} and "checked" not in field.attributes:
            continue
        if field.tag == "select":
            chosen = field.css_first("option[selected]") or field.css_first("option")
            value = chosen.attributes.get("value") if chosen else ""
        else:
            value = field.attributes.get("value") or (
                field.text() if field.tag == "textarea" else ""
            )
        data.setdefault(name, []).append(value or "")
    return data


PAGES = {
    "core.user.manage": ["/settings/users", "/settings/users/new"],
    "core.group.manage": ["/settings/groups", "/settings/groups/new"],
    "core.profile.manage": ["/settings/profiles", "/settings/profiles/new"],
    "core.settings.edit": ["/settings/company", "/settings/pages/weather.settings"],
}


@pytest.mark.parametrize(("right", "paths"), PAGES.items())
def test_each_page_needs_its_right(site: Any, right: str, paths: list[str]) -> None:
    without = site.browser(site.user(reaches={r: Reach.ALL for r in PAGES if r != right}))
    holder = site.browser(site.user(reaches={right: Reach.ALL}))
    for path in paths:
        assert site.browser().get(path).status_code == 303
        assert without.get(path).status_code == 403
        assert without.post(path, data={"name": "x"}).status_code in {403, 404}
        assert holder.get(path).status_code == 200


def test_the_home_shows_what_one_may_open(site: Any, browser: Any) -> None:
    cards = {a.text(): a.attributes["href"] for a in page(browser.get("/settings")).css(".cards a")}
    assert cards["Entreprise"] == "/settings/company"
    assert cards["Utilisateurs"] == "/settings/users"
    assert cards["Forecasts"] == "/settings/pages/weather.settings"
    assert "avec quel profil et dans quels groupes" in said(browser.get("/settings"))

    nobody = site.browser(site.user())
    assert "Rien à régler" in said(nobody.get("/settings"))


class TestUsers:
    def data(self, site: Any, **more: Any) -> dict[str, Any]:
        return {
            "given_name": "Zoé",
            "family_name": "Petit",
            "email": "Zoe.Petit@Firm.example",
            "profile": profile(site, "Commercial"),
            "deliver": "mail",
            **more,
        }

    def test_a_colleague_is_invited_by_mail(self, site: Any, browser: Any) -> None:
        assert browser.get("/settings/users/new").status_code == 200
        answer = browser.post("/settings/users/new", data=self.data(site))
        assert (answer.status_code, answer.headers["location"]) == (303, "/settings/users")
        assert site.run_jobs() == 1
        assert len(list(site.host.config.mails.glob("*.eml"))) == 1
        assert "Zoé Petit" in said(browser.get("/settings/users?state=invited"))

    def test_or_by_a_link_to_copy_which_is_shown_once(self, site: Any, browser: Any) -> None:
        answer = browser.post("/settings/users/new", data=self.data(site, deliver="copy"))
        assert answer.status_code == 200
        link = re.search(r"http://127\.0\.0\.1:8000(/invitation/[\w-]+)", answer.text)
        assert link is not None
        assert site.browser().get(link[1]).status_code == 200
        assert site.run_jobs() == 0

    def test_a_second_press_of_the_button_makes_nobody_more(self, site: Any, browser: Any) -> None:
        browser.post("/settings/users/new", data=self.data(site))
        again = browser.post("/settings/users/new", data=self.data(site))
        assert again.status_code == 422
        assert "se connecte déjà avec cette adresse" in said(again)
        found = select(func.count(User.id)).where(User.email == "zoe.petit@firm.example")
        assert row(site, found) == [1]

    @pytest.mark.parametrize(
        "field", ["given_name", "family_name", "email", "profile", "groups", "locale", "zone"]
    )
    def test_bad_texts_are_refused_or_stay_text(
        self, site: Any, browser: Any, field: str, subtests: pytest.Subtests
    ) -> None:
        for number, text in enumerate(BAD_TEXTS):
            with subtests.test(text=text[:40]):
                data = self.data(site, **{"email": f"n{number}@firm.example", field: text})
                answer = browser.post("/settings/users/new", data=data)
                assert answer.status_code in {303, 422}
                assert "<script>alert" not in answer.text
                assert "onerror=alert(1)>" not in answer.text
                listed = browser.get("/settings/users")
                assert listed.status_code == 200
                assert "<script>alert" not in listed.text

    def test_ten_megabytes_are_refused(self, site: Any, browser: Any) -> None:
        data = self.data(site, family_name="x" * 10_000_000)
        assert browser.post("/settings/users/new", data=data).status_code == 413
        assert row(site, select(func.count(User.id))) == [1]

    def test_what_was_typed_is_kept_beside_the_error(self, site: Any, browser: Any) -> None:
        answer = browser.post("/settings/users/new", data=self.data(site, email="rubbish"))
        assert answer.status_code == 422
        held = filled(answer, "/settings/users/new")
        assert held["family_name"] == ["Petit"]
        assert held["email"] == ["rubbish"]
        assert page(answer).css_first("#f-email").attributes["aria-invalid"] == "true"
        assert page(answer).css_first(".error-summary") is not None

    def test_a_colleague_is_edited(self, site: Any, browser: Any) -> None:
        zoe = self.made(site, browser)
        address = f"/settings/users/{zoe}"
        held = filled(browser.get(address), address)
        held["family_name"] = ["Grand"]

        assert browser.post(address, data=held).status_code == 303
        assert browser.post(address, data=held).status_code == 303  # pressed twice

        assert "Zoé Grand" in said(browser.get("/settings/users"))

    def test_two_people_do_not_overwrite_each_other(self, site: Any, browser: Any) -> None:
        zoe = self.made(site, browser)
        address = f"/settings/users/{zoe}"
        mine, theirs = (filled(browser.get(address), address) for _ in range(2))
        theirs["family_name"] = ["Grand"]
        mine["given_name"] = ["Zoë"]
        browser.post(address, data=theirs)

        clash = browser.post(address, data=mine)

        assert clash.status_code == 422
        assert "Quelqu’un d’autre" in said(clash)
        assert filled(clash, address)["given_name"] == ["Zoë"]
        assert row(site, select(User.family_name).where(User.public_id == zoe)) == ["Grand"]

    def test_leaving_and_coming_back(self, site: Any, browser: Any) -> None:
        user = site.user()
        theirs = site.browser(user)
        address = f"/settings/users/{user.public_id}"

        assert browser.post(f"{address}/deactivate").status_code == 303
        assert theirs.get("/account").status_code == 303
        assert "Réactiver" in said(browser.get(address))
        assert browser.post(f"{address}/reactivate").status_code == 303
        assert row(site, select(User.is_active).where(User.id == user.id)) == [True]

    def test_the_last_administrator_stays(self, site: Any, alice: Any, browser: Any) -> None:
        other = site.user(all_rights=True)  # without a password
        address = f"/settings/users/{alice.public_id}"
        site.browser(other).post(f"{address}/deactivate")
        held = filled(browser.get(address), address)
        held["profile"] = [profile(site, "Commercial")]
        refused = browser.post(address, data=held)

        assert refused.status_code == 422
        assert "dernier administrateur" in said(refused)
        assert row(site, select(User.is_active).where(User.id == alice.id)) == [True]
        assert browser.get("/settings/users").status_code == 200

    def test_an_administrator_s_new_profile_keeps_this_browser(
        self, site: Any, alice: Any, browser: Any
    ) -> None:
        user = site.user(all_rights=True)
        with site.working() as work:
            change_password(work, user.id, "a hash")
        theirs = site.browser(user)
        address = f"/settings/users/{user.public_id}"
        held = filled(theirs.get(address), address)
        held["profile"] = [profile(site, "Commercial")]

        assert theirs.post(address, data=held).status_code == 303
        assert theirs.get("/account").status_code == 200
        assert theirs.get("/settings/users").status_code == 403

    def test_sessions_end_from_here(self, site: Any, browser: Any) -> None:
        user = site.user()
        theirs = site.browser(user)
        browser.post(f"/settings/users/{user.public_id}/sessions/end")
        assert theirs.get("/account").status_code == 303

    def test_nobody_by_that_name(self, browser: Any) -> None:
        for path in ("nobody", "0" * 16, "%00", "x" * 3000):
            assert browser.get(f"/settings/users/{path}").status_code == 404

    @pytest.mark.parametrize("text", ["%00", "%ff", "x" * 3000, "%E2%80%AE", "<b>", "'--", "~~9"])
    def test_bad_addresses_of_the_list(self, browser: Any, text: str) -> None:
        for name in ("q", "state", "after"):
            answer = browser.get(f"/settings/users?{name}={text}")
            assert answer.status_code == 200
            assert "<b>" not in answer.text
        answer = browser.get(f"/settings/profiles/new?from={text}")
        assert answer.status_code == 200

    def made(self, site: Any, browser: Any) -> str:
        browser.post("/settings/users/new", data=self.data(site))
        found: str = row(site, select(User.public_id).where(User.given_name == "Zoé"))[0]
        return found


class TestGroups:
    def test_made_filled_and_removed(self, site: Any, alice: Any, browser: Any) -> None:
        data = {"name": "Lyon", "members": [alice.public_id]}
        assert browser.post("/settings/groups/new", data=data).status_code == 303
        group = row(site, select(Group.public_id))[0]
        address = f"/settings/groups/{group}"
        held = filled(browser.get(address), address)
        assert held["members"] == [alice.public_id]
        held["name"], held["members"] = ["Lyon Est"], []

        assert browser.post(address, data=held).status_code == 303
        with site.reading() as ask:
            assert queries.list_groups(ask)[0].member_names == ()
        assert "Lyon Est" in said(browser.get(f"{address}/delete"))
        assert browser.post(f"{address}/delete").status_code == 303
        assert row(site, select(Group.id)) == []

    @pytest.mark.parametrize("field", ["name", "members"])
    def test_bad_texts_are_refused_or_stay_text(
        self, browser: Any, field: str, subtests: pytest.Subtests
    ) -> None:
        for number, text in enumerate(BAD_TEXTS):
            with subtests.test(text=text[:40]):
                data = {"name": f"Lyon {number}", field: text}
                answer = browser.post("/settings/groups/new", data=data)
                assert answer.status_code in {303, 422}
                listed = browser.get("/settings/groups")
                assert listed.status_code == 200
                assert "<script>alert" not in answer.text + listed.text


class TestProfiles:
    def test_cloned_then_set(self, site: Any, browser: Any) -> None:
        data = {"name": "Vendeur junior", "source": profile(site, "Commercial")}
        answer = browser.post("/settings/profiles/new", data=data)
        assert answer.status_code == 303
        address = answer.headers["location"]
        held = filled(browser.get(address), address)
        assert held["reach.core.client.read"] == [str(int(Reach.GROUP))]
        held["reach.core.client.read"] = ["1"]
        held["reach.core.client.export"] = ["0"]

        assert browser.post(address, data=held).status_code == 303

        with site.reading() as ask:
            made = queries.find_profile(ask, address.rpartition("/")[2])
            assert made is not None
            settled = queries.settled_reaches(ask, made.id)
        assert settled["core.client.read"] is Reach.OWN
        assert settled["core.client.export"] is Reach.NONE
        changes = row(site, select(Change.changes).where(Change.action == "set_reaches"))
        assert changes[-1] == {
            "core.client.read": ["group", "own"],
            "core.client.export": ["own", "none"],
        }

    def test_the_table_says_plugin_object_and_action(self, site: Any, browser: Any) -> None:
        answer = browser.get(f"/settings/profiles/{profile(site, 'Commercial')}")
        table = page(answer)
        assert next(one.text() for one in table.css(".matrix h2")) == "Onglet"
        rows = [one.text() for one in table.css(".matrix tbody th")]
        assert {"Clients", "Contacts", "Utilisateurs"} <= set(rows)
        select_ = table.css_first("select[name='reach.core.client.read']")
        words = [option.text() for option in select_.css("option")]
        assert words == ["Non", "Les siens", "Partagés", "Groupe", "Tous"]
        yes_no = table.css_first("select[name='reach.core.user.manage']")
        assert [option.text() for option in yes_no.css("option")] == ["Non", "Oui"]

    def test_a_search_narrows_the_table_and_saves_only_what_it_shows(
        self, site: Any, browser: Any
    ) -> None:
        address = f"/settings/profiles/{profile(site, 'Commercial')}"
        found = browser.get(f"{address}?q=export")
        names = [one.attributes["name"] for one in page(found).css("select[name^='reach.']")]
        assert names == ["reach.core.client.export"]
        held = filled(found, address) | {"reach.core.client.export": ["4"]}
        browser.post(address, data=held)
        after = filled(browser.get(address), address)
        assert after["reach.core.client.export"] == ["4"]
        assert after["reach.core.client.read"] == ["3"]

    def test_two_profiles_are_compared(self, site: Any, browser: Any) -> None:
        address = f"/settings/profiles/{profile(site, 'Commercial')}"
        other = profile(site, "Lecture seule")
        whole = browser.get(f"{address}?against={other}")
        assert page(whole).css(".differs")
        only = page(browser.get(f"{address}?against={other}&only=1"))
        assert len(only.css(".differs")) == len(only.css("select[name^='reach.']"))
        assert "autre" in only.css_first(".differs").text()

    @pytest.mark.parametrize("value", ["5", "-1", "x", "<b>", "1e9", "٣", "x" * 100_000])
    def test_a_reach_that_is_none_is_refused(self, site: Any, browser: Any, value: str) -> None:
        address = f"/settings/profiles/{profile(site, 'Commercial')}"
        held = filled(browser.get(address), address) | {"reach.core.client.read": [value]}
        assert browser.post(address, data=held).status_code == 422

    @pytest.mark.parametrize("field", ["name", "description", "source"])
    def test_bad_texts_are_refused_or_stay_text(
        self, browser: Any, field: str, subtests: pytest.Subtests
    ) -> None:
        for number, text in enumerate(BAD_TEXTS):
            with subtests.test(text=text[:40]):
                data = {"name": f"Neuf {number}", field: text}
                answer = browser.post("/settings/profiles/new", data=data)
                assert answer.status_code in {303, 422}
                listed = browser.get("/settings/profiles")
                assert listed.status_code == 200
                assert "<script>alert" not in answer.text + listed.text

    def test_one_that_is_used_is_not_removed(self, site: Any, alice: Any, browser: Any) -> None:
        used = row(site, select(Profile.public_id).join(User, User.profile_id == Profile.id))[0]
        browser.post(f"/settings/profiles/{used}/delete")
        unused = profile(site, "Comptabilité")
        browser.post(f"/settings/profiles/{unused}/delete")
        left = row(site, select(Profile.public_id))
        assert used in left
        assert unused not in left

    def test_a_refusal_loses_no_choice(self, site: Any, browser: Any) -> None:
        address = f"/settings/profiles/{profile(site, 'Commercial')}"
        held = filled(browser.get(address), address)
        held |= {"reach.core.client.read": ["1"], "name": ["Lecture seule"]}
        refused = browser.post(address, data=held)
        assert refused.status_code == 422
        assert filled(refused, address)["reach.core.client.read"] == ["1"]


class TestCompany:
    def test_kept_as_the_rules_write_it(self, site: Any, browser: Any) -> None:
        held = filled(browser.get("/settings/company"), "/settings/company")
        held |= {
            "core.company_name": ["  Ateliers   Rivegrise "],
            "core.company_legal_form": ["SAS"],
            "core.company_siren": ["732 829 320"],
            "core.company_vat_number": ["fr 44 732 829 320"],
            "core.company_postcode": ["69007"],
            "core.company_town": ["Lyon"],
            "core.default_locale": ["en"],
        }
        answer = browser.post("/settings/company", data=held)
        assert answer.status_code == 303, said(answer)
        with site.reading() as ask:
            assert service.get(ask, "core.company_name") == "Ateliers Rivegrise"
            assert service.get(ask, "core.company_siren") == "732829320"
            assert service.get(ask, "core.company_vat_number") == "FR44732829320"
            assert service.get(ask, "core.company_legal_form") == "5710"
        shown = filled(browser.get("/settings/company"), "/settings/company")
        assert shown["core.company_legal_form"][0].endswith("(5710)")
        assert shown["core.company_siren"] == ["732 829 320"]

    def test_the_firm_s_language_is_for_those_who_chose_none(self, site: Any, browser: Any) -> None:
        with site.working() as work:
            service.set(work, "core.default_locale", "en")
            work.session.get(User, 1).locale = ""
        assert page(browser.get("/account")).css_first("html").attributes["lang"] == "en"
        browser.headers["Accept-Language"] = "fr-FR,fr;q=0.9"
        assert page(browser.get("/account")).css_first("html").attributes["lang"] == "fr"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("core.company_siren", "732829321"),
            ("core.company_siret", "1"),
            ("core.company_siret", "35600000000048"),
            ("core.company_vat_number", "FR00000000000"),
            ("core.company_legal_form", "nonsense"),
            ("core.company_email", "rubbish"),
            ("core.company_phone", "1"),
            ("core.company_website", "javascript:alert(1)"),
            ("core.company_country", "ZZ"),
            ("core.company_postcode", "ABC"),
            ("core.company_name", "x" * 251),
            ("core.default_locale", "de"),
            ("core.default_zone", "Mars/Base"),
            ("core.client_reference_mask", "no number"),
        ],
    )
    def test_what_is_wrong_is_said_beside_its_field(
        self, site: Any, browser: Any, field: str, value: str
    ) -> None:
        data = {"core.company_siren": "732829320", "core.company_country": "FR", field: value}
        answer = browser.post("/settings/company", data=data)
        assert answer.status_code == 422
        wrong = page(answer).css_first(f"[name='{field}']")
        assert wrong.attributes.get("aria-invalid") == "true"
        with site.reading() as ask:
            assert not service.get_set(ask, [field, "core.company_siren"])

    @pytest.mark.parametrize(
        "field", ["core.company_name", "core.company_town", "core.company_line1"]
    )
    def test_bad_texts(self, browser: Any, field: str, subtests: pytest.Subtests) -> None:
        for text in BAD_TEXTS:
            with subtests.test(text=text[:40]):
                answer = browser.post("/settings/company", data={field: text})
                assert answer.status_code in {303, 422}
                assert "<script>alert" not in browser.get("/settings/company").text

    def test_the_logo_is_drawn_again(self, site: Any, browser: Any) -> None:
        sent = picture("PNG", (2000, 500)) + b"<script>alert(1)</script>"
        answer = browser.post("/settings/company", files={"logo": ("../x.pHp", sent, "text/html")})
        assert answer.status_code == 303
        shown = page(browser.get("/settings/company")).css_first("img.logo")
        logo = browser.get(shown.attributes["src"])
        assert (logo.status_code, logo.headers["content-type"]) == (200, "image/png")
        assert b"script" not in logo.content
        assert Image.open(io.BytesIO(logo.content)).size == (512, 128)
        assert site.browser().get(shown.attributes["src"]).status_code == 303

        browser.post("/settings/company", data={"clear.logo": "1"})
        assert browser.get(shown.attributes["src"]).status_code == 404

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"rubbish",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
            b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
        ],
    )
    def test_what_is_no_picture_is_refused(self, browser: Any, data: bytes) -> None:
        answer = browser.post("/settings/company", files={"logo": ("logo.png", data, "image/png")})
        assert answer.status_code == 422
        assert "n’est pas une image" in said(answer)

    def test_a_picture_that_would_fill_the_memory_is_refused(self, browser: Any) -> None:
        sent = picture("PNG", (6000, 6000))
        answer = browser.post("/settings/company", files={"logo": ("logo.png", sent, "image/png")})
        assert answer.status_code == 422

    def test_ten_megabytes_are_refused(self, browser: Any) -> None:
        files = {"logo": ("logo.png", b"x" * 10_000_000, "image/png")}
        assert browser.post("/settings/company", files=files).status_code == 413


class TestPluginPage:
    PATH = "/settings/pages/weather.settings"

    def test_values_of_every_kind_are_kept(self, site: Any, browser: Any) -> None:
        shown = filled(browser.get(self.PATH), self.PATH)
        assert shown["weather.town"] == ["Lyon"]
        assert shown["weather.unit"] == ["c"]
        data = {
            "weather.town": "Nantes",
            "weather.days": "1 000,0",
            "weather.key": "s3cret",
            "weather.unit": "k",
            "weather.alerts": "1",
        }
        assert browser.post(self.PATH, data=data).status_code == 303
        with site.reading() as ask:
            held = {key: service.get(ask, key) for key in data}
        assert held == {
            "weather.town": "Nantes",
            "weather.days": 1000,
            "weather.key": "s3cret",
            "weather.unit": "k",
            "weather.alerts": True,
        }
        changes = row(site, select(Change.changes).where(Change.subject == "core.setting"))
        assert changes[-1]["weather.key"] == ["", "***"]

    def test_a_secret_is_never_shown_and_stays_when_left_empty(
        self, site: Any, browser: Any
    ) -> None:
        browser.post(self.PATH, data={"weather.key": "s3cret", "weather.days": "2"})
        shown = browser.get(self.PATH)
        assert "s3cret" not in shown.text
        browser.post(self.PATH, data=filled(shown, self.PATH))
        with site.reading() as ask:
            assert service.get(ask, "weather.key") == "s3cret"
        browser.post(self.PATH, data={"clear.weather.key": "1"})
        with site.reading() as ask:
            assert service.get(ask, "weather.key") == ""

    def test_an_emptied_value_is_the_default_again(self, site: Any, browser: Any) -> None:
        browser.post(self.PATH, data={"weather.town": "Nantes", "weather.days": "2"})
        browser.post(self.PATH, data={"weather.town": " ", "weather.days": ""})
        with site.reading() as ask:
            assert service.get(ask, "weather.town") == "Lyon"
            assert service.get(ask, "weather.days") == 4

    @pytest.mark.parametrize(
        ("field", "value", "word"),
        [
            ("weather.days", "3", "Even numbers only"),
            ("weather.days", "many", "nombre"),
            ("weather.days", "1e400", "grand"),
            ("weather.days", "NaN", "nombre"),
            ("weather.days", "9" * 40, "grand"),
            ("weather.unit", "f", "liste"),
            ("weather.town", "x" * 5000, "trop long"),
            ("weather.days", "13", "Référence"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_kept(
        self, site: Any, browser: Any, field: str, value: str, word: str
    ) -> None:
        data = {"weather.town": "Nantes", "weather.days": "2", field: value}
        answer = browser.post(self.PATH, data=data)
        assert answer.status_code == 422
        assert word in page(answer).css_first(f"#s-{field.replace('.', '-')}-error").text()
        with site.reading() as ask:
            assert service.get_set(ask, ["weather.town", "weather.days"]) == {}

    def test_a_page_that_nobody_declares(self, browser: Any) -> None:
        for key in ("nobody.settings", "core.company", "weather", "%00"):
            assert browser.get(f"/settings/pages/{key}").status_code == 404


def picture(kind: str, size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind)
    return out.getvalue()
