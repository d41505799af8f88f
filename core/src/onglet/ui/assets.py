"""Static files under addresses that change with their content, so browsers keep them a year.

`/static/<package>/<hash of the folder>/<file>` for each package, `/static/-/<hash>/onglet.css` for
the joined style sheets and `/static/-/<hash>/icons.svg` for the sprite. One address does not
change: `/static/onglet/v1/onglet.js`, for plugins' modules to import.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, Response

from onglet.ui import icons as icon_set
from onglet.ui.packages import CORE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

    from onglet.ui.packages import UiPackage

JOINED = "-"
ROOT = "/static"
LAYERS = "@layer reset, tokens, base, kit, shell, record, plugins;\n"
FOREVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300, stale-while-revalidate=86400"
_STABLE_MODULE = ("onglet", "v1", "onglet.js")
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
}
_PACKED = {".js", ".mjs", ".css", ".svg", ".json", ".txt", ".html", ".webmanifest"}
_RELATIVE_URL = re.compile(r"""url\((["']?)(?!["']?(?:data:|https?:|/|#))([^"')]+)\1\)""")
_HASH_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A file made at start and kept in memory, with its gzip twin."""

    body: bytes
    packed: bytes
    media_type: str
    cache: str
    etag: str


class Assets:
    """The addresses of every static file, and the ASGI application that serves them."""

    def __init__(
        self, packages: Iterable[UiPackage] = (CORE,), *, named_icons: Iterable[str] = ()
    ) -> None:
        """Read the folders, join the style sheets and build the sprite.

        Args:
            packages: the core first, then the plugins that are on.
            named_icons: icons that contributions name, beside those found in the files.

        Raises:
            IconRefused: a package's own icon cannot be used.
        """
        self._packages = {package.name: package for package in packages}
        self._hashes = {name: _folder_hash(p.static) for name, p in self._packages.items()}
        self._held: dict[tuple[str, str, str], _Held] = {}
        self._known = dict(icon_set.core_icons())
        for package in self._packages.values():
            self._known.update(icon_set.package_icons(package))
        self._sprite_names = self._names_in_use(named_icons)
        sprite = icon_set.sprite({name: self._known[name] for name in self._sprite_names})
        self.sprite_url = self._hold("icons.svg", sprite)
        self.css_url = self._hold("onglet.css", self._joined_css().encode())
        if "onglet" in self._packages and (CORE.static / "onglet.js").exists():
            stub = f'export * from "{self.url("onglet.js")}";\n'.encode()
            self._held[_STABLE_MODULE] = _held(stub, ".js", SHORT)

    def url(self, name: str, package: str = "onglet") -> str:
        """The address of a package's static file.

        Raises:
            KeyError: the package is not among those given.
            FileNotFoundError: the package has no such file.
        """
        owner = self._packages[package]
        if _inside(owner.static, name) is None:
            raise FileNotFoundError(f"{package} has no static file {name!r}")
        return f"{ROOT}/{package}/{self._hashes[package]}/{name}"

    def icon_url(self, name: str) -> str:
        """The address of an icon in the sprite; a dot for one that is not there."""
        shown = name if name in self._sprite_names else icon_set.FALLBACK
        return f"{self.sprite_url}#{shown}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve what is under `/static`; anything else, or an old address, is a plain 404."""
        response = self._answer(scope) if scope["type"] == "http" else _missing()
        await response(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        if scope["method"] not in {"GET", "HEAD"}:
            return PlainTextResponse("", 405, headers={"Allow": "GET, HEAD"})
        path = scope["path"].removeprefix(scope.get("root_path", "")).removeprefix(ROOT)
        package, _slash, rest = path.strip("/").partition("/")
        folder, _slash, name = rest.partition("/")
        held = self._held.get((package, folder, name))
        if held is None:
            held = self._from_folder(package, folder, name)
        if held is None:
            return _missing()
        headers = {name: value for name, value in scope["headers"]}  # noqa: C416 - bytes pairs
        return _response(held, headers)

    def _from_folder(self, package: str, folder: str, name: str) -> _Held | None:
        owner = self._packages.get(package)
        if owner is None or folder != self._hashes[package]:
            return None
        path = _inside(owner.static, name)
        if path is None:
            return None
        held = _held(path.read_bytes(), path.suffix, FOREVER)
        self._held[package, folder, name] = held
        return held

    def _names_in_use(self, named: Iterable[str]) -> frozenset[str]:
        used = {icon_set.FALLBACK, *named}
        for package in self._packages.values():
            used |= icon_set.icons_named_in(package.folder, self._known)
            used |= {name for name in self._known if name.startswith(f"{package.name}-")}
        return frozenset(used & self._known.keys())

    def _joined_css(self) -> str:
        parts = [LAYERS]
        for package in self._packages.values():
            folder = package.static / "css" if package is CORE else package.static
            for path in sorted(folder.glob("*.css")) if folder.is_dir() else ():
                text = self._absolute(path, package)
                if package is not CORE and "@layer" not in text:
                    text = f"@layer plugins {{\n{text}\n}}\n"
                parts.append(text)
        return "\n".join(parts)

    def _absolute(self, path: Path, package: UiPackage) -> str:
        """The sheet with its relative addresses made absolute, since it moves when joined."""

        def moved(match: re.Match[str]) -> str:
            target = (path.parent / match[2]).resolve().relative_to(package.static.resolve())
            return f'url("{self.url(target.as_posix(), package.name)}")'

        return _RELATIVE_URL.sub(moved, path.read_text(encoding="utf-8"))

    def _hold(self, name: str, body: bytes) -> str:
        folder = hashlib.sha256(body).hexdigest()[:_HASH_LENGTH]
        self._held[JOINED, folder, name] = _held(body, f".{name.rpartition('.')[2]}", FOREVER)
        return f"{ROOT}/{JOINED}/{folder}/{name}"


def _held(body: bytes, suffix: str, cache: str) -> _Held:
    guessed = mimetypes.guess_type(f"x{suffix}")[0] or "application/octet-stream"
    return _Held(
        body=body,
        packed=gzip.compress(body, 9, mtime=0) if suffix in _PACKED else b"",
        media_type=_TYPES.get(suffix, guessed),
        cache=cache,
        etag=f'"{hashlib.sha256(body).hexdigest()[:_HASH_LENGTH]}"',
    )


def _response(held: _Held, asked: dict[bytes, bytes]) -> Response:
    headers = {"Cache-Control": held.cache, "ETag": held.etag, "Vary": "Accept-Encoding"}
    if asked.get(b"if-none-match", b"").decode("latin-1") == held.etag:
        return Response(status_code=304, headers=headers)
    body = held.body
    if held.packed and b"gzip" in asked.get(b"accept-encoding", b""):
        body = held.packed
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type=held.media_type, headers=headers)


def _missing() -> Response:
    return PlainTextResponse("", 404, headers={"Cache-Control": "no-store"})


def _inside(folder: Path, name: str) -> Path | None:
    """The file of that name, unless the name climbs out of the folder."""
    if not name or "\x00" in name or "\\" in name:
        return None
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder.resolve()) and path.is_file() else None


def _folder_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:_HASH_LENGTH]
