"""The loyalty card, tried as its author would: with the kit that the core ships."""

from example_loyalty.plugin import Loyalty

from onglet.api import Reach
from onglet.testing.leaks import assert_no_leaks


def test_points_are_given_by_the_form_and_shown(deployment):
    site = deployment(Loyalty())
    client = site.client("Maison Verdier")
    browser = site.browser(site.user(all_rights=True))

    answer = browser.post(f"{client.href}/loyalty/points", data={"points": "30", "reason": "Fête"})
    page = browser.get(f"{client.href}/loyalty").text

    assert answer.status_code == 303
    assert "30 points" in page
    assert "Fête" in page


def test_a_form_that_is_not_right_comes_back_as_typed(deployment):
    site = deployment(Loyalty())
    browser = site.browser(site.user(all_rights=True))

    answer = browser.post(
        f"{site.client().href}/loyalty/points", data={"points": "a lot", "reason": "Kept"}
    )

    assert answer.status_code == 422
    assert "a lot" in answer.text
    assert "Kept" in answer.text


def test_the_action_is_there_once_and_the_badge_and_figure_follow(deployment):
    site = deployment(Loyalty())
    client = site.client()
    browser = site.browser(site.user(all_rights=True))

    assert "points de bienvenue" in browser.get(f"{client.href}/-/extras").text
    browser.post(f"{client.href}/-/actions/loyalty.welcome", data={})
    extras = browser.get(f"{client.href}/-/extras").text

    assert "loyalty.welcome" not in extras
    assert ">50<" in extras
    assert "50" in browser.get(f"{client.href}/statistics").text


def test_another_s_card_is_neither_seen_nor_written(deployment):
    site = deployment(Loyalty())
    owner = site.user(reaches={"core.client.read": Reach.OWN})
    stranger = site.user(reaches={"core.client.read": Reach.OWN})
    reader = site.user(reaches={"core.client.read": Reach.ALL, "loyalty.points.read": Reach.NONE})
    client = site.client(owner=owner)
    address = f"{client.href}/loyalty/points"
    form = {"points": "5", "reason": "x"}

    assert site.browser(stranger).post(address, data=form).status_code == 404
    assert site.browser(reader).post(address, data=form).status_code == 403
    assert site.browser(reader).get(f"{client.href}/loyalty").status_code == 404
    assert site.browser(owner).post(address, data=form).status_code == 303


def test_nothing_leaks(deployment):
    assert_no_leaks(deployment(Loyalty()), about="loyalty")
