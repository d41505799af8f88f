"""A provider of OpenID Connect on loopback, for tests: it does as told, wrong as well as right."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jws
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "onglet-client", "a client's secret"


class Provider:
    """One provider: what it says can be changed by a test before it is asked."""

    def __init__(self, address: str, clock: Callable[[], Any]) -> None:
        self.address = address
        self.clock = clock
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.published = [self.key]
        self.person: dict[str, Any] = {
            "sub": "subject-1",
            "email": "claire@firm.example",
            "email_verified": True,
            "given_name": "Claire",
            "family_name": "Petit",
        }
        self.changes: dict[str, Any] = {}
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "one"}
        self.about: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.key_reads = 0

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            **self.about,
        }

    def approve(self, location: str) -> str:
        """Do as the person who signs in at the provider; give the query that comes back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"code={code}&state={asked['state']}"

    def exchange(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)  # a code is worth something once
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        challenge = (
            base64.urlsafe_b64encode(
                hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            )
            .decode()
            .rstrip("=")
        )
        fits = (
            asked is not None
            and authorization == f"Basic {basic}"
            and challenge == asked["code_challenge"]
            and form.get("redirect_uri") == asked["redirect_uri"]
        )
        if not fits or asked is None:
            return 400, {"error": "invalid_grant"}
        now = int(self.clock().timestamp())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.person,
            **self.changes,
        }
        return 200, {"token_type": "Bearer", "access_token": "x", "id_token": self.sign(claims)}

    def sign(self, claims: dict[str, Any]) -> str:
        body = json.dumps({k: v for k, v in claims.items() if v is not None}).encode()
        if self.header["alg"] == "none":
            parts = (json.dumps(self.header).encode(), body, b"")
            return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
        if self.header["alg"] == "HS256":  # the public key taken for a shared secret
            shared = OctKey.import_key(self.key.as_pem(private=False))
            return jws.serialize_compact(self.header, body, shared, algorithms=["HS256"])
        return jws.serialize_compact(self.header, body, self.key)

    def answer(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        if path == "/.well-known/openid-configuration":
            return 200, self.discovery()
        if path == "/keys":
            self.key_reads += 1
            return 200, {"keys": [key.as_dict(private=False) for key in self.published]}
        if path == "/token":
            return self.exchange(form, authorization)
        return 404, {}


@contextmanager
def provider(clock: Callable[[], Any]) -> Iterator[Provider]:
    """Serve a provider on a port of this machine."""
    made: list[Provider] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
            self._answer({name: values[0] for name, values in parse_qs(body).items()})

        def _answer(self, form: dict[str, str]) -> None:
            authorization = self.headers.get("authorization", "")
            status, found = made[0].answer(urlsplit(self.path).path, form, authorization)
            body = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.append(Provider(f"http://127.0.0.1:{server.server_port}", clock))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
