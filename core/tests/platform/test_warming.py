"""Templates are ready before somebody waits for them, and stay so from one start to the next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from core.tests.platform import sinners, staged
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from starlette.testclient import TestClient

from onglet.shell.app import create_app
from onglet.testing.kit import MakeSite, Site
from onglet.ui import warming


def served(site: Site) -> Site:
    """The service starts, and has made its templates ready when it stops."""
    with TestClient(create_app(site.host)):
        site.host.warming.wait()
    return site


def shows_the_record(page: Any) -> bool:
    """Whether a page is the record of the client, its values included."""
    shown = HTMLParser(page.text)
    name = shown.css_first("h1 .record-name")
    return name is not None and name.text() == "Maison Test" and bool(shown.css(".kv-line"))


def shows_the_form(page: Any) -> bool:
    """Whether a page asks who is there."""
    fields = {one.attributes.get("name") for one in HTMLParser(page.text).css("main input")}
    return {"email", "password"} <= fields


def refuse(*_args: Any, **_more: Any) -> Any:
    raise AssertionError("nothing is left to compile")


def test_nothing_is_compiled_once_the_service_has_started(
    deployment: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = deployment(sinners.honest())
    site.host.warming.start()
    site.host.warming.wait()
    monkeypatch.setattr(site.host.interface.environment, "compile", refuse)

    page = site.browser(site.user(all_rights=True)).get(f"{site.client().href}/information")

    assert shows_the_record(page)


def test_the_next_start_compiles_nothing(
    deployment: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = str(tmp_path / "data")
    monkeypatch.setattr(warming, "IN_PROCESS", {})
    served(deployment(ONGLET_DATA=data))
    monkeypatch.setattr(warming, "IN_PROCESS", {})  # as in another process
    again = deployment(ONGLET_DATA=data)
    monkeypatch.setattr(again.host.interface.environment, "compile", refuse)

    page = again.browser(again.user(all_rights=True)).get(f"{again.client().href}/information")

    assert shows_the_record(page)


def test_a_broken_template_of_a_plugin_costs_the_start_nothing(
    deployment: MakeSite, tmp_path: Path
) -> None:
    torn = staged.stage(tmp_path, "torn")
    templates = torn.place / "templates" / "torn"
    templates.mkdir(parents=True)
    (templates / "tab.html").write_text("{% if %}")
    site = deployment(found=[torn])

    site.host.warming.start()
    site.host.warming.wait()

    assert site.host.is_on("torn")
    assert shows_the_form(site.browser().get("/sign-in"))
    browser = site.browser(site.user(all_rights=True))
    assert shows_the_record(browser.get(f"{site.client().href}/information"))


def test_a_data_folder_that_keeps_no_templates_is_no_obstacle(
    deployment: MakeSite, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    in_the_way = tmp_path / "data" / "templates"
    in_the_way.write_text("in the way")

    site = served(deployment(ONGLET_DATA=str(tmp_path / "data")))

    assert shows_the_form(site.browser().get("/sign-in"))
    assert in_the_way.read_text() == "in the way"
