"""Objects in a bucket that speaks S3, through `obstore` (the extra `s3`).

The stream is measured into a temporary file before its first byte leaves, so that a file that is
too large, or an upload cut short, never reaches the bucket. Addresses are path-style: every
S3-compatible service takes them.
"""

from __future__ import annotations

import io
import tempfile
from contextlib import contextmanager
from datetime import timedelta
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

try:
    import obstore
    from obstore.exceptions import BaseError, NotFoundError
    from obstore.store import S3Store
except ModuleNotFoundError as error:
    raise StorageError(
        "ONGLET_STORAGE names a bucket, but the extra that speaks S3 is not installed:"
        ' pip install "onglet-core[s3]", or name a folder.'
    ) from error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obstore import ReadableFile

    from onglet.config import S3Place

_IN_MEMORY_BYTES = 4 * 1024 * 1024
_READ_BYTES = 1024 * 1024


class S3Blobs:
    """The S3 adapter of `Blobs`; without keys, those of the AWS environment are used."""

    def __init__(self, place: S3Place, *, key_id: str | None, secret: str | None) -> None:
        self._place = place
        with _told(place):
            self._store = S3Store(
                place.bucket,
                prefix=place.prefix or None,
                endpoint=place.endpoint,
                region=place.region,
                access_key_id=key_id,
                secret_access_key=secret,
                virtual_hosted_style_request=False,
                client_options={
                    "allow_http": True,
                    "connect_timeout": timedelta(seconds=5),
                    "read_timeout": timedelta(seconds=30),
                    "timeout": timedelta(minutes=5),
                },
                retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=30)},
            )

    def put(self, stream: Readable, *, content_type: str, max_bytes: int) -> StoredObject:
        """See `Blobs.put`."""
        key = new_key()
        with tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES) as whole:
            size, sha256 = copy_measured(stream, whole.write, max_bytes)
            whole.seek(0)
            with _told(self._place):
                obstore.put(
                    self._store,
                    object_path(key),
                    whole,
                    attributes={"Content-Type": content_type},
                )
        return StoredObject(key=key, size=size, sha256=sha256, content_type=content_type)

    def open(self, key: str) -> IO[bytes]:
        """See `Blobs.open`. Reads ahead by 1 MB; a seek asks the bucket for that part only."""
        path = object_path(key)
        with _told(self._place, key):
            reader = obstore.open_reader(self._store, path, buffer_size=_READ_BYTES)
        return io.BufferedReader(_S3Stream(reader, self._place), _READ_BYTES)

    def delete(self, key: str) -> None:
        """See `Blobs.delete`."""
        path = object_path(key)
        with _told(self._place):
            obstore.delete(self._store, path)

    def exists(self, key: str) -> bool:
        """See `Blobs.exists`."""
        path = object_path(key)
        try:
            with _told(self._place, key):
                obstore.head(self._store, path)
        except ObjectMissing:
            return False
        return True

    def iterate(self) -> Iterator[ObjectInfo]:
        """See `Blobs.iterate`."""
        with _told(self._place):
            for chunk in obstore.list(self._store, chunk_size=1000):
                for found in chunk:
                    key = key_at(found["path"])
                    if key:
                        yield ObjectInfo(key=key, size=found["size"])


class _S3Stream(io.RawIOBase):
    """An object of the bucket as Python knows files."""

    def __init__(self, reader: ReadableFile, place: S3Place) -> None:
        self._reader = reader
        self._place = place

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # Buffer needs 3.12
        with _told(self._place):
            data = memoryview(self._reader.read(len(buffer)))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with _told(self._place):
            return self._reader.seek(offset, whence)

    def tell(self) -> int:
        return self._reader.tell()

    def close(self) -> None:
        if not self.closed:
            self._reader.close()
        super().close()


@contextmanager
def _told(place: S3Place, key: str = "") -> Iterator[None]:
    """Turn what the bucket refuses into an error of ours, without the request and its headers."""
    try:
        yield
    except (NotFoundError, FileNotFoundError) as error:
        if key:
            raise ObjectMissing(key) from error
        raise StorageError(f"The bucket {place.bucket} does not exist or was emptied.") from error
    except (BaseError, OSError) as error:
        raise StorageError(
            f"The bucket {place.bucket} did not answer as it should ({type(error).__name__})."
        ) from error
