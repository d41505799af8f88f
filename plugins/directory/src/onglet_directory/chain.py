"""Several directories asked as one, in the order of the settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from onglet_directory.merging import merged
from onglet_directory.port import DirectoryError, NotFound, Unreachable
from onglet_directory.sentences import NONE_CHOSEN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onglet_directory.company import CompanyFacts, SearchAnswer
    from onglet_directory.port import CompanyDirectory, RememberingDirectory

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A source that gave nothing, and its sentence."""

    source: str
    error: DirectoryError


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """What all sources together say of a firm, and those that were silent."""

    facts: CompanyFacts
    silent: tuple[Silence, ...] = ()


class DirectoryChain:
    """The directories in order: the first with something to say is the one that speaks."""

    source = "chain"

    def __init__(self, directories: Sequence[RememberingDirectory]) -> None:
        self.directories = tuple(directories)

    def search(self, text: str, postcode: str | None = None, page: int = 1) -> SearchAnswer:
        """Candidates of the first source that has any; else the first answer without any.

        Raises:
            DirectoryError: of the first source, when none answered.
        """
        answers, silent = self._each(
            lambda directory: directory.search(text, postcode, page),
            until=lambda answer: answer.total > 0,
        )
        if not answers:
            raise _first(silent)
        return next((one for one in answers if one.total), answers[0])

    def get(self, number: str) -> CompanyFacts:
        """Facts of the first source that knows the number.

        Raises:
            DirectoryError: of the first source, when none knows it.
        """
        answers, silent = self._each(lambda directory: directory.get(number), until=lambda _: True)
        if not answers:
            raise _first(silent)
        return answers[0]

    def consult(self, number: str) -> Consultation:
        """Facts of all sources made into one, with the state that each of them gives.

        Raises:
            DirectoryError: of the first source, when none knows the number.
        """
        answers, silent = self._each(lambda directory: directory.get(number), until=lambda _: False)
        if not answers:
            raise _first(silent)
        return Consultation(facts=_together(answers), silent=silent)

    def recall(self, number: str) -> CompanyFacts | None:
        """The same facts from what is at hand, without asking anybody; None when nothing is."""
        known = [directory.recall(number) for directory in self.directories]
        answers = [facts for facts in known if facts is not None]
        return _together(answers) if answers else None

    def _each(
        self, question: Callable[[CompanyDirectory], T], *, until: Callable[[T], bool]
    ) -> tuple[list[T], tuple[Silence, ...]]:
        answers: list[T] = []
        silent: list[Silence] = []
        for directory in self.directories:
            try:
                answer = question(directory)
            except DirectoryError as error:
                silent.append(Silence(source=directory.source, error=error))
                continue
            answers.append(answer)
            if until(answer):
                break
        return answers, tuple(silent)


def _together(answers: Sequence[CompanyFacts]) -> CompanyFacts:
    facts, *others = answers
    for other in others:
        facts = merged(facts, other)
    return facts


def _first(silent: tuple[Silence, ...]) -> DirectoryError:
    """The error to show: "unknown" only when every source could say so."""
    if not silent:
        return Unreachable(NONE_CHOSEN)
    others = [one.error for one in silent if not isinstance(one.error, NotFound)]
    return others[0] if others else silent[0].error
