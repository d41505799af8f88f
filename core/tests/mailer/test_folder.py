"""Mails without a relay: files that a mail program opens."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP
from typing import TYPE_CHECKING

import pytest

from onglet.config import load_config
from onglet.mailer import FolderMailer, MailDeferred, Message, SmtpMailer, open_mailer

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
INVITATION = Message(
    to=("zoe@client.example",),
    subject="Invitation à Onglet",
    text="Votre clé : https://clients.firm.example/i/abc\n",
    message_id="<onglet.7f3a@firm.example>",
)


def test_a_mail_is_one_file_for_its_owner_only(tmp_path: Path) -> None:
    mailer = open_mailer(load_config({"ONGLET_DATA": str(tmp_path)}))

    mailer.send(INVITATION, now=NOON)
    mailer.send(INVITATION, now=NOON)

    (file,) = (tmp_path / "mails").iterdir()
    assert file.name == "20260302-120000-onglet.7f3a.eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    mail = message_from_bytes(file.read_bytes(), policy=SMTP)
    assert (mail["Subject"], mail["From"]) == ("Invitation à Onglet", "onglet@localhost")


def test_a_folder_that_cannot_be_written_is_for_later(tmp_path: Path) -> None:
    (tmp_path / "mails").write_text("a file stands in the way")

    with pytest.raises(MailDeferred, match="cannot be written"):
        FolderMailer(tmp_path / "mails", sender="a@firm.example").send(INVITATION, now=NOON)


def test_a_relay_is_used_when_set(tmp_path: Path) -> None:
    environ = {"ONGLET_DATA": str(tmp_path), "ONGLET_SMTP_URL": "smtp://127.0.0.1:2525"}

    assert isinstance(open_mailer(load_config(environ)), SmtpMailer)
