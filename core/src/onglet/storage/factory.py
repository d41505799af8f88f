"""The storage that a deployment has chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.config import FolderPlace
from onglet.storage.folder import FolderBlobs

if TYPE_CHECKING:
    from onglet.config import Config
    from onglet.storage.blobs import Blobs


def open_storage(config: Config) -> Blobs:
    """The storage named by `ONGLET_STORAGE`, ready for use by any thread.

    A bucket is not called here: `check_storage` says whether it answers.

    Raises:
        StorageError: the folder cannot be made, or the extra that speaks S3 is not installed.
    """
    place = config.storage
    if isinstance(place, FolderPlace):
        return FolderBlobs(place.path)
    from onglet.storage.s3 import S3Blobs

    return S3Blobs(place, key_id=config.s3_key_id, secret=config.s3_secret)
