"""What the deployment has set, and in which language and zone it speaks to whom."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from onglet.host.vault import ClosedError
from onglet.rights.models import User
from onglet.settings.models import SETTINGS, SettingRow
from onglet.work.session import once

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection
    from sqlalchemy.orm import Session

    from onglet.config import Config
    from onglet.host.host import Host

log = logging.getLogger("onglet.settings")

LOCALE: Final = "core.default_locale"
ZONE: Final = "core.default_zone"


def values_of(session: Session) -> dict[str, Any]:
    """Give every value that was set, read together once in the life of a session that reads."""

    def read() -> dict[str, Any]:
        rows = session.execute(select(SettingRow.key, SettingRow.value))
        return {row.key: row.value for row in rows}

    return once(session, SETTINGS, read)


def seal_secrets(host: Host, session: Session) -> None:
    """Seal with the first key what is not: secrets in plain, and those sealed with an older key.

    One that no key opens stays as it is: its key may come back.
    """
    declared = host.loaded.registry.settings
    keys = [placed.item.key for placed in declared if placed.item.kind == "secret"]
    for row in session.scalars(select(SettingRow).where(SettingRow.key.in_(keys))):
        if not host.vault.is_up_to_date(row.value):
            try:
                row.value = host.vault.seal(host.vault.unseal(row.value))
            except ClosedError as error:
                log.error("the setting %s is not sealed again: %s", row.key, error)  # noqa: TRY400


def habits_of(connection: Connection, config: Config, user_id: int | None) -> tuple[str, str]:
    """Give the language and the zone of a user; the firm's for None, and where they chose none."""
    rows = connection.execute(
        select(SettingRow.key, SettingRow.value).where(SettingRow.key.in_((LOCALE, ZONE)))
    )
    firm = {row.key: str(row.value or "") for row in rows}
    locale = firm.get(LOCALE) or config.locale
    zone = firm.get(ZONE) or str(config.zone)
    if user_id is None:
        return locale, zone
    query = select(User.locale, User.zone).where(User.id == user_id)
    user = connection.execute(query).one_or_none()
    return (user.locale or locale, user.zone or zone) if user else (locale, zone)
