"""What a deployment can choose: which directories, in which order, with which key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from onglet.api import N_, Setting, SettingsPage, _
from onglet_directory.adapters import insee, recherche_entreprises

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onglet.api import Ask

ORDER: Final = "directory.order"
INSEE_KEY: Final = "directory.insee_key"
OFFLINE_FILE: Final = "directory.offline_file"
PUBLIC_URL: Final = "directory.public_url"
INSEE_URL: Final = "directory.insee_url"

PUBLIC: Final = "public"
INSEE: Final = "insee"
OFFLINE: Final = "offline"

BUILT: Final = "sirene.sqlite"
"""Name of the offline directory in the plugin's folder."""

ORDERS: Final = (
    ("public,insee,offline", N_("Public search, then INSEE, then the offline directory")),
    ("insee,public,offline", N_("INSEE, then the public search, then the offline directory")),
    ("offline,public,insee", N_("Offline directory, then the public search, then INSEE")),
    ("offline", N_("Offline directory only: nothing leaves this machine")),
    ("", N_("None: clients are typed by hand")),
)


def all_settings() -> Iterable[Setting]:
    """The settings of the directory."""
    yield Setting(
        key=ORDER,
        label=N_("Company directories, in this order"),
        default=ORDERS[0][0],
        kind="choice",
        choices=ORDERS,
        help=N_("A directory without its key or its file is passed over."),
    )
    yield Setting(
        key=INSEE_KEY,
        label=N_("Key of the INSEE Sirene API"),
        default="",
        kind="secret",
        help=N_("Free, from portail-api.insee.fr. Without it INSEE is not asked."),
    )
    yield Setting(
        key=OFFLINE_FILE,
        label=N_("File of the offline directory"),
        default="",
        help=N_("Empty: the one that “onglet directory build” makes."),
    )
    yield Setting(
        key=PUBLIC_URL,
        label=N_("Address of the public company search"),
        default=recherche_entreprises.BASE_URL,
        check=check_url,
    )
    yield Setting(
        key=INSEE_URL,
        label=N_("Address of the INSEE Sirene API"),
        default=insee.BASE_URL,
        check=check_url,
    )


def settings_page() -> SettingsPage:
    """The page of these settings."""
    return SettingsPage(
        key="directory.settings",
        label=N_("Company directory"),
        icon="building",
        right="core.settings.edit",
        order=300,
        note=N_("Which registers are asked, in which order, and with which key."),
        settings=(ORDER, INSEE_KEY, OFFLINE_FILE, PUBLIC_URL, INSEE_URL),
    )


def check_url(value: object) -> str:
    """Why an address cannot be one of a service; empty when it can."""
    parts = urlsplit(str(value))
    if parts.scheme in {"http", "https"} and parts.hostname and not parts.username:
        return ""
    return _("Give an address that begins with https://.")


def order(ask: Ask) -> tuple[str, ...]:
    """The directories chosen, in order."""
    chosen = str(ask.setting(ORDER) or "")
    return tuple(part for part in chosen.split(",") if part in {PUBLIC, INSEE, OFFLINE})


def offline_file(ask: Ask, folder: Path) -> Path:
    """The file of the offline directory: the one set, or the one built in the plugin's folder."""
    given = str(ask.setting(OFFLINE_FILE) or "").strip()
    return Path(given) if given else folder / BUILT
