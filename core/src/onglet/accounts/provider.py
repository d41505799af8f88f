"""A provider of OpenID Connect: found, asked with code and PKCE, and its answer believed or not.

OpenID Connect Core 1.0 and Discovery 1.0, RFC 7636 (S256), RFC 9207 (`iss` in the answer). Only
signatures with a public key are believed: never `none`, never a shared secret.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import math
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import httpx2
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "Ed25519",
              "EdDSA")  # fmt: skip
SKEW_S = 60
"""Seconds by which the clocks of the provider and of this server may differ."""

LARGEST = 1_000_000
TIMEOUT_S = 10.0
FRESH_S = 600
LONGEST_SUBJECT = 255
NEAR = frozenset({"127.0.0.1", "localhost", "::1"})


class ProviderError(Exception):
    """The provider cannot be reached, or said something that is not to be believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which provider, and as whom it knows this deployment."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who signed in at the provider. `email` is empty unless the provider has verified it."""

    issuer: str
    subject: str
    email: str = ""
    given_name: str = ""
    family_name: str = ""


@dataclass(slots=True)
class Found:
    """What a provider says of itself, with its keys."""

    about: Mapping[str, Any]
    at: float
    keys: KeySet | None = None


@dataclass(slots=True)
class Providers:
    """What this process remembers of providers."""

    known: dict[str, Found] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


_providers = Providers()


def challenge_of(verifier: str) -> str:
    """Give the challenge (S256) that stands for a verifier."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def check_address(address: str) -> None:
    """Refuse an address to which no secret may be sent.

    Raises:
        ProviderError: neither https, nor http on this very machine.
    """
    parts = urlsplit(address)
    near = parts.scheme == "http" and parts.hostname in NEAR
    if not parts.hostname or not (parts.scheme == "https" or near) or parts.username:
        raise ProviderError(f"{address[:200]} is not an https address.")


def discover(issuer: str, now: datetime, *, again: bool = False) -> Found:
    """Give what a provider says of itself, remembered for ten minutes.

    Raises:
        ProviderError: it cannot be reached, or speaks for another issuer.
    """
    with _providers.lock:
        known = _providers.known.get(issuer)
    if known and not again and 0 <= now.timestamp() - known.at < FRESH_S:
        return known
    about = _get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if str(about.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
        raise ProviderError("The provider speaks for another issuer.")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        check_address(str(about.get(name, "")))
    found = Found(about=about, at=now.timestamp())
    with _providers.lock:
        _providers.known[issuer] = found
    return found


def ask_address(settings: Settings, found: Found, *, state: str, nonce: str, verifier: str) -> str:
    """Give the address at the provider to which the browser goes."""
    asked = {
        "response_type": "code",
        "client_id": settings.client_id,
        "redirect_uri": settings.redirect_uri,
        "scope": "openid email profile",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
    }
    start = str(found.about["authorization_endpoint"])
    return f"{start}{'&' if urlsplit(start).query else '?'}{urlencode(asked)}"


def fetch_person(
    settings: Settings, *, code: str, nonce: str, verifier: str, now: datetime
) -> Person:
    """Exchange a code, and give who the provider says it stands for.

    Raises:
        ProviderError: the code is refused, or what comes is not to be believed.
    """
    found = discover(settings.issuer, now)
    claims = _claims(settings, found, _exchange(settings, found, code, verifier), now)
    _check(settings, found, claims, nonce, now)
    verified = claims.get("email_verified") in {True, "true"}
    return Person(
        issuer=str(found.about["issuer"]),
        subject=str(claims["sub"]),
        email=str(claims.get("email") or "")[:320] if verified else "",
        given_name=str(claims.get("given_name") or "")[:120],
        family_name=str(claims.get("family_name") or claims.get("name") or "")[:120],
    )


def _exchange(settings: Settings, found: Found, code: str, verifier: str) -> str:
    """Give the identity token that a code is worth."""
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": settings.redirect_uri,
        "code_verifier": verifier,
    }
    ways = found.about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    auth = None
    if settings.client_secret and "client_secret_basic" in ways:
        auth = httpx2.BasicAuth(settings.client_id, settings.client_secret)
    else:
        sent["client_id"] = settings.client_id
        if settings.client_secret:
            sent["client_secret"] = settings.client_secret
    answer = _send("POST", str(found.about["token_endpoint"]), data=sent, auth=auth)
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise ProviderError("The provider gave no identity.")
    return token


def _claims(settings: Settings, found: Found, token: str, now: datetime) -> dict[str, Any]:
    """Give what a token says, its signature checked; keys are fetched again once if unknown."""
    for again in (False, True):
        if found.keys is None or again:
            found.keys = _keys(str(found.about["jwks_uri"]))
        try:
            signed = jws.deserialize_compact(token, found.keys, algorithms=list(ALGORITHMS))
        except (JoseError, ValueError) as error:
            if again:
                raise ProviderError("The signature is not the provider's.") from error
            continue
        try:
            claims = json.loads(signed.payload or b"")
        except ValueError as error:
            raise ProviderError("The identity cannot be read.") from error
        if isinstance(claims, dict):
            return claims
        raise ProviderError("The identity cannot be read.")
    raise AssertionError("unreachable")


def _keys(address: str) -> KeySet:
    try:
        return KeySet.import_key_set(_get(address))  # type: ignore[arg-type]  # read, then checked
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise ProviderError("The provider's keys cannot be read.") from error


def _check(
    settings: Settings, found: Found, claims: Mapping[str, Any], nonce: str, now: datetime
) -> None:
    """Refuse what was not said to us, by this provider, for this sign-in, just now."""
    if claims.get("iss") != found.about["issuer"]:
        raise ProviderError("The identity is of another issuer.")
    audience = claims.get("aud")
    meant = audience if isinstance(audience, list) else [audience]
    if settings.client_id not in meant:
        raise ProviderError("The identity is meant for another application.")
    if (len(meant) > 1 or "azp" in claims) and claims.get("azp") != settings.client_id:
        raise ProviderError("The identity was given to another application.")
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise ProviderError("The identity is of another sign-in.")
    present = now.timestamp()
    if _instant(claims.get("exp"), missing=0) + SKEW_S <= present:
        raise ProviderError("The identity is too old.")
    if _instant(claims.get("iat"), missing=math.inf) - SKEW_S > present:
        raise ProviderError("The identity is of a time to come.")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ProviderError("The identity names nobody.")


def _instant(value: Any, *, missing: float) -> float:
    """Give a number of seconds; what is none counts as `missing`, which is refused."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and abs(value) < 1e15 else missing


def _get(address: str) -> dict[str, Any]:
    return _send("GET", address)


def _send(method: str, address: str, **more: Any) -> dict[str, Any]:
    """Ask the provider, and give the JSON object that it answers; redirects are not followed."""
    check_address(address)
    try:
        with (
            httpx2.Client(timeout=TIMEOUT_S, follow_redirects=False, trust_env=True) as client,
            client.stream(method, address, headers={"Accept": "application/json"}, **more) as got,
        ):
            body = b""
            for piece in got.iter_bytes():
                body += piece
                if len(body) > LARGEST:
                    raise ProviderError("The provider says too much.")
            if got.status_code != 200:
                raise ProviderError(f"The provider answered {got.status_code}.")
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise ProviderError("The provider cannot be reached.") from error
    try:
        found = json.loads(body)
    except ValueError as error:
        raise ProviderError("The provider's answer cannot be read.") from error
    if not isinstance(found, dict):
        raise ProviderError("The provider's answer cannot be read.")
    return found
