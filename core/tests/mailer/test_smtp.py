"""The relay: what it gets, and what its answers mean for the next try."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime
from typing import Any

import pytest

from onglet.config import SmtpServer
from onglet.mailer import MailDeferred, MailRefused, Message, SmtpMailer

from .conftest import Authority, Relay, serving

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
Contexts = tuple[ssl.SSLContext, ssl.SSLContext]
SENDER = "Onglet <onglet@firm.example>"


def message(**changes: Any) -> Message:
    given = {
        "to": ("zoe@client.example",),
        "subject": "Échéance",
        "text": "Bonjour Zoé\n",
        "message_id": "<onglet.1@firm.example>",
    }
    return Message(**(given | changes))


def mailer(
    port: int, tls: Any = "none", context: ssl.SSLContext | None = None, **more: Any
) -> SmtpMailer:
    server = SmtpServer(host="127.0.0.1", port=port, tls=tls, timeout_s=5, **more)
    return SmtpMailer(server, sender=SENDER, tls=context)


def test_the_relay_gets_the_mail_from_the_deployment_whoever_wrote_it(relay: Relay) -> None:
    sent = mailer(relay.port).send(
        message(sender="ana@firm.example", cc=("leo@client.example",)), now=NOON
    )

    (envelope,) = relay.taken
    assert envelope.mail_from == "onglet@firm.example"
    assert envelope.rcpt_tos == ["zoe@client.example", "leo@client.example"]
    assert relay.names[0] == "firm.example"
    assert relay.mail()["Subject"] == "Échéance"
    assert relay.mail()["Message-ID"] == sent.message_id == "<onglet.1@firm.example>"
    assert sent.refused == ()


def test_one_recipient_refused_does_not_cost_the_others(relay: Relay) -> None:
    relay.rcpt_answers["old@client.example"] = "550 No such user"

    sent = mailer(relay.port).send(
        message(to=("zoe@client.example", "old@client.example")), now=NOON
    )

    assert sent.refused == ("old@client.example",)
    assert relay.taken[0].rcpt_tos == ["zoe@client.example"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [("550 5.1.1 No such user.", MailRefused), ("450 4.2.1 Try again later.", MailDeferred)],
)
@pytest.mark.parametrize("step", ["recipient", "content"])
def test_an_answer_in_5_is_final_and_one_in_4_is_not(
    relay: Relay, answer: str, error: type[Exception], step: str
) -> None:
    if step == "recipient":
        relay.rcpt_answers["zoe@client.example"] = answer
    else:
        relay.data_answer = answer

    with pytest.raises(error, match=answer[4:9]) as caught:
        mailer(relay.port).send(message(), now=NOON)

    assert type(caught.value) is error
    assert "\n" not in str(caught.value)


def test_a_relay_out_of_reach_is_for_later() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # bound and never listening: each call is refused

        with pytest.raises(MailDeferred, match="did not take the mail"):
            mailer(silent.getsockname()[1]).send(message(), now=NOON)


def test_a_relay_that_closes_its_doors_is_for_later(relay: Relay) -> None:
    relay.data_answer = "421 Shutting down"

    with pytest.raises(MailDeferred):
        mailer(relay.port).send(message(), now=NOON)


def test_the_line_is_protected_and_the_user_known(tls: Contexts) -> None:
    shown, asked = tls

    with serving(
        Relay(),
        tls_context=shown,
        require_starttls=True,
        auth_required=True,
        authenticator=Authority,
    ) as relay:
        mailer(relay.port, "starttls", asked, user="ana", password="hush-hush").send(
            message(), now=NOON
        )

    assert relay.mail()["Subject"] == "Échéance"


def test_tls_from_the_first_byte(tls: Contexts) -> None:
    shown, asked = tls

    with serving(Relay(), implicit=shown) as relay:
        mailer(relay.port, "implicit", asked).send(message(), now=NOON)

    assert len(relay.taken) == 1


def test_a_relay_that_nobody_vouches_for_gets_nothing(tls: Contexts) -> None:
    with (
        serving(Relay(), tls_context=tls[0]) as relay,
        pytest.raises(MailDeferred, match="certificate"),
    ):
        mailer(relay.port, "starttls").send(message(), now=NOON)

    assert relay.taken == []


def test_a_relay_without_encryption_gets_neither_mail_nor_password(relay: Relay) -> None:
    with pytest.raises(MailDeferred, match="STARTTLS"):
        mailer(relay.port, "starttls", user="ana", password="hush-hush").send(message(), now=NOON)

    assert relay.taken == []


def test_a_wrong_password_waits_for_the_deployer_and_is_not_told(tls: Contexts) -> None:
    shown, asked = tls

    with (
        serving(Relay(), tls_context=shown, authenticator=Authority) as relay,
        pytest.raises(MailDeferred, match="535") as caught,
    ):
        mailer(relay.port, "starttls", asked, user="ana", password="open-sesame").send(
            message(), now=NOON
        )

    assert "sesame" not in str(caught.value)


def test_an_address_with_accents_needs_a_relay_that_knows_them(relay: Relay) -> None:
    with pytest.raises(MailRefused, match="SMTPUTF8"):
        mailer(relay.port).send(message(to=("zoé@client.example",)), now=NOON)

    with serving(Relay(), enable_SMTPUTF8=True) as modern:
        mailer(modern.port).send(message(to=("zoé@client.example",)), now=NOON)
        assert modern.taken[0].rcpt_tos == ["zoé@client.example"]
