"""Both storages, so that one set of tests says what every storage does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from moto.server import ThreadedMotoServer

from onglet.config import load_config
from onglet.storage import Blobs, open_storage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """A server on this machine that speaks S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket_url(s3_endpoint: str, request: pytest.FixtureRequest) -> str:
    """A bucket of its own for each test, with a prefix in it."""
    import urllib.request

    name = f"files-{abs(hash(request.node.nodeid))}"
    urllib.request.urlopen(urllib.request.Request(f"{s3_endpoint}/{name}", method="PUT")).close()
    return f"s3://{name}/kept/here?endpoint={s3_endpoint}"


@pytest.fixture(params=["folder", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    """A storage as a deployment opens it, empty."""
    environ = {"ONGLET_DATA": str(tmp_path)}
    if request.param == "s3":
        environ |= {
            "ONGLET_STORAGE": request.getfixturevalue("bucket_url"),
            "ONGLET_S3_KEY_ID": "test",
            "ONGLET_S3_SECRET": "test",
        }
    return open_storage(load_config(environ))
