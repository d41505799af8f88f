"""What every storage does, whichever it is."""

from __future__ import annotations

import hashlib
import io
import uuid
from typing import TYPE_CHECKING

import pytest

from onglet.storage import InvalidKey, ObjectMissing, ObjectTooLarge, check_storage

if TYPE_CHECKING:
    from onglet.storage import Blobs

CONTENT = bytes(range(256)) * 5000  # 1.28 MB: more than one chunk, more than one read ahead


class Endless:
    """A stream that never ends, and remembers how much was asked of it."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int, /) -> bytes:
        self.given += size
        return b"x" * size


def test_what_is_put_is_measured_and_comes_back(blobs: Blobs) -> None:
    stored = blobs.put(io.BytesIO(CONTENT), content_type="image/png", max_bytes=len(CONTENT))

    assert stored.size == len(CONTENT)
    assert stored.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert stored.content_type == "image/png"
    assert blobs.exists(stored.key)
    with blobs.open(stored.key) as stream:
        assert stream.read() == CONTENT


def test_an_empty_file_is_a_file(blobs: Blobs) -> None:
    stored = blobs.put(io.BytesIO(), content_type="text/plain", max_bytes=10)

    with blobs.open(stored.key) as stream:
        assert (stored.size, stream.read()) == (0, b"")


def test_a_part_of_an_object_can_be_read(blobs: Blobs) -> None:
    stored = blobs.put(io.BytesIO(CONTENT), content_type="text/plain", max_bytes=len(CONTENT))

    with blobs.open(stored.key) as stream:
        stream.seek(1_000_010)
        assert stream.read(7) == CONTENT[1_000_010:1_000_017]
        assert stream.seek(-3, io.SEEK_END) == len(CONTENT) - 3
        assert stream.read() == CONTENT[-3:]
        assert stream.read() == b""


def test_the_same_bytes_twice_are_two_objects(blobs: Blobs) -> None:
    first, second = (
        blobs.put(io.BytesIO(b"logo"), content_type="image/png", max_bytes=10) for _ in "ab"
    )

    blobs.delete(first.key)

    assert first.sha256 == second.sha256
    assert (blobs.exists(first.key), blobs.exists(second.key)) == (False, True)


def test_a_stream_past_the_limit_is_refused_without_reading_on(blobs: Blobs) -> None:
    stream = Endless()

    with pytest.raises(ObjectTooLarge, match="more than 1000000 bytes"):
        blobs.put(stream, content_type="text/plain", max_bytes=1_000_000)

    assert stream.given < 2_000_000
    assert list(blobs.iterate()) == []


def test_the_limit_itself_is_allowed(blobs: Blobs) -> None:
    assert blobs.put(io.BytesIO(b"12345"), content_type="text/plain", max_bytes=5).size == 5


def test_every_object_is_listed_once(blobs: Blobs) -> None:
    put = {
        blobs.put(io.BytesIO(b"x" * n), content_type="text/plain", max_bytes=100).key: n
        for n in range(12)
    }

    assert {found.key: found.size for found in blobs.iterate()} == put


def test_a_missing_object_is_told_and_removing_it_again_is_no_error(blobs: Blobs) -> None:
    key = str(uuid.uuid4())

    assert not blobs.exists(key)
    with pytest.raises(ObjectMissing):
        blobs.open(key)
    blobs.delete(key)


def test_a_path_is_no_key(blobs: Blobs) -> None:
    for gesture in (blobs.open, blobs.exists, blobs.delete):
        with pytest.raises(InvalidKey):
            gesture("../secret")


def test_the_health_check_leaves_nothing(blobs: Blobs) -> None:
    check_storage(blobs)

    assert list(blobs.iterate()) == []
