"""Objects in a folder of this machine, safe against a crash at any moment.

Bytes go to `.partial/` first, are flushed to disk, then renamed in one step to `2 hex/uuid`. What a
crash leaves in `.partial/` is never listed nor opened, and `clear_partials` takes it away.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from onglet.storage.blobs import (
    ObjectInfo,
    ObjectMissing,
    Readable,
    StorageError,
    StoredObject,
    copy_measured,
    key_at,
    new_key,
    object_path,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

_PARTIAL = ".partial"


class FolderBlobs:
    """The folder adapter of `Blobs`; the folder is made when it is missing."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._partial = root / _PARTIAL
        with _told("made", root):
            self._partial.mkdir(mode=0o750, parents=True, exist_ok=True)

    def put(self, stream: Readable, *, content_type: str, max_bytes: int) -> StoredObject:
        """See `Blobs.put`."""
        key = new_key()
        with _told("written to", self._root):
            handle, name = tempfile.mkstemp(dir=self._partial)
        partial = os.fdopen(handle, "wb")
        try:
            size, sha256 = copy_measured(stream, self._writer(partial), max_bytes)
            with _told("written to", self._root):
                partial.flush()
                os.fsync(partial.fileno())
                partial.close()
                self._publish(Path(name), self._root / object_path(key))
        except BaseException:
            with suppress(OSError):  # a full disk refuses the last bytes again
                partial.close()
            Path(name).unlink(missing_ok=True)
            raise
        return StoredObject(key=key, size=size, sha256=sha256, content_type=content_type)

    def open(self, key: str) -> IO[bytes]:
        """See `Blobs.open`."""
        path = self._root / object_path(key)
        with _told("read", self._root):
            try:
                return path.open("rb")
            except FileNotFoundError:
                raise ObjectMissing(key) from None

    def delete(self, key: str) -> None:
        """See `Blobs.delete`."""
        path = self._root / object_path(key)
        with _told("written to", self._root):
            path.unlink(missing_ok=True)

    def exists(self, key: str) -> bool:
        """See `Blobs.exists`."""
        return (self._root / object_path(key)).is_file()

    def iterate(self) -> Iterator[ObjectInfo]:
        """See `Blobs.iterate`."""
        with _told("read", self._root), os.scandir(self._root) as shelves:
            for shelf in shelves:
                if shelf.name == _PARTIAL or not shelf.is_dir(follow_symlinks=False):
                    continue
                with os.scandir(shelf) as entries:
                    for entry in entries:
                        key = key_at(f"{shelf.name}/{entry.name}")
                        if key and entry.is_file(follow_symlinks=False):
                            yield ObjectInfo(key=key, size=entry.stat().st_size)

    def clear_partials(self, before: datetime) -> int:
        """Remove what uploads cut short before that instant have left; how many there were."""
        cleared = 0
        with _told("written to", self._root):
            for path in self._partial.iterdir():
                if path.stat().st_mtime < before.timestamp():
                    path.unlink(missing_ok=True)
                    cleared += 1
        return cleared

    def _writer(self, partial: IO[bytes]) -> Callable[[bytes], None]:
        """A writer whose troubles are the storage's, not those of the stream it copies."""

        def write(chunk: bytes) -> None:
            with _told("written to", self._root):
                partial.write(chunk)

        return write

    def _publish(self, partial: Path, target: Path) -> None:
        """Give the whole object its name, and have the disk confirm the name too."""
        shelf = target.parent
        partial.chmod(0o640)
        try:
            shelf.mkdir(mode=0o750)
        except FileExistsError:
            pass
        else:
            _sync_folder(self._root)
        partial.rename(target)
        _sync_folder(shelf)


@contextmanager
def _told(done: str, root: Path) -> Iterator[None]:
    """Turn what the system refuses into a sentence that names the folder."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorageError(f"The folder of files {root} cannot be {done}: {reason}.") from error


def _sync_folder(folder: Path) -> None:
    """Have the disk confirm the names in that folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
