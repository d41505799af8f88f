"""The port for bytes: immutable objects under a random key, in a folder or in an S3 bucket.

An object is written and safe on disk before its row is: what the database names always exists.
Removing is a tombstone in the database first; `delete` comes later, from the purge.
"""

from __future__ import annotations

from onglet.storage.blobs import (
    Blobs,
    InvalidKey,
    ObjectInfo,
    ObjectMissing,
    ObjectTooLarge,
    Readable,
    StorageError,
    StoredObject,
    check_storage,
)
from onglet.storage.factory import open_storage
from onglet.storage.folder import FolderBlobs

__all__ = [
    "Blobs",
    "FolderBlobs",
    "InvalidKey",
    "ObjectInfo",
    "ObjectMissing",
    "ObjectTooLarge",
    "Readable",
    "StorageError",
    "StoredObject",
    "check_storage",
    "open_storage",
]
