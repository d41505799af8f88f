"""Security headers on every answer, as a pure ASGI middleware."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    Hosts = Mapping[str, Iterable[str]]

_BASE: dict[str, tuple[str, ...]] = {
    "default-src": ("'self'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'none'",),
    "object-src": ("'none'",),
}
_MAY_WIDEN = frozenset({"img-src", "connect-src", "frame-src", "media-src", "font-src"})
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "X-Frame-Options": "DENY",
}
_VARY = ("HX-Request-Type", "Cookie")


def policy(hosts: Hosts) -> str:
    """The Content-Security-Policy, widened by what plugins declared.

    Args:
        hosts: directive to hosts; scripts, styles, forms and frames around us cannot be widened.

    Raises:
        ValueError: a directive that may not be widened, or a host with a space or semicolon.
    """
    directives = dict(_BASE)
    for directive, extra in sorted(hosts.items()):
        if directive not in _MAY_WIDEN:
            raise ValueError(f"a plugin may not widen {directive}")
        for host in extra:
            if not host or any(char in host for char in " ;,'\"\n\r"):
                raise ValueError(f"{host!r} is not a host")
        directives[directive] = ("'self'", *sorted(set(extra)))
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


class SecurityHeaders:
    """Adds the policy, `nosniff` and the like; pages are never stored by the browser."""

    def __init__(self, app: ASGIApp, hosts: Hosts | Callable[[], Hosts] | None = None) -> None:
        """Wrap an application.

        Args:
            app: what answers.
            hosts: extra hosts by CSP directive, or a callable asked at each request, for
                plugins that come and go.
        """
        self._app = app
        self._ask = hosts if callable(hosts) else None
        self._policy = policy({} if hosts is None or callable(hosts) else hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the answer's headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        csp = self._policy if self._ask is None else policy(self._ask())

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", csp)
                for name, value in _FIXED.items():
                    headers.setdefault(name, value)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.setdefault("Cache-Control", "no-store")
                if not headers.get("Cache-Control", "").startswith("public"):
                    for name in _VARY:
                        headers.add_vary_header(name)
            await send(message)

        await self._app(scope, receive, completed)
