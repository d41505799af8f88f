"""What only a real server tells: start-up, memory, pages a second, bytes of a first load."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from bench.rows import Row, at_least, at_most, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onglet.host.host import Host

ONGLET = str(Path(sys.executable).with_name("onglet"))
CONNECTIONS, WORKERS, SECONDS = 16, 2, 6
PAGES = (1_000, 10_000) if os.environ.get("SCALE") == "full" else (1_000, 3_000)
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
INSIDE = re.compile(r'(?:url\(|from |import )\s*["\']?([^"\')]+\.(?:woff2|svg|js))')


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextmanager
def serving(url: str, data: str, *more: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run `onglet serve` on a database, until the block ends."""
    port = free_port()
    environ = {
        **os.environ,
        "ONGLET_DATA": data,
        "ONGLET_DATABASE_URL": url,
        "ONGLET_EMBEDDED_WORKER": "false",
    }
    server = subprocess.Popen(
        [ONGLET, "serve", "--port", str(port), *more],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield server, port
    finally:
        server.terminate()
        server.wait(30)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise RuntimeError("The server did not answer.")


def megabytes(pid: int) -> float:
    """Memory that a process holds, as the kernel counts it; nothing where there is no /proc."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(re.findall(r"VmRSS:\s+(\d+)", text)[0]) / 1024


def start_up() -> list[Row]:
    with tempfile.TemporaryDirectory() as data:
        url = f"sqlite:///{data}/start.sqlite"
        environ = {**os.environ, "ONGLET_DATA": data, "ONGLET_DATABASE_URL": url}
        subprocess.run([ONGLET, "migrate"], env=environ, check=True, capture_output=True)
        taken = []
        for _ in range(3):
            started = time.perf_counter()
            with serving(url, data):
                taken.append(time.perf_counter() - started)
    return [at_most("start-up to the first answer", statistics.median(taken), "s", 2.0)]


def memory(url: str, data: str, page: str, cookie: str) -> list[Row]:
    held = {}
    with serving(url, data) as (server, port):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for number in range(1, PAGES[-1] + 1):
            connection.request("GET", page, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            if number in PAGES:
                held[number] = megabytes(server.pid)
    first, last = PAGES
    growth = held[last] - held[first]
    return [
        at_most("memory of a worker after 1,000 record pages", held[first], "MB", 140),
        at_most(f"growth of it until {last:,} pages", growth, "MB", 3.0),
    ]


def throughput(
    host: Host, plain_app: object, url: str, data: str, page: str, cookie: str
) -> list[Row]:
    """Record pages a second with two workers, against the hand-written page served alike."""
    ours, plains = [], []
    for _ in range(2):
        with serving(url, data, "--workers", str(WORKERS)) as (_server, port):
            ours.append(pages_a_second(port, page, cookie))
        with forked(host, plain_app) as port:
            plains.append(pages_a_second(port, "/page", ""))
    mine, theirs = statistics.median(ours), statistics.median(plains)
    name = f"throughput, {WORKERS} workers, {CONNECTIONS} connections"
    return [
        plain(name, mine, "pages/s"),
        at_least(f"{name}, against hand-written", mine / theirs, "x", 0.6),
    ]


@contextmanager
def forked(host: Host, app: object) -> Iterator[int]:
    """Serve an application of this process from two others that share its socket."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    children = []
    for _ in range(WORKERS):
        child = os.fork()
        if child == 0:
            # Connections that the parent holds are its own.
            host.database.reads.dispose(close=False)
            config = uvicorn.Config(app, log_level="critical", access_log=False, lifespan="off")
            uvicorn.Server(config).run(sockets=[listening])
            os._exit(0)
        children.append(child)
    port = listening.getsockname()[1]
    try:
        wait_for(port)
        yield port
    finally:
        for child in children:
            os.kill(child, 15)
            os.waitpid(child, 0)
        listening.close()


def pages_a_second(port: int, page: str, cookie: str) -> float:
    """Ask over connections kept open, from threads that only wait."""
    request = f"GET {page} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n".encode()
    counts = [0] * CONNECTIONS
    begin = time.perf_counter() + 1
    end = begin + SECONDS

    def ask(place: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            while (now := time.perf_counter()) < end:
                connection.sendall(request)
                _read(connection)
                counts[place] += now >= begin

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def _read(connection: socket.socket) -> None:
    held = connection.recv(65_536)
    while b"\r\n\r\n" not in held:
        held += connection.recv(65_536)
    head, _, body = held.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head[:200].decode())
    length = int(re.findall(rb"(?i)content-length: (\d+)", head)[0])
    left = length - len(body)
    while left > 0:
        left -= len(connection.recv(65_536))


def first_load(url: str, data: str, page: str, cookie: str) -> list[Row]:
    """What a browser with an empty cache fetches: the page, what it names, what those name."""
    sizes: dict[str, int] = {}
    with serving(url, data) as (_server, port):
        connection = http.client.HTTPConnection("127.0.0.1", port)

        def fetch(address: str) -> str:
            headers = {"Cookie": cookie, "Accept-Encoding": "gzip"}
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            packed = answer.headers.get("Content-Encoding") == "gzip"
            text = gzip.decompress(body) if packed else body
            # What comes as it is is packed by the proxy in front, when it can be.
            can_be = not address.endswith(".woff2")
            sizes[address] = len(body) if packed or not can_be else len(gzip.compress(body, 6))
            return text.decode(errors="replace")

        waiting = ASSET.findall(fetch(page))
        while waiting:
            address = waiting.pop()
            if address in sizes:
                continue
            text = fetch(address)
            if address.endswith((".css", ".js")):
                folder = address.rsplit("/", 1)[0]
                for name in INSIDE.findall(text):
                    if name.startswith("data:"):
                        continue
                    waiting.append(name if name.startswith("/") else f"{folder}/{name}")
        fetch(page.rsplit("/", 1)[0] + "/-/extras")
    for address, size in sizes.items():
        print(f"  {size:>7} {address}")
    return [
        at_most("first load of a record, gzip", sum(sizes.values()) / 1000, "KB", 100),
        at_most("first load of a record, requests", len(sizes), "", 10),
    ]
