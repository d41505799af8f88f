"""What a custom field is, as data: stored with its definition, exported and imported as it is.

Labels and help are texts by language. `options` holds what only some types know; a type reads
those that it names, and the rest stay at their defaults.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from onglet.fields.conditions import Condition

CODE_FORM: Final = r"[a-z][a-z0-9_]{0,39}"
RESERVED: Final = frozenset(
    {"and", "or", "not", "if", "else", "in", "is", "true", "false", "none", "kind", "stage"}
)
"""Codes that an expression or a condition reads as something else."""
MOST_CHOICES: Final = 300
MOST_MONTHS: Final = 1_200

Code = Annotated[str, StringConstraints(pattern=f"^{CODE_FORM}$")]
Said = Annotated[str, StringConstraints(max_length=1_000)]
Texts = dict[Annotated[str, StringConstraints(pattern="^[a-z]{2}$")], Said]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(_Data):
    """A value of a list. Its `id` never changes; one that was merged points to its successor."""

    id: Annotated[str, StringConstraints(pattern="^[a-z0-9_]{1,40}$")]
    label: Texts
    tone: Literal["neutral", "accent", "ok", "warn", "bad", "info"] = "neutral"
    is_archived: bool = False
    merged_into: str = ""


class Options(_Data):
    """What belongs to some types: which, each type says in its `options`."""

    choices: tuple[Choice, ...] = Field(default=(), max_length=MOST_CHOICES)
    look: Literal["", "list", "radio", "boxes", "tags"] = ""
    unit: str = Field(default="", max_length=20)
    places: int = Field(default=2, ge=0, le=6)
    currencies: tuple[Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")], ...] = Field(
        default=("EUR",), min_length=1, max_length=20
    )
    most: int = Field(default=1, ge=1, le=10)
    target: str = Field(default="", max_length=80)
    expression: str = Field(default="", max_length=500)
    result: Literal["decimal", "amount", "percent", "text", "date", "yes_no"] = "decimal"
    statistic: str = Field(default="", max_length=120)


class Default(_Data):
    """What a new record begins with: a value as its type stores it, the day, or the colleague."""

    kind: Literal["fixed", "today", "me"] = "fixed"
    value: Any = None


class FieldSpec(_Data):
    """Everything that is decided of a field but its place.

    `least` and `most` bound a value, written as its type stores it; `least_length` and
    `most_length` bound the characters of a text or the number of choices.
    """

    code: Code
    type: str = Field(max_length=80)
    label: Texts
    help: Texts = Field(default_factory=dict)
    example: str = Field(default="", max_length=200)
    options: Options = Options()
    default: Default | None = None
    is_required: bool = False
    required_if: Condition | None = None
    visible_if: Condition | None = None
    read_only_if: Condition | None = None
    is_fixed: bool = False
    is_unique: bool = False
    least: Any = None
    most: Any = None
    least_length: int | None = Field(default=None, ge=0, le=200_000)
    most_length: int | None = Field(default=None, ge=1, le=200_000)
    pattern: str = Field(default="", max_length=300)
    pattern_message: Texts = Field(default_factory=dict)
    is_personal: bool = False
    retention_months: int | None = Field(default=None, ge=1, le=MOST_MONTHS)
    is_audited: bool = True
    is_searchable: bool = False
    is_filterable: bool = False
    is_sortable: bool = False
    is_column: bool = False
    is_totalled: bool = False
    is_pinnable: bool = True
    is_printable: bool = False
    api_name: str = Field(default="", pattern=f"^({CODE_FORM})?$")

    @property
    def shown_in_api(self) -> str:
        """The name that the API gives the field."""
        return self.api_name or self.code


class GroupSpec(_Data):
    """A group of fields, as it is exported."""

    code: Code
    label: Texts
    is_open: bool = True


def said(texts: dict[str, str], language: str, otherwise: str = "") -> str:
    """Give a text in a language, in another one when it has none there."""
    return texts.get(language) or next(filter(None, texts.values()), otherwise)
