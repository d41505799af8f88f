"""Where the answers of the directories are kept on this machine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from onglet_directory.answer_file import AnswerFile

if TYPE_CHECKING:
    from onglet.api import Ask

ANSWERS: Final = "answers.sqlite"


def answer_file(ask: Ask) -> AnswerFile:
    """The file of the answers."""
    return AnswerFile(replace(ask, plugin="directory").folder() / ANSWERS)
