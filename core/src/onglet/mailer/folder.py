"""Mails written to a folder as `.eml` files, while no relay is set."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from onglet.mailer.compose import compose
from onglet.mailer.message import MailDeferred, Message, Sent

if TYPE_CHECKING:
    from datetime import datetime


class FolderMailer:
    """The adapter of `Mailer` for trying the product out; any mail program opens its files.

    The files are readable by their owner only: an invitation holds a key to the house.
    """

    def __init__(self, folder: Path, *, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    def send(self, message: Message, *, now: datetime) -> Sent:
        """See `Mailer.send`. The same mail, sent again at the same second, is one file."""
        content = compose(message, sender=self._sender, now=now).as_bytes()
        name = f"{now:%Y%m%d-%H%M%S}-{message.message_id[1:-1].partition('@')[0]}.eml"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(dir=self._folder, prefix=".")
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(partial).replace(self._folder / name)
        except OSError as error:
            raise MailDeferred(
                f"The folder of mails {self._folder} cannot be written to: {error.strerror}."
            ) from error
        return Sent(message_id=message.message_id)
