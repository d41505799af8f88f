"""The bucket: what it says when it cannot be reached or read."""

from __future__ import annotations

import io
import socket
import sys
from typing import TYPE_CHECKING

import pytest
from obstore.store import S3Store

from onglet.config import load_config
from onglet.storage import Blobs, StorageError, open_storage

if TYPE_CHECKING:
    from pathlib import Path


def storage(tmp_path: Path, url: str) -> Blobs:
    environ = {
        "ONGLET_DATA": str(tmp_path),
        "ONGLET_STORAGE": url,
        "ONGLET_S3_KEY_ID": "test",
        "ONGLET_S3_SECRET": "hush-hush",
    }
    return open_storage(load_config(environ))


def test_an_object_lies_under_the_prefix_with_its_content_type(
    tmp_path: Path, bucket_url: str, s3_endpoint: str
) -> None:
    stored = storage(tmp_path, bucket_url).put(
        io.BytesIO(b"logo"), content_type="image/png", max_bytes=10
    )

    bucket = bucket_url.removeprefix("s3://").partition("/")[0]
    raw = S3Store(
        bucket,
        endpoint=s3_endpoint,
        access_key_id="test",
        secret_access_key="test",
        client_options={"allow_http": True},
    )
    found = raw.get(f"kept/here/{stored.key[:2]}/{stored.key}")
    assert bytes(found.bytes()) == b"logo"
    assert found.attributes["Content-Type"] == "image/png"


def test_an_object_larger_than_one_part_comes_back_whole(tmp_path: Path, bucket_url: str) -> None:
    content = bytes(range(256)) * 50_000  # 12.8 MB: three parts
    blobs = storage(tmp_path, bucket_url)

    key = blobs.put(io.BytesIO(content), content_type="text/plain", max_bytes=len(content)).key

    with blobs.open(key) as stream:
        assert stream.read() == content


def test_a_bucket_that_does_not_exist_is_named(tmp_path: Path, s3_endpoint: str) -> None:
    blobs = storage(tmp_path, f"s3://absent?endpoint={s3_endpoint}")

    with pytest.raises(StorageError, match="absent"):
        blobs.put(io.BytesIO(b"x"), content_type="text/plain", max_bytes=10)


def test_a_bucket_out_of_reach_is_an_error_of_ours_without_its_keys(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # bound and never listening: each call is refused
        blobs = storage(tmp_path, f"s3://files?endpoint=http://127.0.0.1:{silent.getsockname()[1]}")

        with pytest.raises(StorageError, match="did not answer") as caught:
            blobs.put(io.BytesIO(b"x"), content_type="text/plain", max_bytes=10)

    assert "hush" not in str(caught.value)


def test_without_the_extra_the_way_out_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "onglet.storage.s3", raising=False)
    monkeypatch.setitem(sys.modules, "obstore", None)

    with pytest.raises(StorageError, match=r"onglet-core\[s3\]"):
        storage(tmp_path, "s3://files")


def test_a_folder_needs_no_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)

    assert list(open_storage(load_config({"ONGLET_DATA": str(tmp_path)})).iterate()) == []
