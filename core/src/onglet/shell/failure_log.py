"""The failures of plugins as administrators read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from onglet.host.models import PluginFailure
from onglet.ui.i18n import gettext_of

if TYPE_CHECKING:
    from datetime import datetime

    from onglet.contributions import Ask

PAGE: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureView:
    """One failure: what was asked, why it failed, how long it took, and where in the code."""

    id: int
    plugin: str
    reference: str
    what: str
    cause: str
    trace: str
    milliseconds: int
    version: str
    at: datetime

    @property
    def said(self) -> str:
        """The cause in the reader's language, or as it came when the words are not ours."""
        return gettext_of("onglet", self.cause)


COLUMNS: Final = tuple(getattr(PluginFailure, name) for name in FailureView.__dataclass_fields__)


def last_of_each(ask: Ask) -> dict[str, FailureView]:
    """Give the last failure of each plugin that has any."""
    last = select(func.max(PluginFailure.id)).group_by(PluginFailure.plugin)
    query = select(*COLUMNS).where(PluginFailure.id.in_(last))
    return {row.plugin: FailureView(**row._mapping) for row in ask.session.execute(query)}


def count_by_plugin(ask: Ask) -> dict[str, int]:
    """Count the failures of each plugin that has any."""
    query = select(PluginFailure.plugin, func.count(PluginFailure.id).label("failures")).group_by(
        PluginFailure.plugin
    )
    return {row.plugin: row.failures for row in ask.session.execute(query)}


def of_plugin(
    ask: Ask, plugin: str, *, reference: str = "", before: int | None = None, limit: int = PAGE
) -> list[FailureView]:
    """List a plugin's failures, newest first; those whose reference starts so when one is given."""
    query = (
        select(*COLUMNS)
        .where(PluginFailure.plugin == plugin)
        .order_by(PluginFailure.id.desc())
        .limit(limit)
    )
    if reference:
        query = query.where(PluginFailure.reference.startswith(reference, autoescape=True))
    if before is not None:
        query = query.where(PluginFailure.id < before)
    return [FailureView(**row._mapping) for row in ask.session.execute(query)]


def plugin_of(ask: Ask, reference: str) -> str | None:
    """Give the plugin whose failure has this reference, None when no failure kept has it."""
    query = select(PluginFailure.plugin).where(PluginFailure.reference == reference)
    return ask.session.execute(query).scalar()
