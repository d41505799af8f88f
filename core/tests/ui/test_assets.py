"""Static files: addresses by content, right headers, nothing outside the folder, no lost icon."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from onglet.ui.assets import Assets
from onglet.ui.icons import IconRefused
from onglet.ui.packages import CORE, UiPackage

if TYPE_CHECKING:
    from pathlib import Path

ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M1 1h2"/></svg>'


@pytest.fixture
def plugin(tmp_path: Path) -> UiPackage:
    for room in ("static/vendor", "icons", "templates"):
        (tmp_path / room).mkdir(parents=True)
    (tmp_path / "static" / "board.js").write_text("export const a = 1;")
    (tmp_path / "static" / "board.css").write_text('.p-board { background: url("vendor/dot.svg") }')
    (tmp_path / "static" / "vendor" / "dot.svg").write_text("<svg/>")
    (tmp_path / "icons" / "lane.svg").write_text(ICON)
    (tmp_path / "templates" / "tab.html").write_text(
        "{{ ui.icon('gavel') }}{{ ui.icon('board-lane') }}"
    )
    (tmp_path / "secret.txt").write_text("no")
    return UiPackage(name="board", folder=tmp_path)


def client(assets: Assets) -> TestClient:
    return TestClient(Starlette(routes=[Mount("/static", assets)]))


def test_an_address_changes_with_the_content_and_the_old_one_is_gone(plugin: UiPackage) -> None:
    before = Assets((CORE, plugin)).url("board.js", "board")
    (plugin.static / "board.js").write_text("export const a = 2;")
    after = Assets((CORE, plugin))
    assert before != after.url("board.js", "board")
    assert client(after).get(before).status_code == 404


def test_files_are_kept_for_a_year_and_packed(plugin: UiPackage) -> None:
    assets = Assets((CORE, plugin))
    answer = client(assets).get(assets.url("board.js", "board"))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["content-encoding"] == "gzip"
    plain = client(assets).get(assets.css_url, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers


def test_an_unchanged_file_is_not_sent_again(plugin: UiPackage) -> None:
    assets = Assets((CORE, plugin))
    first = client(assets).get("/static/onglet/v1/onglet.js")
    assert "immutable" not in first.headers["cache-control"]
    assert assets.url("onglet.js") in first.text
    again = client(assets).get(
        "/static/onglet/v1/onglet.js", headers={"If-None-Match": first.headers["etag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    "name", ["../secret.txt", "..%2fsecret.txt", "vendor/", "", "nothing.js", "a%00b"]
)
def test_nothing_outside_the_folder_is_served(plugin: UiPackage, name: str) -> None:
    assets = Assets((CORE, plugin))
    folder = assets.url("board.js", "board").removesuffix("board.js")
    assert client(assets).get(folder + name).status_code == 404


def test_only_reading_is_allowed() -> None:
    assets = Assets()
    assert client(assets).post(assets.css_url).status_code == 405
    assert client(assets).head(assets.css_url).status_code == 200


def test_a_file_that_does_not_exist_is_an_error_where_it_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.js"):
        Assets().url("nothing.js")


def test_plugin_css_comes_last_in_its_layer_with_absolute_addresses(plugin: UiPackage) -> None:
    assets = Assets((CORE, plugin))
    css = client(assets).get(assets.css_url).text
    assert css.startswith("@layer reset, tokens, base, kit, shell, record, plugins;")
    assert assets.url("vendor/dot.svg", "board") in css
    assert css.index("@layer plugins {") < css.index(".p-board")


def test_the_sprite_holds_what_is_named_anywhere(plugin: UiPackage) -> None:
    assets = Assets((CORE, plugin), named_icons=["trophy"])
    sprite = client(assets).get(assets.sprite_url).text
    for name in ("gavel", "board-lane", "trophy", "point"):
        assert f'id="{name}"' in sprite
    assert 'id="barcode"' not in sprite


def test_an_unknown_icon_never_breaks_a_page() -> None:
    assets = Assets()
    assert assets.icon_url("no-such-icon").endswith("#point")


@pytest.mark.parametrize(
    "svg",
    [
        '<svg viewBox="0 0 16 16"><path d="M1 1"/></svg>',
        "not an svg",
        '<svg viewBox="0 0 24 24"><script>alert(1)</script></svg>',
        '<svg viewBox="0 0 24 24"><path onclick="x()" d="M1 1"/></svg>',
        '<svg viewBox="0 0 24 24"><use href="https://elsewhere.example/#a"/></svg>',
    ],
)
def test_a_bad_icon_is_refused(plugin: UiPackage, svg: str) -> None:
    (plugin.icons / "bad.svg").write_text(svg)
    with pytest.raises(IconRefused, match=r"bad\.svg"):
        Assets((CORE, plugin))


def test_what_others_made_is_what_they_published() -> None:
    folder = CORE.static / "vendor"
    listed = tomllib.loads((folder / "VENDORED.toml").read_text(encoding="utf-8"))["file"]
    for entry in listed:
        digest = hashlib.sha384((folder / entry["path"]).read_bytes()).digest()
        assert entry["sha384"] == f"sha384-{base64.b64encode(digest).decode()}", entry["path"]
        assert (folder / entry["licence_file"]).read_text(encoding="utf-8").strip()
    known = {entry["path"] for entry in listed} | {entry["licence_file"] for entry in listed}
    assert {path.name for path in folder.iterdir()} - known == {"VENDORED.toml"}
