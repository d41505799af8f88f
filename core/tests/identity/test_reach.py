"""Postcodes, telephones, e-mail, web and social addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onglet.identity import Invalid, email, phone, postcode, social, website
from onglet.identity.phone import Kind
from onglet.identity.social import Network


def code_of(check, *args) -> str:
    with pytest.raises(Invalid) as caught:
        check(*args)
    assert str(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    ("code", "department", "territory"),
    [
        ("01000", "01", "FR"),
        ("75008", "75", "FR"),
        ("20000", "2A", "FR"),
        ("20137", "2A", "FR"),
        ("20200", "2B", "FR"),
        ("20620", "2B", "FR"),
        ("97110", "971", "GP"),
        ("97133", "977", "BL"),
        ("97150", "978", "MF"),
        ("97200", "972", "MQ"),
        ("97300", "973", "GF"),
        ("97400", "974", "RE"),
        ("97500", "975", "PM"),
        ("97600", "976", "YT"),
        ("98600", "986", "WF"),
        ("98714", "987", "PF"),
        ("98800", "988", "NC"),
        ("98000", "", "MC"),
        ("00100", "", "FR"),
    ],
)
def test_a_postcode_tells_department_and_territory(code, department, territory):
    assert postcode.validate(code) == code
    assert postcode.department_of(code) == department
    assert postcode.territory_of(code) == territory


def test_a_commune_tells_its_department_for_sure():
    assert postcode.department_of_commune("2A004") == "2A"
    assert postcode.department_of_commune("57463") == "57"
    assert postcode.department_of_commune("97411") == "974"
    assert postcode.department_of_commune("x") == ""


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("1000", "FR", "postcode.zero"),
        ("750", "FR", "postcode.digits"),
        ("7500A", "FR", "postcode.digits"),
        ("99000", "FR", "postcode.department"),
        ("97900", "FR", "postcode.department"),
        ("75008", "BE", "postcode.country"),
        ("#!", "JP", "postcode.country"),
    ],
)
def test_a_wrong_postcode_says_why(text, country, code):
    assert code_of(postcode.validate, text, country) == code


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("75 008", "FR", "75008"),
        ("1000", "BE", "1000"),
        ("sw1a 1aa", "GB", "SW1A 1AA"),
        ("1012 ab", "NL", "1012 AB"),
        ("100-0001", "JP", "100-0001"),
        ("98000", "MC", "98000"),
    ],
)
def test_a_postcode_is_read_as_its_country_writes_it(text, country, expected):
    assert postcode.validate(text, country) == expected
    assert postcode.validate(postcode.format(expected, country), country) == expected


def test_a_cedex_is_apart_from_its_town():
    assert postcode.split_cedex("Paris  cedex 08") == ("Paris", "CEDEX 08")
    assert postcode.split_cedex("METZ CEDEX") == ("METZ", "CEDEX")
    assert postcode.split_cedex("Cédexville") == ("Cédexville", "")


@pytest.mark.parametrize(
    ("text", "region", "e164", "kind"),
    [
        ("01 23 45 67 89", "FR", "+33123456789", Kind.FIXED),
        ("01.23.45.67.89", "FR", "+33123456789", Kind.FIXED),
        ("+33 (0)1 23 45 67 89", "FR", "+33123456789", Kind.FIXED),
        ("0033 1 23 45 67 89", "FR", "+33123456789", Kind.FIXED),
        ("Tél. : 06 12 34 56 78", "FR", "+33612345678", Kind.MOBILE),
        ("tel:+33612345678", "FR", "+33612345678", Kind.MOBILE),
        ("06 39 98 12 34", "FR", "+33639981234", Kind.MOBILE),
        ("01 99 00 12 34", "FR", "+33199001234", Kind.FIXED),
        ("0692 12 34 56", "RE", "+262692123456", Kind.MOBILE),
        ("0692 12 34 56", "FR", "+262692123456", Kind.MOBILE),
        ("01 23 45 67 89", "RE", "+33123456789", Kind.FIXED),
        ("0800 00 00 00", "FR", "+33800000000", Kind.FREE),
        ("020 7031 3000", "GB", "+442070313000", Kind.FIXED),
        ("+32 2 555 12 12", "FR", "+3225551212", Kind.FIXED),
        ("٠١٢٣٤٥٦٧٨٩", "FR", "+33123456789", Kind.FIXED),
    ],
)
def test_a_number_is_read_in_the_region_of_its_address(text, region, e164, kind):
    found = phone.parse(text, region)
    assert (found.e164, found.kind) == (e164, kind)
    assert phone.validate(phone.format(e164, region), region) == e164


def test_the_region_of_a_number_follows_the_postcode():
    assert phone.region_of("FR", "97400") == "RE"
    assert phone.region_of("FR", "75008") == "FR"
    assert phone.region_of("BE", "1000") == "BE"
    assert phone.region_of() == "FR"


def test_a_number_is_national_at_home_and_international_elsewhere():
    assert phone.format("+33123456789") == "01\u00a023\u00a045\u00a067\u00a089"
    assert phone.format("+33123456789", "BE") == "+33\u00a01\u00a023\u00a045\u00a067\u00a089"
    assert phone.format("pas un numéro") == "pas un numéro"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "phone.characters"),
        ("01 23 45 67 89 poste 12", "phone.extension"),
        ("01 23 45 67 89 p. 12", "phone.extension"),
        ("0123456789#12", "phone.extension"),
        ("1-800-FLOWERS", "phone.characters"),
        ("12", "phone.short"),
        ("09 99 99 99 99 99", "phone.country"),
        ("01 23 45 67", "phone.country"),
        ("0" * 61, "too_long"),
    ],
)
def test_a_wrong_number_says_why(text, code):
    assert code_of(phone.validate, text) == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jean@exemple.fr", "jean@exemple.fr"),
        (" Jean.Dupont@EXEMPLE.FR ", "Jean.Dupont@exemple.fr"),
        ("Jean Dupont <jean@exemple.fr>", "jean@exemple.fr"),
        ("mailto:jean@exemple.fr", "jean@exemple.fr"),
        ("<jean@exemple.fr>;", "jean@exemple.fr"),
        ("jean+onglet@exemple.fr", "jean+onglet@exemple.fr"),
        ("élise@exemple.fr", "élise@exemple.fr"),
        ("jean@exemple-société.fr", "jean@exemple-société.fr"),
        ("contact@garage.example", "contact@garage.example"),
    ],
)
def test_an_address_is_read_bare(text, expected):
    assert email.validate(text) == expected
    assert email.validate(email.format(expected)) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "email.at"),
        ("jean", "email.at"),
        ("jean@exemple.fr, paul@exemple.fr", "email.several"),
        ("jean@@exemple.fr", "email.several"),
        ("jean dupont@exemple.fr", "email.space"),
        ("jean@exemple", "email.domain"),
        ("@exemple.fr", "email.syntax"),
        ("jean..dupont@exemple.fr", "email.syntax"),
        ("jean@-exemple.fr", "email.syntax"),
        ("a" * 400 + "@exemple.fr", "too_long"),
    ],
)
def test_a_wrong_address_says_why(text, code):
    assert code_of(email.validate, text) == code


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a@gmial.com", "a@gmail.com"),
        ("a@gmail.con", "a@gmail.com"),
        ("a@gmail.fr", "a@gmail.com"),
        ("a@hotmial.fr", "a@hotmail.fr"),
        ("a@ornage.fr", "a@orange.fr"),
        ("a@wanado.fr", "a@wanadoo.fr"),
        ("a@exemple.con", "a@exemple.com"),
        ("a@gmail.com", ""),
        ("a@mail.com", ""),
        ("a@sfl.fr", ""),
        ("a@exemple.fr", ""),
        ("gmial.com", ""),
        ("", ""),
    ],
)
def test_a_slip_in_a_usual_domain_is_seen(text, meant):
    assert email.suggest(text) == meant


@given(st.sampled_from(sorted(email.KNOWN_DOMAINS)))
def test_no_usual_domain_is_taken_for_another(domain):
    assert email.suggest(f"a@{domain}") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exemple.fr", "https://exemple.fr"),
        ("HTTP://WWW.Exemple.FR/", "http://www.exemple.fr"),
        ("//exemple.fr/a", "https://exemple.fr/a"),
        ("https://exemple.fr:443/a?b=c#d", "https://exemple.fr/a?b=c#d"),
        ("exemple.fr:8080", "https://exemple.fr:8080"),
        ("exemple.fr/a b", "https://exemple.fr/a%20b"),
        ('exemple.fr/"><script>', "https://exemple.fr/%22%3E%3Cscript%3E"),
        ("société-générale.fr", "https://société-générale.fr"),
        ("https://exemple.fr/%C3%A9t%C3%A9", "https://exemple.fr/%C3%A9t%C3%A9"),
    ],
)
def test_a_web_address_is_made_whole_and_safe(text, expected):
    assert website.validate(text) == expected
    assert website.validate(expected) == expected
    assert website.validate(website.format(expected)) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "website.scheme"),
        ("javascript:alert(1)", "website.scheme"),
        ("JaVaScRiPt:alert(1)", "website.scheme"),
        ("java\u200bscript:alert(1)", "website.scheme"),
        ("data:text/html,x", "website.scheme"),
        ("ftp://exemple.fr", "website.scheme"),
        ("https:exemple.fr", "website.scheme"),
        ("exemple", "website.host"),
        ("https://", "website.host"),
        ("https://exemple..fr", "website.host"),
        ("https://[::1", "website.host"),
        ("https://127.0.0.1/", "website.host"),
        ("https://exemple.fr:99999/", "website.host"),
        ("https://exemple.fr@pirate.example/", "website.password"),
        ("mon site.fr", "website.space"),
        ("exemple.fr/" + "a" * 3000, "too_long"),
    ],
)
def test_a_wrong_web_address_says_why(text, code):
    assert code_of(website.validate, text) == code


@pytest.mark.parametrize(
    ("network", "texts", "expected"),
    [
        (
            Network.X,
            ["@Exemple", "Exemple", "twitter.com/Exemple", "https://mobile.x.com/Exemple/status/1"],
            "https://x.com/Exemple",
        ),
        (
            Network.FACEBOOK,
            [
                "Exemple.fr",
                "fr-fr.facebook.com/Exemple.fr/",
                "https://m.facebook.com/Exemple.fr?a=b",
            ],
            "https://www.facebook.com/Exemple.fr",
        ),
        (
            Network.FACEBOOK,
            ["https://www.facebook.com/profile.php?id=100012345", "100012345"],
            "https://www.facebook.com/100012345",
        ),
        (
            Network.FACEBOOK,
            ["https://www.facebook.com/pages/Exemple/123456"],
            "https://www.facebook.com/pages/Exemple/123456",
        ),
        (
            Network.LINKEDIN,
            ["exemple", "company/exemple", "https://fr.linkedin.com/company/exemple/about/?x=1"],
            "https://www.linkedin.com/company/exemple",
        ),
        (
            Network.LINKEDIN,
            ["in/rené-exemple", "https://www.linkedin.com/in/ren%C3%A9-exemple/"],
            "https://www.linkedin.com/in/ren%C3%A9-exemple",
        ),
        (
            Network.VIADEO,
            ["p/0021abc", "https://www.viadeo.com/p/0021abc", "0021abc"],
            "https://www.viadeo.com/p/0021abc",
        ),
    ],
)
def test_a_page_has_one_address_however_typed(network, texts, expected):
    for text in texts:
        assert social.validate(text, network) == expected
    assert social.validate(expected, network) == expected
    assert social.validate(social.format(expected, network), network) == expected


@pytest.mark.parametrize(
    ("text", "network", "code"),
    [
        ("", Network.X, "social.page"),
        ("https://x.com/", Network.X, "social.page"),
        ("https://x.com/home", Network.X, "social.page"),
        ("https://twitter.com/intent/tweet?text=a", Network.X, "social.page"),
        ("un nom trop long pour X", Network.X, "social.page"),
        ("https://www.facebook.com/sharer/sharer.php?u=a", Network.FACEBOOK, "social.page"),
        ("https://exemple.fr/Exemple", Network.FACEBOOK, "social.network"),
        ("https://facebook.com.pirate.example/a", Network.FACEBOOK, "social.network"),
        ("javascript://x.com/%0aalert(1)", Network.X, "social.network"),
        ("https://www.linkedin.com/feed/", Network.LINKEDIN, "social.page"),
    ],
)
def test_what_is_no_page_of_the_network_says_why(text, network, code):
    assert code_of(social.validate, text, network) == code
