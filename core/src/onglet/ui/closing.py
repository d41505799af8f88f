"""HTML of somebody else's that must not swallow what stands after it."""

from __future__ import annotations

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser


def closed(html: str) -> Markup:
    """Give HTML whose tags are all closed: parsed, then written again.

    `<plaintext>`, `<base>` and `<meta>` are dropped: no parser can contain what they do. This is
    no cleaning: a plugin's scripts and styles are its own affair, and the page's policy's.
    """
    if "<" not in html:
        return Markup(html)  # noqa: S704 - without an element, nothing can be left open
    tree = LexborHTMLParser(f"<body>{html}</body>")
    for node in tree.css("plaintext, base, meta"):
        node.decompose()
    body = tree.body
    if body is None:
        return Markup("")
    return Markup("".join(child.html or "" for child in body.iter(include_text=True)))  # noqa: S704 - re-serialised
