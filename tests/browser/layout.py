"""What a page may not do at any width."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDER = """(width) => {
  const inScroller = (element) => {
    for (let box = element.parentElement; box; box = box.parentElement) {
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };
  const out = [...document.body.querySelectorAll("*")].filter(
    (element) => element.getBoundingClientRect().right > width + 1 && !inScroller(element));
  return {
    scroll: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth),
    out: out.slice(0, 5).map((element) => element.outerHTML.slice(0, 120)),
  };
}"""


def assert_no_horizontal_scroll(page: Page) -> None:
    """Fail, naming what sticks out, if the page is wider than its window."""
    window = page.viewport_size
    assert window
    seen = page.evaluate(WIDER, window["width"])
    assert seen["scroll"] <= window["width"], (
        f"{page.url} is {seen['scroll']} px wide on {window['width']}: {seen['out']}"
    )
