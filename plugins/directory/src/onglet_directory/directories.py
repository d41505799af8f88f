"""The directories that the settings choose, opened once and asked together.

One `Directories` lives with the plugin in each process: it keeps clients, circuits and counts
between questions, and makes others when the settings change.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from onglet_directory import settings
from onglet_directory.adapters.insee import KEY_HEADER, REQUESTS_PER_GET, InseeSirene
from onglet_directory.adapters.recherche_entreprises import PublicSearch
from onglet_directory.answer_file import AnswerFile
from onglet_directory.answers import ANSWERS
from onglet_directory.chain import DirectoryChain
from onglet_directory.guard import GuardedDirectory
from onglet_directory.http import open_client
from onglet_directory.offline.directory import OfflineDirectory
from onglet_directory.pace import Pace
from onglet_directory.turnstile import SharedTurnstile

if TYPE_CHECKING:
    from pathlib import Path

    from onglet.api import Ask
    from onglet_directory.port import CompanyDirectory, RememberingDirectory

# Under what the services allow (7 a second, 30 a minute): others of the machine may ask too.
PUBLIC_PACE: Final = Pace(questions=5, seconds=1.0)
INSEE_PACE: Final = Pace(questions=25, seconds=60.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the settings ask for. Equal settings share their directories."""

    order: tuple[str, ...]
    public_url: str
    insee_url: str
    insee_key: str
    offline_file: Path
    folder: Path


class OpenDirectory(DirectoryChain):
    """The directories of the deployment, with where people search them."""

    search_href: Final = "/directory/search"


class Directories:
    """Opens the directories that the settings ask for, and keeps them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._opened: dict[Wanted, OpenDirectory] = {}

    def open(self, ask: Ask) -> OpenDirectory:
        """The directories of the deployment, in the order of the settings."""
        wanted = wanted_by(ask)
        with self._lock:
            if wanted not in self._opened:
                self._opened = {wanted: OpenDirectory(tuple(_directories(wanted)))}
            return self._opened[wanted]


def wanted_by(ask: Ask) -> Wanted:
    """What the settings ask for. INSEE needs a key, the offline directory its file."""
    folder = replace(ask, plugin="directory").folder()
    offline = settings.offline_file(ask, folder)
    key = str(ask.setting(settings.INSEE_KEY) or "").strip()
    order = [
        source
        for source in settings.order(ask)
        if (source != settings.INSEE or key) and (source != settings.OFFLINE or offline.is_file())
    ]
    return Wanted(
        order=tuple(order),
        public_url=str(ask.setting(settings.PUBLIC_URL)),
        insee_url=str(ask.setting(settings.INSEE_URL)),
        insee_key=key,
        offline_file=offline,
        folder=folder,
    )


def _directories(wanted: Wanted) -> list[RememberingDirectory]:
    answers = wanted.folder / ANSWERS
    opened: list[RememberingDirectory] = []
    for source in wanted.order:
        if source == settings.PUBLIC:
            client = open_client(wanted.public_url)
            opened.append(_guarded(PublicSearch(client=client), answers, PUBLIC_PACE))
        elif source == settings.INSEE:
            headers = {KEY_HEADER: wanted.insee_key}
            client = open_client(wanted.insee_url, headers=headers)
            directory = InseeSirene(key=wanted.insee_key, client=client)
            opened.append(_guarded(directory, answers, INSEE_PACE, REQUESTS_PER_GET))
        elif source == settings.OFFLINE:
            opened.append(OfflineDirectory(wanted.offline_file))
    return opened


def _guarded(
    directory: CompanyDirectory, answers: Path, pace: Pace, requests_per_get: int = 1
) -> GuardedDirectory:
    return GuardedDirectory(
        directory,
        answers=AnswerFile(answers),
        turnstile=SharedTurnstile(answers, directory.source, pace),
        requests_per_get=requests_per_get,
    )
