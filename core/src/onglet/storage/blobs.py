"""What a storage promises, in the terms that its users know: objects, keys, refusals."""

from __future__ import annotations

import hashlib
import io
import re
import uuid
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHUNK_BYTES = 256 * 1024
_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class StorageError(Exception):
    """The storage could not do its work; what was stored before is kept."""


class ObjectMissing(StorageError):
    """No whole object has that key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"Nothing is stored under {key}.")
        self.key = key


class ObjectTooLarge(StorageError):
    """The stream went past the limit that its caller gave; nothing of it is kept."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(f"The file holds more than {max_bytes} bytes; nothing of it was kept.")
        self.max_bytes = max_bytes


class InvalidKey(StorageError, ValueError):
    """The text is not a key that a storage has given."""

    def __init__(self, key: object) -> None:
        super().__init__(f"{key!r:.80} is not the key of a stored object.")


class Readable(Protocol):
    """A stream of bytes, as an upload or an open file is."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; empty at the end."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObject:
    """What is known of an object once it is safe: the columns of its row.

    `sha256` is in hexadecimal; `content_type` is what the caller said, kept by the caller.
    """

    key: str
    size: int
    sha256: str
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectInfo:
    """An object as the storage lists it."""

    key: str
    size: int


class Blobs(Protocol):
    """Where the bytes are. Every method may raise `StorageError`, and `InvalidKey` for a key."""

    def put(self, stream: Readable, *, content_type: str, max_bytes: int) -> StoredObject:
        """Store the whole stream under a new key; it is safe when this returns.

        Raises:
            ObjectTooLarge: as soon as `max_bytes` is passed, without reading on.
        """
        ...

    def open(self, key: str) -> IO[bytes]:
        """The object's bytes, as a stream with `seek` that the caller closes.

        Raises:
            ObjectMissing: nothing is stored under that key.
        """
        ...

    def delete(self, key: str) -> None:
        """Remove the bytes for good; no error when they are gone already."""
        ...

    def exists(self, key: str) -> bool:
        """Whether a whole object has that key."""
        ...

    def iterate(self) -> Iterator[ObjectInfo]:
        """Every whole object, in no order, without holding the list in memory."""
        ...


def new_key() -> str:
    """A key that nothing has: a random UUID, so that it tells nothing of its object."""
    return str(uuid.uuid4())


def object_path(key: str) -> str:
    """Where the object of that key lies: `2 hex/uuid`.

    Raises:
        InvalidKey: for anything but a UUID as `new_key` writes it; a path never gets through.
    """
    if not (isinstance(key, str) and _KEY.fullmatch(key)):
        raise InvalidKey(key)
    return f"{key[:2]}/{key}"


def key_at(path: str) -> str | None:
    """The key of the object that lies there, or None when no object of ours would."""
    key = path.rpartition("/")[2]
    return key if _KEY.fullmatch(key) and path == object_path(key) else None


def copy_measured(
    source: Readable, write: Callable[[bytes], object], max_bytes: int
) -> tuple[int, str]:
    """Hand the stream on, chunk by chunk, and give back its size and SHA-256.

    Raises:
        ObjectTooLarge: the stream holds more than `max_bytes`.
    """
    digest = hashlib.sha256()
    size = 0
    while chunk := source.read(CHUNK_BYTES):
        size += len(chunk)
        if size > max_bytes:
            raise ObjectTooLarge(max_bytes)
        digest.update(chunk)
        write(chunk)
    return size, digest.hexdigest()


def check_storage(blobs: Blobs) -> None:
    """Prove that the storage takes, gives back and removes an object.

    Raises:
        StorageError: it does not.
    """
    written = b"onglet storage check"
    stored = blobs.put(
        io.BytesIO(written), content_type="application/octet-stream", max_bytes=len(written)
    )
    try:
        with blobs.open(stored.key) as stream:
            read = stream.read()
    finally:
        blobs.delete(stored.key)
    if read != written:
        raise StorageError("The storage gave back other bytes than it was given.")
