"""`python -m bench`: the rows at 10,000 and 200,000 clients (SCALE=full: a million too)."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bench import fields, hand_written, processes
from bench.asking import Asker
from bench.filling import LONG_PAST, ORDINARY, SHORT_PAST, fill, give_past, last_clients
from bench.rows import Row, at_least, at_most, p50, p95, paired, plain, report, timed
from bench.synthetic import twelve
from onglet.accounts.cookies import PLAIN_NAME
from onglet.host.discovery import Found, find_plugins, given_plugins
from onglet.rights.models import Membership
from onglet.shell.app import create_app
from onglet.shell.start import open_host
from onglet.testing import session
from onglet.testing.kit import Clock, Site
from onglet.testing.postgres import PostgresUnavailable
from onglet.testing.server import find_server

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = Path(__file__).with_name("results.json")
TIMES = 60
PART = {"HX-Request-Type": "partial"}
SEARCHES = (
    ("prefix", "mais"),
    ("infix", "ollin"),
    ("phone", "0612"),
    ("email", "contact@"),
    ("typo", "consiel"),
)


def main() -> None:
    sizes = [10_000, 200_000]
    if os.environ.get("SCALE") == "full":
        sizes.append(1_000_000)
    if os.environ.get("SCALE") == "small":
        sizes = [2_000]
    rows: list[Row] = processes.start_up()
    for engine in ("sqlite", "postgresql"):
        medians: list[float] = []
        for size in sizes:
            with _database(engine) as url:
                if url:
                    rows += _at(f"{engine} {size:,}", url, size, medians, last=size == sizes[-1])
                    report(rows, RESULTS)
        if len(medians) > 1:
            growth = medians[-1] / medians[0]
            rows.append(at_most(f"{engine} record page, growth with clients", growth, "x", 1.2))
    report(rows, RESULTS)


@contextmanager
def _database(engine: str) -> Iterator[str]:
    if engine == "sqlite":
        folder = tempfile.mkdtemp(prefix="onglet-bench-")
        yield f"sqlite:///{folder}/bench.sqlite"
        shutil.rmtree(folder)
        return
    try:
        server = find_server()
    except PostgresUnavailable as missing:
        print(missing)
        yield ""
        return
    url = server.create_database()
    yield url
    server.drop_database(url)


def _site(url: str, found: list[Found]) -> Site:
    # The hour of now: a server in a process of its own knows no other.
    clock = Clock(now=datetime.now(UTC))
    environ = {
        "ONGLET_DATA": tempfile.mkdtemp(prefix="onglet-bench-data-"),
        "ONGLET_DATABASE_URL": url,
        "ONGLET_EMBEDDED_WORKER": "false",
    }
    host = open_host(environ, found=found, clock=clock)
    host.migrate()
    return Site(host=host, clock=clock)


@dataclass
class Bench:
    """One database, asked by an administrator and by an ordinary colleague."""

    label: str
    site: Site

    def __post_init__(self) -> None:
        self.app = create_app(self.site.host)
        self.boss_cookie = self._cookie(self.site.user(all_rights=True))
        with self.site.reading() as ask:
            groups = tuple(ask.session.scalars(select(Membership.group_id).distinct().limit(3)))
        self.boss = Asker(self.app, self.boss_cookie)
        ordinary = self.site.user(reaches=ORDINARY, groups=groups)
        self.ordinary = Asker(self.app, self._cookie(ordinary))

    def _cookie(self, user: Any) -> str:
        return f"{PLAIN_NAME}={self.site.browser(user).cookies[PLAIN_NAME]}"

    def hand_written(self, address: str, headers: dict[str, str] | None = None) -> tuple[Any, Any]:
        """Give the same page written by hand, and what was recorded of ours."""
        assert self.boss.get(address, headers).status == 200, address
        with hand_written.recording(self.site.host) as recorded:
            self.boss.get(address, headers)
        return Asker(hand_written.application(self.site.host, recorded)), recorded


def _at(label: str, url: str, size: int, medians: list[float], *, last: bool) -> list[Row]:
    print(f"{label}: filling", flush=True)
    filling = _site(url, [])
    rows = [at_least(f"{label} clients written in bulk", fill(filling, size), "rows/s", 2500)]
    filling.close()
    print(f"{label}: measuring", flush=True)
    site = _site(url, find_plugins())
    bench = Bench(label, site)
    big, small = last_clients(site, 2)
    give_past(site, big[0], LONG_PAST)
    give_past(site, small[0], SHORT_PAST)
    rows += _record(bench, big[1], small[1], medians)
    rows += _lists(bench)
    rows += _searches(bench)
    rows += _layer(label, url, big[1])
    rows += fields.rows(site, label, f"/clients/{big[1]}/information", size)
    if last:
        data = tempfile.mkdtemp(prefix="onglet-bench-serve-")
        page = f"/clients/{big[1]}/information"
        by_hand, _recorded = bench.hand_written(page)
        told = [
            *processes.memory(url, data, page, bench.boss_cookie),
            *processes.throughput(site.host, by_hand.app, url, data, page, bench.boss_cookie),
            *processes.first_load(url, data, page, bench.boss_cookie),
        ]
        rows += [_named(row, label) for row in told]
    site.close()
    return rows


def _named(row: Row, label: str) -> Row:
    return replace(row, name=f"{label} {row.name}")


def _record(bench: Bench, big: str, small: str, medians: list[float]) -> list[Row]:
    label, boss = bench.label, bench.boss
    page = f"/clients/{big}/information"
    by_hand, recorded = bench.hand_written(page)
    taken = timed(lambda: boss.get(page), TIMES)
    medians.append(p50(taken))
    ratio = paired(lambda: boss.get(page), lambda: by_hand.get("/page"), TIMES)
    few = f"/clients/{small}/activity"
    many = f"/clients/{big}/activity"
    past = paired(lambda: boss.get(many), lambda: boss.get(few), TIMES)
    tab, drawn = bench.hand_written(many, PART)
    part = paired(lambda: boss.get(many, PART), lambda: tab.get("/page"), TIMES)
    return [
        plain(f"{label} record page p50", p50(taken), "ms"),
        at_most(f"{label} record page against hand-written", ratio, "x", 2.0),
        at_most(f"{label} record page statements", len(recorded.statements), "", 8),
        at_most(f"{label} page of 50,000 entries against 50", past, "x", 1.2),
        plain(f"{label} tab p50", p50(timed(lambda: boss.get(many, PART), TIMES)), "ms"),
        at_most(f"{label} tab against hand-written", part, "x", 2.0),
        at_most(f"{label} tab's own statements", len(drawn.statements) - 2, "", 3),
    ]


def _lists(bench: Bench) -> list[Row]:
    label = bench.label
    by_hand, _recorded = bench.hand_written("/clients")
    bench.ordinary.get("/clients")
    with hand_written.recording(bench.site.host) as recorded:
        bench.ordinary.get("/clients")
    ordinary = timed(lambda: bench.ordinary.get("/clients"), TIMES)
    plains = timed(lambda: by_hand.get("/page"), TIMES)
    counted = [one for one in recorded.statements if one.sql.startswith("SELECT count(")]
    return [
        plain(f"{label} list, ordinary user, p95", p95(ordinary), "ms"),
        at_most(f"{label} list against hand-written", p95(ordinary) / p95(plains), "x", 3.0),
        at_most(f"{label} list statements", len(recorded.statements), "", 4),
        at_most(f"{label} capped count", _in_database(bench, counted), "ms", 5.0),
    ]


def _searches(bench: Bench) -> list[Row]:
    rows = []
    for what, text in SEARCHES:
        address = f"/search?q={text}"
        bench.boss.get(address)
        with hand_written.recording(bench.site.host) as recorded:
            bench.boss.get(address)
        own = [one for one in recorded.statements if "core_sign_in" not in one.sql]
        limit = 300 if what == "typo" else 30
        taken = _in_database(bench, own, at=p95)
        rows.append(at_most(f"{bench.label} search, {what}, p95", taken, "ms", limit))
    return rows


def _in_database(bench: Bench, statements: list[Any], at: Any = p50) -> float:
    """Milliseconds that statements take together, run again on a connection of their own."""
    with bench.site.host.database.reads.connect() as connection:
        return float(at(timed(lambda: [one.run(connection) for one in statements], TIMES)))


def _layer(label: str, url: str, public_id: str) -> list[Row]:
    """The page with twelve plugins against the same page without."""
    page = f"/clients/{public_id}/information"
    bare = Bench(label, _site(url, []))
    full = Bench(label, _site(url, given_plugins(twelve())))
    alone, carried = [], []
    for _ in range(TIMES):  # in turn, so that a drifting machine weighs on both
        alone += timed(lambda: bare.boss.get(page), 1, warm=0)
        carried += timed(lambda: full.boss.get(page), 1, warm=0)
    extras = timed(lambda: full.boss.get(f"/clients/{public_id}/-/extras", PART), TIMES)
    rows = [
        at_most(f"{label} plugin layer, 12 plugins", p50(carried) - p50(alone), "ms", 1.0),
        at_most(f"{label} later parts of 12 plugins p50", p50(extras), "ms", 10.0),
    ]
    bare.site.close()
    full.site.close()
    return rows


if __name__ == "__main__":
    around = session.begin()
    try:
        main()
    finally:
        session.end(around)
