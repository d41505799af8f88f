"""Which passwords are taken, and that a stranger's takes the same work as a colleague's."""

from __future__ import annotations

import pytest

from onglet.accounts import hashing
from onglet.accounts.hashing import LONGEST, hash_password, verify_password
from onglet.accounts.passwords import check_password
from onglet.accounts.rejected import Rejected

ABOUT = ("claire.morel@boulangerie-port.example", "Claire", "Morel", "Boulangerie du Port")


@pytest.mark.parametrize(
    "password",
    [
        "cheval batterie agrafe correcte",
        "J'aime le jaune 2 fois",
        "ma claire fontaine et les canards",  # a name of one's own among other words
        "Ünïcødé très très long",
        "密码很长而且没有人会猜到它的样子",
        "مرحبا يا صديقي العزيز",
        "🐴🔋📎✅🌊🏔️🚲🎻🍋🧭🪁🦉",
        "<script>alert(1)</script>",
        "'; DROP TABLE core_user; --",
        "x" * 500 + "abcdefgh ijkl",
    ],
)
def test_long_and_unlikely_ones_are_taken(password: str) -> None:
    check_password(password, about=ABOUT)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "elevenchars",
        "Tr0ub4dor&3",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "            ",
        "motdepasse123",
        "MotDePasse2026!",
        "mot de passe 2026",
        "P@ssw0rd1234",
        "azertyuiop123",
        "azertyuiopqs",
        "123456789012",
        "0987654321098",
        "qwertyuiop[]",
        "password password",
        "Bienvenue2026!",
        "bienvenue soleil 75",
        "claire.morel@boulangerie-port.example",
        "ClaireMorel2026",
        "morel-claire-1984",
        "boulangerie2026",
        "x" * (LONGEST + 1),
        "x" * 10_000_000,
    ],
)
def test_guessable_ones_are_refused_with_a_sentence(password: str) -> None:
    with pytest.raises(Rejected) as refusal:
        check_password(password, about=ABOUT, field="new_password")

    assert refusal.value.field == "new_password"
    assert str(refusal.value).endswith((".", "!"))


def test_a_password_is_known_by_its_hash_only() -> None:
    kept = hash_password("cheval batterie agrafe")

    assert kept.startswith("$argon2id$")
    assert "cheval" not in kept
    assert kept != hash_password("cheval batterie agrafe")
    assert verify_password("cheval batterie agrafe", kept).ok
    assert not verify_password("cheval batterie agrafes", kept).ok


def test_two_ways_of_writing_an_accent_are_one_password() -> None:
    assert verify_password(
        "e\u0301t\u00e9 comme hiver", hash_password("\u00e9te\u0301 comme hiver")
    ).ok


def test_a_stranger_costs_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = hash_password("cheval batterie agrafe")
    real = hashing._hasher
    done: list[str] = []

    class Counting:
        def verify_and_update(self, password: str, against: str) -> tuple[bool, str | None]:
            done.append(against.rsplit("$", 2)[0])
            return real.verify_and_update(password, against)

    monkeypatch.setattr(hashing, "_hasher", Counting())
    hashing._nobody.cache_clear()
    monkeypatch.setattr(hashing, "_nobody", lambda: real.hash("nobody has this password"))

    assert not verify_password("wrong", kept).ok
    assert not verify_password("wrong", None).ok

    assert len(done) == 2
    assert done[0] == done[1]  # same algorithm, same memory, same passes


def test_the_stranger_s_own_hash_opens_nothing() -> None:
    assert not verify_password("nobody has this password", None).ok


def test_an_endless_password_is_not_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "_hasher", None)

    assert not verify_password("x" * 10_000_000, None).ok
    with pytest.raises(ValueError, match="1024"):
        hash_password("x" * (LONGEST + 1))


def test_a_hash_of_older_settings_is_renewed() -> None:
    from pwdlib.hashers.argon2 import Argon2Hasher

    old = Argon2Hasher(time_cost=1, memory_cost=8192, parallelism=1).hash("cheval batterie agrafe")

    verified = verify_password("cheval batterie agrafe", old)

    assert verified.ok
    assert verified.fresh_hash is not None
    assert verify_password("cheval batterie agrafe", verified.fresh_hash) == hashing.Verified(True)


def test_rubbish_in_the_table_is_no_password() -> None:
    assert not verify_password("cheval batterie agrafe", "rubbish").ok
    assert not verify_password("", "").ok
