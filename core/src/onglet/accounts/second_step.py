"""The second step of signing in: a code from an app (RFC 6238), or one kept on paper.

The app's secret is sealed with the deployment's key. A code is taken once, and so is each of the
ten on paper, of which only hashes are kept.
"""

from __future__ import annotations

import hmac
import json
import secrets
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyotp
import segno
from sqlalchemy import delete, func, select, update

from onglet.accounts.models import RecoveryCode, SecondStep
from onglet.accounts.service.users import SUBJECT
from onglet.accounts.sessions import hash_token
from onglet.rights.models import Profile, User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from onglet.contributions import Ask, Work

SPELL = 30
DRIFT = 1
"""Spells before and after the present one whose code is taken: clocks of phones are not exact."""

RECOVERY_CODES = 10
LONGEST_CODE = 40
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A secret offered to an app: to scan (`path` draws the squares), or to type."""

    secret: str
    uri: str
    path: str
    size: int

    @property
    def grouped(self) -> str:
        """The secret in groups of four, as it is easiest to type."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class StepState:
    """Whether a user has the second step, since when, and how many codes on paper are left."""

    since: datetime | None
    codes_left: int
    is_asked: bool


def offer(secret: str, *, email: str, firm: str) -> Offered:
    """Give a secret in the forms that an app takes."""
    issuer = f"Onglet {firm}".strip()
    uri = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)
    matrix = segno.make(uri, error="m", micro=False).matrix
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    return Offered(secret=secret, uri=uri, path=path, size=len(matrix))


def new_secret() -> str:
    """Draw a secret for an app."""
    return pyotp.random_base32()


def spell_of(secret: str, code: str, now: datetime, *, after: int = 0) -> int | None:
    """Give the spell of thirty seconds that a code is of, None when it is wrong or was taken."""
    typed = plain(code)
    if len(typed) != 6 or not typed.isdecimal() or not typed.isascii():
        return None
    present = int(now.timestamp()) // SPELL
    totp = pyotp.TOTP(secret)
    for spell in range(present - DRIFT, present + DRIFT + 1):
        if spell > after and hmac.compare_digest(totp.at(spell * SPELL), typed):
            return spell
    return None


def plain(code: str) -> str:
    """Give a code as it is compared: people write spaces, dashes and capitals."""
    kept = unicodedata.normalize("NFKC", code[:LONGEST_CODE]).casefold()
    return "".join(letter for letter in kept if letter.isalnum())


def state_of(session: Session, user_id: int) -> StepState:
    """Give where a user stands with the second step."""
    since = session.scalar(select(SecondStep.created_at).where(SecondStep.user_id == user_id))
    left = session.scalar(
        select(func.count(RecoveryCode.id)).where(
            RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)
        )
    )
    asked = session.scalar(
        select(Profile.asks_second_step)
        .join(User, User.profile_id == Profile.id)
        .where(User.id == user_id)
    )
    return StepState(since=since, codes_left=left or 0, is_asked=bool(asked))


def seal(ask: Ask, secret: str, user_id: int) -> str:
    """Give what may be kept of a secret, bound to its user."""
    return json.dumps(ask.outside.seal({"secret": secret, "user": user_id}))


def unseal(ask: Ask, sealed: str, user_id: int) -> str | None:
    """Give the secret that was sealed for a user, None when it was not, or no key opens it."""
    try:
        held = ask.outside.unseal(json.loads(sealed))
    except ValueError:
        return None
    if not isinstance(held, dict) or held.get("user") != user_id:
        return None
    secret = held.get("secret")
    return secret if isinstance(secret, str) else None


def turn_on(work: Work, user_id: int, secret: str, code: str) -> list[str] | None:
    """Let a user's app give codes from now on; give the codes for paper, None for a wrong code."""
    spell = spell_of(secret, code, work.now)
    if spell is None:
        return None
    _forget(work.session, user_id)
    work.session.add(
        SecondStep(
            user_id=user_id,
            sealed=seal(work, secret, user_id),
            last_step=spell,
            created_at=work.now,
        )
    )
    _record(work, user_id, "second_step_on")
    return renew_codes(work, user_id)


def turn_off(work: Work, user_id: int) -> bool:
    """Let a user sign in by the password alone again; False when they did."""
    if not _forget(work.session, user_id):
        return False
    _record(work, user_id, "second_step_off")
    return True


def renew_codes(work: Work, user_id: int) -> list[str]:
    """Give ten new codes for paper; those that were out are worth nothing."""
    work.session.execute(
        delete(RecoveryCode)
        .where(RecoveryCode.user_id == user_id)
        .execution_options(synchronize_session=False)
    )
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    work.session.add_all(
        RecoveryCode(user_id=user_id, code_hash=_hash(user_id, code)) for code in codes
    )
    work.session.flush()
    return codes


def take_code(work: Work, user_id: int, code: str) -> bool:
    """Take a code of a user's app or paper, once; tell whether it was right."""
    row = work.session.get(SecondStep, user_id)
    if row is None:
        return False
    if _take_paper(work, user_id, code):
        return True
    secret = unseal(work, row.sealed, user_id)
    spell = spell_of(secret, code, work.now, after=row.last_step) if secret else None
    if spell is None or secret is None:
        return False
    # The condition makes one of two uses at once the only one.
    taken = work.session.execute(
        update(SecondStep)
        .where(SecondStep.user_id == user_id, SecondStep.last_step < spell)
        .values(last_step=spell, sealed=seal(work, secret, user_id))
        .returning(SecondStep.user_id)
        .execution_options(synchronize_session=False)
    )
    return taken.first() is not None


def _take_paper(work: Work, user_id: int, code: str) -> bool:
    taken = work.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.code_hash == _hash(user_id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=work.now)
        .returning(RecoveryCode.id)
        .execution_options(synchronize_session=False)
    )
    if taken.first() is None:
        return False
    _record(work, user_id, "recovery_code_used")
    return True


def _forget(session: Session, user_id: int) -> bool:
    session.execute(
        delete(RecoveryCode)
        .where(RecoveryCode.user_id == user_id)
        .execution_options(synchronize_session=False)
    )
    gone = session.execute(
        delete(SecondStep)
        .where(SecondStep.user_id == user_id)
        .returning(SecondStep.user_id)
        .execution_options(synchronize_session="fetch")
    )
    return gone.first() is not None


def _new_code() -> str:
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(16))
    return "-".join(drawn[at : at + 4] for at in range(0, 16, 4))


def _hash(user_id: int, code: str) -> str:
    return hash_token(f"{user_id}:{plain(code)}")


def _record(work: Work, user_id: int, action: str) -> None:
    work.record_change(
        client_id=None, subject=SUBJECT, subject_id=user_id, action=action, changes={}
    )
