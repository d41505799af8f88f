"""What a mail looks like, and what nobody can make it look like."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onglet.mailer import Attachment, InvalidMessage, Message, compose, message_id_for

if TYPE_CHECKING:
    from email.message import EmailMessage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SENDER = "Onglet <onglet@firm.example>"


def message(**changes: Any) -> Message:
    given = {
        "to": ("Zoé Lefèvre <zoe@client.example>",),
        "subject": "Votre devis",
        "text": "Bonjour,\n\nVoici le devis.\n",
        "message_id": message_id_for("7f3a", SENDER),
    }
    return Message(**(given | changes))


def received(**changes: Any) -> EmailMessage:
    """The mail as its recipient's program reads it."""
    raw = compose(message(**changes), sender=SENDER, now=NOON).as_bytes()
    return message_from_bytes(raw, policy=SMTP)


def content(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_mail_says_who_to_whom_and_when() -> None:
    mail = received()

    assert mail["From"] == SENDER
    assert mail["To"] == "Zoé Lefèvre <zoe@client.example>"
    assert mail["Date"] == "Mon, 02 Mar 2026 12:00:00 +0000"
    assert mail["Message-ID"] == "<onglet.7f3a@firm.example>"
    assert (mail["Sender"], mail["Reply-To"]) == (None, None)
    assert content(mail, "plain") == "Bonjour,\n\nVoici le devis.\n"


def test_accents_survive_a_relay_that_knows_only_ascii() -> None:
    raw = compose(
        message(subject="Relance : échéance dépassée 💶", text="Échéance\u00a0: 3 €\n" * 40),
        sender=SENDER,
        now=NOON,
    ).as_bytes()

    assert raw.isascii()
    mail = message_from_bytes(raw, policy=SMTP)
    assert mail["Subject"] == "Relance : échéance dépassée 💶"
    assert content(mail, "plain") == "Échéance\u00a0: 3 €\n" * 40
    assert max(len(line) for line in raw.splitlines()) <= 998


def test_html_comes_beside_the_text() -> None:
    mail = received(html="<p>Voici le <b>devis</b> — à bientôt</p>\n")

    assert mail.get_content_type() == "multipart/alternative"
    assert content(mail, "html") == "<p>Voici le <b>devis</b> — à bientôt</p>\n"
    assert content(mail, "plain").startswith("Bonjour")


def test_an_author_other_than_the_deployment_is_told_apart() -> None:
    mail = received(sender="Ana Morel <ana@firm.example>", reply_to="inbox+t0k@firm.example")

    assert mail["From"] == "Ana Morel <ana@firm.example>"
    assert mail["Sender"] == SENDER
    assert mail["Reply-To"] == "inbox+t0k@firm.example"


def test_a_file_goes_along_under_its_bare_name() -> None:
    pdf = Attachment(
        name="../../Devis n° 12\r\nX: y.pdf", content_type="application/pdf", content=b"%PDF-\x00"
    )

    (part,) = received(attachments=(pdf,)).iter_attachments()

    assert part.get_filename() == "Devis n° 12  X: y.pdf"
    assert (part.get_content_type(), part.get_content()) == ("application/pdf", b"%PDF-\x00")


@pytest.mark.parametrize("kind", ["nonsense", "message/rfc822", "multipart/mixed", "a/b\r\nX: y"])
def test_a_file_of_a_doubtful_kind_is_plain_bytes(kind: str) -> None:
    file = Attachment(name="x", content_type=kind, content=b"x")

    (part,) = received(attachments=(file,)).iter_attachments()

    assert part.get_content_type() == "application/octet-stream"


def test_further_headers_are_carried() -> None:
    mail = received(headers={"List-Unsubscribe": "<https://firm.example/u/1>"})

    assert mail["List-Unsubscribe"] == "<https://firm.example/u/1>"


def test_a_domain_with_accents_is_written_as_the_mail_system_has_it() -> None:
    assert "zoe@xn--caf-dma.example" in received(to=("zoe@café.example",))["To"]
    assert message_id_for(12, "a@café.example") == "<onglet.12@xn--caf-dma.example>"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "zoe",
        "@client.example",
        "zoe@",
        "zoe@client.example, ana@client.example",
        "zoe@client.example\nBcc: spy@elsewhere.example",
        "Zoé\r\nBcc: spy@elsewhere.example\r\n <zoe@client.example>",
        "zoe lefevre@client.example",
        "zoe@client..example",
        "zoe@client.example>",
        "z" * 250 + "@client.example",
        "zoe@client.example\u2028",
    ],
)
@pytest.mark.parametrize("field", ["to", "cc", "reply_to", "sender"])
def test_what_is_no_address_is_refused(field: str, text: str) -> None:
    if not text and field in {"reply_to", "sender"}:
        return  # the empty text there means none
    value = (text,) if field in {"to", "cc"} else text

    with pytest.raises(InvalidMessage):
        received(**{field: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Bcc", "spy@elsewhere.example"),
        ("subject", "another"),
        ("X-Two\r\nBcc", "spy@elsewhere.example"),
        ("X Two", "a"),
        ("", "a"),
        ("X-Two", "a\r\nBcc: spy@elsewhere.example"),
        ("X-Two", "a\x00b"),
    ],
)
def test_a_header_that_is_not_one_is_refused(name: str, value: str) -> None:
    with pytest.raises(InvalidMessage):
        received(headers={name: value})


def test_a_mail_without_recipient_or_with_a_foreign_identity_is_refused() -> None:
    with pytest.raises(InvalidMessage, match="no recipient"):
        received(to=())
    with pytest.raises(InvalidMessage, match="Message-ID"):
        received(message_id="<a@b>\r\nBcc: spy@elsewhere.example")
    with pytest.raises(InvalidMessage, match="Message-ID"):
        message_id_for("7 f", SENDER)


@given(subject=st.text(), name=st.text(), text=st.text(), file=st.text())
def test_nothing_that_people_type_adds_a_header_or_a_part(
    subject: str, name: str, text: str, file: str
) -> None:
    attachment = Attachment(name=file, content_type="text/csv", content=b"a;b")
    quoted = name.replace("\\", "").replace('"', "")
    try:
        mail = received(
            to=(f'"{quoted}" <zoe@client.example>',),
            subject=subject,
            text=text,
            attachments=(attachment,),
        )
    except InvalidMessage:
        return  # a name with a line break stands in an address, where it is refused

    assert sorted(key.lower() for key in mail) == sorted(
        ["from", "to", "subject", "date", "message-id", "mime-version", "content-type"]
    )
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "text/plain",
        "text/csv",
    ]
    (to,) = mail["To"].addresses
    assert to.addr_spec == "zoe@client.example"
