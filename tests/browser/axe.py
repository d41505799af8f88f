"""axe-core over a page: the accessibility faults that a machine can see."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

VENDOR = Path(__file__).resolve().parent.parent / "vendor"
STANDARDS = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
    "best-practice",
]


def about() -> dict[str, str]:
    """What is kept of axe-core: file, version, licence, hash."""
    return tomllib.loads((VENDOR / "axe.toml").read_text(encoding="utf-8"))


def sha384(content: bytes) -> str:
    """The hash as in a subresource integrity attribute, without its prefix."""
    return base64.b64encode(hashlib.sha384(content).digest()).decode()


@cache
def source() -> str:
    """axe-core's own file, which must be the published one."""
    content = (VENDOR / about()["file"]).read_bytes()
    assert sha384(content) == about()["sha384"], "tests/vendor/axe.min.js is not what axe.toml says"
    return content.decode()


def violations(page: Page, within: str = "html") -> list[str]:
    """One line for each fault in the part of the page that the selector names."""
    page.evaluate(source())
    found: dict[str, Any] = page.evaluate(
        "([within, tags]) => axe.run(within, {runOnly: tags, resultTypes: ['violations']})",
        [within, STANDARDS],
    )
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']} at {node['target']}: {node['html']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def assert_accessible(page: Page, within: str = "html") -> None:
    """Fail with every fault, if there is one."""
    faults = violations(page, within)
    assert not faults, "\n".join([f"{len(faults)} faults on {page.url}", *faults])
