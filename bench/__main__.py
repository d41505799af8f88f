"""`python -m bench`: the rows at 10,000 and 200,000 clients (SCALE=full: a million too)."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from bench import hand_written
from bench.rows import Row, at_least, at_most, p50, p95, paired, plain, report, timed
from bench.synthetic import twelve
from onglet import demo
from onglet.clients.models import Client
from onglet.contributions import Reach
from onglet.host.discovery import Found, find_plugins, given_plugins
from onglet.shell import demo_data
from onglet.shell.start import open_host
from onglet.testing import session
from onglet.testing.kit import Clock, Site
from onglet.testing.postgres import PostgresUnavailable
from onglet.testing.server import find_server

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = Path(__file__).with_name("results.json")
TIMES = 60
ORDINARY = {"core.client.read": Reach.GROUP, "core.client.edit": Reach.GROUP}


def main() -> None:
    sizes = [10_000, 200_000]
    if os.environ.get("SCALE") == "full":
        sizes.append(1_000_000)
    if os.environ.get("SCALE") == "small":
        sizes = [2_000]
    rows: list[Row] = []
    for engine in ("sqlite", "postgresql"):
        medians: list[float] = []
        for size in sizes:
            with _database(engine) as url:
                rows += _at(f"{engine} {size:,}", url, size, medians)
        if len(medians) > 1:
            growth = medians[-1] / medians[0]
            rows.append(at_most(f"{engine} record page, growth with clients", growth, "x", 1.2))
    rows += _process()
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
        return
    url = server.create_database()
    yield url
    server.drop_database(url)


def _site(url: str, found: list[Found]) -> Site:
    clock = Clock()
    environ = {
        "ONGLET_DATA": tempfile.mkdtemp(prefix="onglet-bench-data-"),
        "ONGLET_DATABASE_URL": url,
        "ONGLET_EMBEDDED_WORKER": "false",
    }
    host = open_host(environ, found=found, clock=clock)
    host.migrate()
    return Site(host=host, clock=clock)


def _at(label: str, url: str, size: int, medians: list[float]) -> list[Row]:
    print(f"{label}: filling", flush=True)
    site = _site(url, find_plugins())
    started = time.perf_counter()
    clients = demo.generate(
        demo.Scale(clients=size, with_company_ids=False), 1, site.clock().date()
    )
    demo_data.fill(site.host, clients, count=size)
    speed = size / (time.perf_counter() - started)
    rows = [at_least(f"{label} clients written in bulk", speed, "rows/s", 2500)]
    with site.reading() as ask:
        public_id = ask.session.scalars(
            select(Client.public_id).order_by(Client.id.desc()).limit(1)
        ).one()
    boss = site.browser(site.user(all_rights=True))
    page = f"/clients/{public_id}/information"
    with hand_written.recording(site.host) as recorded:
        answer = boss.get(page)
    assert answer.status_code == 200, answer.text
    plain_page = hand_written.browser(site.host, recorded)
    taken = timed(lambda: boss.get(page), TIMES)
    medians.append(p50(taken))
    rows.append(plain(f"{label} record page p50", p50(taken), "ms"))
    rows.append(
        at_most(
            f"{label} record page against hand-written",
            paired(lambda: boss.get(page), lambda: plain_page.get("/page"), TIMES),
            "x",
            2.0,
        )
    )
    rows.append(plain(f"{label} record page statements", len(recorded.statements), ""))
    part = {"HX-Request-Type": "partial"}
    rows.append(
        plain(f"{label} tab p50", p50(timed(lambda: boss.get(page, headers=part), TIMES)), "ms")
    )
    rows += _lists(label, site)
    rows += _layer(label, url, public_id)
    site.close()
    return rows


def _lists(label: str, site: Site) -> list[Row]:
    group = site.group("bench")
    ordinary = site.browser(site.user(reaches=ORDINARY, groups=(group,)))
    boss = site.browser(site.user(all_rights=True))
    rows = []
    for who, browser in (("ordinary user", ordinary), ("every right", boss)):
        taken = timed(lambda b=browser: b.get("/clients"), TIMES)
        rows.append(plain(f"{label} list, {who}, p95", p95(taken), "ms"))
    for what, text in (("prefix", "mais"), ("infix", "ollin"), ("typo", "consiel")):
        taken = timed(lambda t=text: boss.get(f"/search?q={t}"), 20)
        rows.append(plain(f"{label} search, {what}, p95", p95(taken), "ms"))
    return rows


def _layer(label: str, url: str, public_id: str) -> list[Row]:
    """The page with twelve plugins against the same page without."""
    bare, full = _site(url, []), _site(url, given_plugins(twelve()))
    without, loaded = bare.browser(bare.user(all_rights=True)), None
    page = f"/clients/{public_id}/information"
    alone = timed(lambda: without.get(page), TIMES)
    loaded = full.browser(full.user(all_rights=True))
    carried = timed(lambda: loaded.get(page), TIMES)
    extras = timed(lambda: loaded.get(f"/clients/{public_id}/-/extras"), TIMES)
    rows = [
        at_most(f"{label} plugin layer, 12 plugins", p50(carried) - p50(alone), "ms", 1.0),
        at_most(f"{label} later parts of 12 plugins p50", p50(extras), "ms", 10.0),
    ]
    bare.close()
    full.close()
    return rows


def _process() -> list[Row]:
    """Start-up and memory, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "ONGLET_DATA": folder, "ONGLET_EMBEDDED_WORKER": "false"}
        onglet = Path(sys.executable).with_name("onglet")
        subprocess.run([onglet, "migrate"], env=environ, check=True)
        script = (
            "import time, resource; t = time.perf_counter();"
            "from onglet.shell.start import app; from starlette.testclient import TestClient;"
            "b = TestClient(app()); b.get('/healthz'); took = time.perf_counter() - t;"
            "[b.get('/sign-in') for _ in range(1000)];"
            "print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
        )
        found = []
        for _ in range(3):
            done = subprocess.run(
                [sys.executable, "-c", script],
                env=environ,
                check=True,
                capture_output=True,
                text=True,
            )
            found.append([float(text) for text in done.stdout.split()])
    return [
        at_most("start-up to the first answer", statistics.median(f[0] for f in found), "s", 2.0),
        at_most("memory after 1,000 pages", statistics.median(f[1] for f in found), "MB", 140),
    ]


if __name__ == "__main__":
    around = session.begin()
    try:
        main()
    finally:
        session.end(around)
