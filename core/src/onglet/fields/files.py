"""Files of custom fields: stored before the row that names them, images drawn again."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any, Final

from PIL import Image, UnidentifiedImageError

from onglet.fields.kinds.base import WrongError
from onglet.storage import ObjectTooLarge
from onglet.ui.formats import size
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from onglet.storage import Blobs

LARGEST: Final = 20_000_000
LARGEST_IMAGE: Final = 8_000_000
MOST_PIXELS: Final = 40_000_000
SIDE: Final = 1_600
LONGEST_NAME: Final = 160
IMAGE_TYPE: Final = "image/png"


def store_file(storage: Blobs, upload: Any, is_image: bool) -> dict[str, Any]:
    """Store what was sent; give what the value says of it.

    Raises:
        WrongError: too large, empty, or no image where one is due.
    """
    name = " ".join(str(upload.filename or "").replace("\\", "/").rpartition("/")[2].split())
    stream = io.BytesIO(_drawn_again(upload.file)) if is_image else upload.file
    kind = IMAGE_TYPE if is_image else "application/octet-stream"
    try:
        stored = storage.put(stream, content_type=kind, max_bytes=LARGEST)
    except ObjectTooLarge:
        message = _("This file is too large: %(limit)s at most.", limit=size(LARGEST))
        raise WrongError(message) from None
    if stored.size == 0:
        storage.delete(stored.key)
        raise WrongError(_("This file is empty."))
    return {"key": stored.key, "name": name[-LONGEST_NAME:] or "file", "size": stored.size}


def _drawn_again(sent: Any) -> bytes:
    data = sent.read(LARGEST_IMAGE + 1)
    if len(data) > LARGEST_IMAGE:
        raise WrongError(_("This file is too large: %(limit)s at most.", limit=size(LARGEST_IMAGE)))
    try:
        with (
            warnings.catch_warnings(),
            Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP", "GIF")) as image,
        ):
            warnings.simplefilter("ignore")  # of what a broken file holds
            if image.width * image.height > MOST_PIXELS:
                raise WrongError(_("This image has too many points."))
            picture = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        if isinstance(error, WrongError):
            raise
        raise WrongError(_("This is not an image that can be read.")) from error
    picture.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
