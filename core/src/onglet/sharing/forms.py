"""The forms of sharing."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from onglet.contributions import Level
from onglet.ui.forms import Line
from onglet.ui.i18n import N_


class TermsForm(BaseModel):
    """Level, last day and note of a share; `seen` is a print of the terms that were shown."""

    level: Literal["view", "edit", "manage"] = Field(title=N_("Level"))
    until: date | None = Field(default=None, title=N_("Last day"))
    note: Line = Field(default="", max_length=300, title=N_("Note"))
    seen: str = Field(default="", max_length=40)

    @property
    def wanted(self) -> Level:
        """Give the level."""
        return Level[self.level.upper()]


class ShareForm(TermsForm):
    """A new share: `subject` is the key of a colleague or of a group."""

    subject: str = Field(default="", max_length=40, title=N_("With whom"))


class OwnerForm(BaseModel):
    """A new owner; `seen` is the key of the owner that was shown."""

    subject: str = Field(default="", max_length=40, title=N_("New owner"))
    seen: str = Field(default="", max_length=40)


class AskForm(BaseModel):
    """A request for a right."""

    right: str = Field(max_length=160)
    message: str = Field(default="", max_length=500, title=N_("Your message"))


class AnswerForm(BaseModel):
    """The answer to a request; level and day count for a yes only."""

    answer: Literal["grant", "refuse"]
    level: Literal["", "view", "edit", "manage"] = Field(default="", title=N_("Level"))
    until: date | None = Field(default=None, title=N_("Last day"))
    word: str = Field(default="", max_length=500, title=N_("A word"))
