"""The table of settings, and the frozen value that the rest of the product is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from onglet.config import values as v

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What this deployment has set. Fields that may hold a password are kept out of `repr`."""

    data: Path
    host: str
    port: int
    public_url: str
    database_url: str = field(repr=False)
    storage: v.StoragePlace
    s3_key_id: str | None = field(repr=False)
    s3_secret: str | None = field(repr=False)
    smtp: v.SmtpServer | None = field(repr=False)
    mail_from: str
    secret: str = field(repr=False)
    settings_keys: tuple[str, ...] = field(repr=False)
    locale: str
    zone: ZoneInfo
    workers: int
    embedded_worker: bool
    threads: int
    plugin_budget_ms: int
    proxies: tuple[str, ...]
    log_level: str
    log_format: str

    @property
    def mails(self) -> Path:
        """The folder that mails are written to while no relay is set."""
        return self.data / "mails"

    @property
    def on_https(self) -> bool:
        """Whether browsers reach the service over https: cookies are then `Secure`."""
        return self.public_url.startswith("https://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One line of the table.

    `default` is read like a given text, after `{data}`, `{host}`, `{port}`, `{site}` (host and port
    as a browser writes them) and `{domain}` (host of the public address) are put in; None leaves
    the field None. `unset` says what happens then, when the default does not say it by itself.
    """

    name: str
    field: str
    default: str | None
    doc: str
    read: Callable[[str], Any] = v.read_text
    unset: str = ""
    secret: bool = False

    @property
    def key(self) -> str:
        """The name in a TOML file: the setting's name in small letters, without the prefix."""
        return self.name.removeprefix("ONGLET_").lower()


SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="ONGLET_DATA",
        field="data",
        default="var",
        read=v.read_path,
        doc="Folder of what this deployment keeps on disk; made at start when it is missing.",
    ),
    Setting(
        name="HOST",
        field="host",
        default="127.0.0.1",
        doc="Address that the service listens on; 0.0.0.0 opens it to the network.",
    ),
    Setting(
        name="PORT",
        field="port",
        default="8000",
        read=v.whole_number(0, 65535),
        doc="Port that the service listens on; 0 takes a free one.",
    ),
    Setting(
        name="ONGLET_PUBLIC_URL",
        field="public_url",
        default="http://{site}",
        read=v.read_public_url,
        doc="Address at which browsers reach the service; https makes cookies secure.",
    ),
    Setting(
        name="ONGLET_DATABASE_URL",
        field="database_url",
        default="sqlite:///{data}/onglet.db",
        read=v.read_database_url,
        secret=True,
        doc="The database: SQLite, or PostgreSQL 15 and later (needs the extra `postgresql`).",
    ),
    Setting(
        name="ONGLET_STORAGE",
        field="storage",
        default="{data}/files",
        read=v.read_storage,
        doc=(
            "Where files are kept: a folder, or"
            " s3://bucket/prefix?endpoint=...&region=... (needs the extra `s3`)."
        ),
    ),
    Setting(
        name="ONGLET_S3_KEY_ID",
        field="s3_key_id",
        default=None,
        unset="taken from the AWS environment",
        secret=True,
        doc="Access key of the bucket.",
    ),
    Setting(
        name="ONGLET_S3_SECRET",
        field="s3_secret",
        default=None,
        unset="taken from the AWS environment",
        secret=True,
        doc="Secret key of the bucket.",
    ),
    Setting(
        name="ONGLET_SMTP_URL",
        field="smtp",
        default=None,
        read=v.read_smtp,
        unset="mails are written to {data}/mails",
        secret=True,
        doc="Relay for mails: smtp://user:password@host:port?tls=starttls|implicit|none.",
    ),
    Setting(
        name="ONGLET_MAIL_FROM",
        field="mail_from",
        default="onglet@{domain}",
        read=v.read_sender,
        doc="Address that invitations and alerts come from.",
    ),
    Setting(
        name="ONGLET_SECRET",
        field="secret",
        default=None,
        read=v.read_secret,
        unset="made once and kept in {data}/secret, readable by its owner only",
        secret=True,
        doc="Key that signs cookies and links; the same on every machine of one deployment.",
    ),
    Setting(
        name="ONGLET_SETTINGS_KEYS",
        field="settings_keys",
        default=None,
        read=v.read_settings_keys,
        unset="one is made and kept in {data}/settings-key, readable by its owner only",
        secret=True,
        doc="Keys that seal the secrets among the settings in the database, the newest first.",
    ),
    Setting(
        name="ONGLET_LOCALE",
        field="locale",
        default="fr",
        read=v.one_of("fr", "en"),
        doc="Language of those who chose none and whose browser asks for none: fr or en.",
    ),
    Setting(
        name="ONGLET_ZONE",
        field="zone",
        default="Europe/Paris",
        read=v.read_zone,
        doc="Time zone of those who chose none.",
    ),
    Setting(
        name="ONGLET_WORKERS",
        field="workers",
        default="1",
        read=v.whole_number(1, 64),
        doc="Processes that answer requests.",
    ),
    Setting(
        name="ONGLET_EMBEDDED_WORKER",
        field="embedded_worker",
        default="true",
        read=v.read_flag,
        doc="Whether `onglet serve` also runs the background jobs; false with `onglet worker`.",
    ),
    Setting(
        name="ONGLET_THREADS",
        field="threads",
        default="4",
        read=v.whole_number(1, 64),
        doc="Guard threads in which a process runs the code of plugins.",
    ),
    Setting(
        name="ONGLET_PLUGIN_BUDGET_MS",
        field="plugin_budget_ms",
        default="300",
        read=v.whole_number(1, 60_000),
        doc="Milliseconds that a page waits for a plugin before it leaves without it.",
    ),
    Setting(
        name="ONGLET_PROXIES",
        field="proxies",
        default="",
        read=v.read_proxies,
        unset="no forwarding header is believed",
        doc="Proxies whose X-Forwarded headers are believed: addresses or networks, with commas.",
    ),
    Setting(
        name="ONGLET_LOG_LEVEL",
        field="log_level",
        default="info",
        read=v.one_of("debug", "info", "warning", "error"),
        doc="Least severity that is logged: debug, info, warning or error.",
    ),
    Setting(
        name="ONGLET_LOG_FORMAT",
        field="log_format",
        default="text",
        read=v.one_of("text", "json"),
        doc="How a line of the log is written: text for people, json for machines.",
    ),
)

FILE_SETTING = "ONGLET_ENV_FILE"
