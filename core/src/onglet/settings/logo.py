"""The firm's logo: a picture drawn again from what was sent, so that nothing else comes along."""

from __future__ import annotations

import io
import warnings
from typing import IO, TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from onglet.accounts.rejected import Rejected
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from onglet.storage import Blobs

LARGEST = 4_000_000
"""Octets that are read."""

MOST_PIXELS = 25_000_000
SIDE = 512
"""Pixels of the longest side that is kept."""

FORMATS = ("PNG", "JPEG", "WEBP")
TYPE = "image/png"
_UNREADABLE = N_("This is not a picture that can be read: choose a PNG, JPEG or WebP file.")


def store_logo(storage: Blobs, sent: IO[bytes], *, field: str = "logo") -> str:
    """Store a picture as a PNG of at most 512 pixels; give its key.

    Raises:
        Rejected: not a picture, or too large.
    """
    data = sent.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Rejected(field, N_("This picture is too large: 4 MB at most."))
    drawn = io.BytesIO(_drawn_again(data, field))
    return storage.put(drawn, content_type=TYPE, max_bytes=LARGEST * 2).key


def _drawn_again(data: bytes, field: str) -> bytes:
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=FORMATS) as image:
            warnings.simplefilter("ignore")  # of what a broken file holds
            if image.width * image.height > MOST_PIXELS:
                raise Rejected(field, N_("This picture is too large: 25 million points at most."))
            picture = image.convert("RGBA")
    except Rejected:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Rejected(field, _UNREADABLE) from None
    picture.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
