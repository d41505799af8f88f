"""The folder adapter: what a crash, a full disk or a hostile key can and cannot do."""

from __future__ import annotations

import errno
import io
import os
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest

from onglet.storage import FolderBlobs, InvalidKey, ObjectMissing, StorageError

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class CutShort:
    """An upload whose other end goes away after the first chunk."""

    def __init__(self) -> None:
        self.asked = 0

    def read(self, size: int, /) -> bytes:
        self.asked += 1
        if self.asked > 1:
            raise ConnectionResetError("the other end went away")
        return b"x" * min(size, 1000)


def put(blobs: FolderBlobs, content: bytes = b"devis") -> str:
    return blobs.put(io.BytesIO(content), content_type="text/plain", max_bytes=10_000).key


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_an_object_lies_two_folders_deep_under_its_key_alone(tmp_path: Path) -> None:
    key = put(FolderBlobs(tmp_path))

    assert files(tmp_path) == [tmp_path / key[:2] / key]
    assert uuid.UUID(key).version == 4


def test_an_upload_cut_short_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError):
        FolderBlobs(tmp_path).put(CutShort(), content_type="text/plain", max_bytes=10_000)

    assert files(tmp_path) == []


def test_what_a_crash_left_is_invisible_until_it_is_cleared(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    key = put(blobs)
    left, fresh = tmp_path / ".partial" / "left", tmp_path / ".partial" / "fresh"
    for path, moment in ((left, NOON - timedelta(days=2)), (fresh, NOON)):
        path.write_bytes(b"half of a fi")
        os.utime(path, (moment.timestamp(), moment.timestamp()))

    assert [found.key for found in blobs.iterate()] == [key]
    assert blobs.clear_partials(before=NOON - timedelta(days=1)) == 1
    assert (left.exists(), fresh.exists(), blobs.exists(key)) == (False, True, True)


def test_bytes_are_on_disk_before_the_name_and_the_name_before_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, rename = os.fsync, Path.rename

    def record_sync(handle: int) -> None:
        steps.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "bytes")
        sync(handle)

    def record_rename(self: Path, target: Path) -> Path:
        steps.append("name")
        return rename(self, target)

    blobs = FolderBlobs(tmp_path)
    monkeypatch.setattr(os, "fsync", record_sync)
    monkeypatch.setattr(Path, "rename", record_rename)

    put(blobs)

    assert steps == ["bytes", "folder", "name", "folder"]


@pytest.mark.parametrize("step", ["fsync", "rename"])
def test_a_refusal_of_the_disk_keeps_nothing_and_names_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    blobs = FolderBlobs(tmp_path)
    before = put(blobs)
    monkeypatch.setattr({"fsync": os, "rename": Path}[step], step, refuse)

    with pytest.raises(StorageError, match="No space left") as caught:
        put(blobs)

    assert str(tmp_path) in str(caught.value)
    assert [path.name for path in files(tmp_path)] == [before]


def test_a_disk_that_fills_up_during_the_upload_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.fdopen

    class Full(io.FileIO):
        def write(self, _: object, /) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    def open_full(handle: int, mode: str = "r") -> IO[bytes]:
        return io.BufferedWriter(Full(handle, "wb")) if "w" in mode else opened(handle, mode)

    monkeypatch.setattr(os, "fdopen", open_full)

    with pytest.raises(StorageError, match="No space left"):
        put(FolderBlobs(tmp_path), b"x" * 9_000)

    assert files(tmp_path) == []


@pytest.mark.parametrize(
    "key",
    [
        "",
        "../../etc/passwd",
        "..%2f..%2fetc",
        "/etc/passwd",
        "ab/abcdef01-2345-4678-9abc-def012345678",
        "abcdef01-2345-4678-9abc-def012345678/../x",
        "abcdef01-2345-4678-9abc-def012345678\n",
        "ABCDEF01-2345-4678-9ABC-DEF012345678",
        "abcdef0123454678" * 2,
        "abcdef01-2345-4678-9abc-def01234567\x00",
        None,
    ],
)
def test_only_a_key_is_taken_for_a_key(tmp_path: Path, key: str) -> None:
    blobs = FolderBlobs(tmp_path)
    (tmp_path / "secret").write_text("out of reach")

    for gesture in (blobs.open, blobs.exists, blobs.delete):
        with pytest.raises(InvalidKey):
            gesture(key)


def test_what_is_not_ours_is_not_listed(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    key, stray = put(blobs), str(uuid.uuid4())
    (tmp_path / "lost+found").mkdir()
    (tmp_path / "README").write_text("someone's note")
    (tmp_path / "zz").mkdir()
    (tmp_path / "zz" / stray).write_text("on the wrong shelf")
    (tmp_path / key[:2] / "notes.txt").write_text("not a key")
    (tmp_path / key[:2] / f"{key[:2]}{stray[2:]}").symlink_to(tmp_path / "README")

    assert [found.key for found in blobs.iterate()] == [key]


def test_an_object_can_be_read_to_its_end_while_it_is_removed(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    key = put(blobs, b"bon de livraison")

    with blobs.open(key) as stream:
        blobs.delete(key)
        assert stream.read() == b"bon de livraison"
    with pytest.raises(ObjectMissing):
        blobs.open(key)


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file stands in the way")

    with pytest.raises(StorageError, match="cannot be made"):
        FolderBlobs(tmp_path / "files")
