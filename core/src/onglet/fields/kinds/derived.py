"""Types that nobody types: computed from other fields, told by a plugin, or only a heading."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from onglet.fields.expressions import BadExpressionError, UnworkableError, compile_expression
from onglet.fields.kinds.base import At, Kind, Raw, Stores, Value, WrongError, raw_of
from onglet.fields.kinds.choices import YesNo
from onglet.fields.kinds.moments import Day
from onglet.fields.kinds.numbers import Amount, DecimalNumber, Percent, kept
from onglet.fields.kinds.texts import Text
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.fields.conditions import Fact
    from onglet.fields.expressions import Value as Natural
    from onglet.fields.spec import FieldSpec, Options

RESULTS: Final[Mapping[str, Kind]] = {
    kind.key: kind for kind in (DecimalNumber(), Amount(), Percent(), Text(), Day(), YesNo())
}
"""What an expression may result in; its value is kept as this type keeps it."""


class Computed(Kind):
    """The result of an expression over other fields, kept so that lists can sort by it."""

    key = "computed"
    label = N_("Computed")
    icon = "math-function"
    options = ("expression", "result", "places", "currencies")
    input = "none"
    is_typed = False
    may_be_unique = False

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Refuse: nobody types it."""
        raise WrongError(_("This field is computed: it cannot be typed."))

    def work_out(self, options: Options, values: Mapping[str, Natural]) -> Value | None:
        """Give the result, None when there is none."""
        try:
            found = compile_expression(options.expression).evaluate(values)
            return None if found is None else _kept(options, found)
        except (BadExpressionError, UnworkableError, WrongError):
            return None

    def show(self, value: Value, options: Options, at: At) -> str:
        """Show it as its result is shown."""
        return RESULTS[options.result].show(value, options, at)

    def sort_key(self, value: Value, options: Options, at: At) -> str | int | None:
        """Sort it as its result is sorted."""
        return RESULTS[options.result].sort_key(value, options, at)

    def fact_of(self, value: Value | None, options: Options) -> Fact:
        """Compare it as its result is compared."""
        return RESULTS[options.result].fact_of(value, options)

    def natural(self, value: Value, options: Options) -> Any:
        """Give it as its result gives it."""
        return RESULTS[options.result].natural(value, options)

    def is_value(self, value: object, options: Options) -> bool:
        """Tell whether it is a result of the field."""
        return RESULTS[options.result].is_value(value, options)

    def check_options(self, spec: FieldSpec) -> str:
        """Say why the expression cannot be used."""
        try:
            compile_expression(spec.options.expression)
        except BadExpressionError as error:
            return _(error.message) % error.params if error.params else _(error.message)
        return ""


def _kept(options: Options, found: Any) -> Value | None:
    """Give a result as its type keeps it.

    Raises:
        WrongError: when it is of another sort, or too large.
    """
    kind = RESULTS[options.result]
    wanted: dict[str, type | tuple[type, ...]] = {"text": str, "date": date, "yes_no": bool}
    if not isinstance(found, wanted.get(options.result, Decimal)):
        raise WrongError("another sort")
    if isinstance(found, Decimal):
        rounded = found.quantize(Decimal(1).scaleb(-options.places)) + 0
        if options.result == "amount":
            return kind.parse(raw_of(f"{found:.2f}".replace(".", ",")), options, At())
        return kept(rounded, kind.scale)
    if isinstance(found, datetime):
        found = found.date()
    return kind.parse(raw_of(found), options, At())


class RolledUp(Kind):
    """A figure that a plugin tells of the record, worked out when it is shown."""

    key = "roll_up"
    label = N_("Figure of a plugin")
    icon = "chart-bar"
    stores = Stores.NOTHING
    options = ("statistic",)
    input = "none"
    fact = "nothing"
    is_typed = False
    is_sortable = False
    is_filterable = False
    is_searchable = False
    may_be_unique = False

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Refuse: nobody types it."""
        raise WrongError(_("This field is computed: it cannot be typed."))

    def check_options(self, spec: FieldSpec) -> str:
        """Ask which figure."""
        return "" if spec.options.statistic else _("Choose a figure.")


class Section(Kind):
    """A heading between fields: it holds nothing and never reaches the database."""

    key = "section"
    label = N_("Section title")
    icon = "heading"
    stores = Stores.NOTHING
    input = "section"
    fact = "nothing"
    is_typed = False
    is_sortable = False
    is_filterable = False
    is_searchable = False
    may_be_unique = False
    span = "full"

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Hold nothing."""
        return None


DERIVED: Final = (Computed(), RolledUp(), Section())
