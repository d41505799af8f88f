"""Templates and words made ready before somebody waits for them.

A template is compiled when it is first used, which takes longer than a page may wait for a plugin.
Compiled ones are kept in a folder from one start to the next, and read or made in a thread that
begins with the service: the start itself waits for none of it.
"""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

import jinja2
from jinja2 import BytecodeCache, FileSystemBytecodeCache

from onglet import __version__
from onglet.ui.catalogues import catalogues
from onglet.ui.i18n import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import CodeType

    from jinja2 import Environment
    from jinja2.bccache import Bucket

log = logging.getLogger("onglet.pages")


IN_PROCESS: dict[str, tuple[str, CodeType | None]] = {}
"""What templates were compiled to here, by their path, with the checksum of their source.

The switch of a plugin makes every worker build its interface anew: it finds them here.
"""


class KeptTemplates(BytecodeCache):
    """What templates were compiled to: in this process first, then in a folder if one is given.

    What they were compiled from is checked by Jinja, what compiled them by the folder's name. A
    folder that cannot be used only means that they are compiled at each start.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._disk = _on_disk(folder) if folder is not None else None

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what is known of the template, when its source is still the same."""
        checksum, code = IN_PROCESS.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
        elif self._disk is not None:
            try:
                self._disk.load_bytecode(bucket)
            except (OSError, EOFError, ValueError, TypeError) as error:
                log.warning("a compiled template could not be read: %s", error)
                bucket.reset()
            IN_PROCESS[bucket.key] = (bucket.checksum, bucket.code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was just compiled."""
        IN_PROCESS[bucket.key] = (bucket.checksum, bucket.code)
        if self._disk is not None:
            try:
                self._disk.dump_bytecode(bucket)
            except OSError as error:
                log.debug("a compiled template could not be kept: %s", error)


def _on_disk(folder: Path) -> BytecodeCache:
    by = f"onglet{__version__}-jinja{jinja2.__version__}-{sys.implementation.cache_tag}"
    place = folder / by
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        log.warning("compiled templates are not kept: %s", error)
    return FileSystemBytecodeCache(str(place))


def warm(environment: Environment) -> None:
    """Make every template and every catalogue ready; one that cannot be is left to its page."""
    for language in LANGUAGES:
        for domain in catalogues.domains():
            try:
                catalogues.gettext(language, domain, "")
            except Exception:
                log.exception("the words of %s in %s", domain, language)
    for name in environment.list_templates(extensions=("html", "txt")):
        try:
            environment.get_template(name)
        except Exception:
            log.exception("the template %s", name)


class Warming:
    """Runs something once, in a thread that holds nobody up."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._thread = threading.Thread(target=work, name="onglet-warming", daemon=True)

    def start(self) -> None:
        """Begin; a second call does nothing."""
        if self._thread.ident is None:
            self._thread.start()

    def wait(self) -> None:
        """Wait until it has ended, if it has begun."""
        if self._thread.ident is not None:
            self._thread.join()
