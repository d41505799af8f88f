"""The one error of the checks: a code for programs, a message id for the reader."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Invalid(ValueError):
    """A text that is not what its field holds, and why.

    Attributes:
        code: `field.reason`, stable, for programs and tests.
        message: message id (English), with `%(name)s` where a parameter goes.
        params: the parameters of the message.
    """

    def __init__(self, code: str, message: str, params: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params: Mapping[str, object] = MappingProxyType(dict(params or {}))

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message
