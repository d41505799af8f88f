"""Nothing leaks from what is bundled: the short walk, on both databases."""

from __future__ import annotations

from pathlib import Path

from onglet.testing.kit import making_sites
from onglet.testing.leaks import walk

BUNDLED = Path(__file__).parent.parent / "plugins"
PLUGINS = {path.parent.name for path in BUNDLED.glob("*/pyproject.toml")}


def test_nothing_leaks_on_sqlite(tmp_path: Path, sqlite_url: str) -> None:
    with making_sites(tmp_path, sqlite_url) as make:
        site = make(installed=True)
        report = walk(site)
        walked = {item.name for item in site.host.loaded.plugins}

    assert report.is_clean, f"\n{report}"
    assert walked >= PLUGINS
    print(report.counts())


def test_nothing_leaks_on_postgresql(tmp_path: Path, postgresql_url: str) -> None:
    with making_sites(tmp_path, postgresql_url) as make:
        report = walk(make(installed=True), only=["own", "reader"])

    assert report.is_clean, f"\n{report}"
    print(report.counts())
