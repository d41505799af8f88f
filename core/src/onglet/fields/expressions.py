"""Expressions of computed fields: a small language over other fields. Pure, exact, bounded.

Python's own parser reads it, and nothing but what is named here is let through: arithmetic on
exact decimals, comparisons, `and`/`or`/`not`, `a if b else c`, and a few functions. There is no
power, no attribute, no loop: the cost is the number of nodes, and that is capped. A missing value
makes the result missing, except inside `coalesce` and `empty`.

>>> compile_expression("round(price * 1.2, 2)").evaluate({"price": Decimal("10")})
Decimal('12.00')
"""

from __future__ import annotations

import ast
import decimal
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LONGEST: Final = 500
MOST_NODES: Final = 150
DEEPEST: Final = 24
LONGEST_TEXT: Final = 2_000
CONTEXT: Final = decimal.Context(
    prec=34,
    Emax=60,
    Emin=-60,
    rounding=decimal.ROUND_HALF_UP,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)

Value = Decimal | str | bool | date | datetime | tuple[str, ...] | None


class BadExpressionError(ValueError):
    """A text that is no expression. `message` is a message id, `params` go into it."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message % params if params else message)
        self.message = message
        self.params = params


class UnworkableError(ValueError):
    """An expression that gives no result for these values: a division by zero, a text plus 1."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression. `fields` names what it depends on."""

    text: str
    fields: frozenset[str]
    body: ast.expr

    def evaluate(self, values: Mapping[str, Value]) -> Value:
        """Give the result over these values; None when something that it needs is missing.

        Raises:
            UnworkableError: when there is no result.
        """
        try:
            with decimal.localcontext(CONTEXT):
                return _bounded(_Evaluation(self.text.encode(), values).of(self.body))
        except (decimal.DecimalException, ArithmeticError) as error:
            raise UnworkableError(type(error).__name__) from error
        except (TypeError, ValueError, RecursionError) as error:
            raise UnworkableError(str(error)) from error


@lru_cache(maxsize=512)
def compile_expression(text: str) -> Expression:
    """Read an expression.

    Raises:
        BadExpressionError: when it is none, holds what is not allowed, or is too large.
    """
    text = " ".join(text.split())
    if not text:
        raise BadExpressionError(N_("Write an expression, such as price * quantity."))
    if len(text) > LONGEST or "\x00" in text:
        raise BadExpressionError(
            N_("An expression has at most %(longest)s characters."), longest=LONGEST
        )
    if _depth(text) > DEEPEST:
        raise BadExpressionError(N_("This expression has too many brackets inside each other."))
    try:
        body = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise BadExpressionError(N_("This expression cannot be read: check its signs.")) from error
    nodes = list(ast.walk(body))
    if len(nodes) > MOST_NODES:
        raise BadExpressionError(N_("This expression is too long."))
    for node in nodes:
        _check(node)
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    fields = frozenset(
        node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in called
    )
    return Expression(text=text, fields=fields, body=body)


def _depth(text: str) -> int:
    deepest = depth = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    return max(deepest, text.count("not ") // 2, text.count("--"), text.count(" if ") // 2)


_ALLOWED: Final = (
    ast.BinOp,
    ast.UnaryOp,
    ast.BoolOp,
    ast.Compare,
    ast.IfExp,
    ast.Call,
    ast.Name,
    ast.Constant,
    ast.Load,
    ast.boolop,
    ast.cmpop,
    ast.operator,
    ast.unaryop,
)
_REFUSED: Final = (
    ast.Pow,
    ast.MatMult,
    ast.LShift,
    ast.RShift,
    ast.BitAnd,
    ast.BitOr,
    ast.BitXor,
    ast.Invert,
    ast.FloorDiv,
    ast.Is,
    ast.IsNot,
    ast.In,
    ast.NotIn,
)


def _check(node: ast.AST) -> None:
    if not isinstance(node, _ALLOWED) or isinstance(node, _REFUSED):
        raise BadExpressionError(
            N_("“%(what)s” cannot be used in an expression."), what=type(node).__name__
        )
    if isinstance(node, ast.Constant) and not isinstance(node.value, str | int | float | bool):
        raise BadExpressionError(
            N_("“%(what)s” cannot be used in an expression."), what=repr(node.value)[:20]
        )
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS:
            raise BadExpressionError(
                N_("There is no function named “%(name)s”. Known ones: %(known)s."),
                name=name or "?",
                known=", ".join(FUNCTIONS),
            )
        least, most, _function = FUNCTIONS[name]
        if node.keywords or not least <= len(node.args) <= most:
            raise BadExpressionError(
                N_("“%(name)s” is given too few or too many values."), name=name
            )


@dataclass(frozen=True, slots=True)
class _Evaluation:
    text: bytes
    values: Mapping[str, Value]

    def of(self, node: ast.expr) -> Value:  # noqa: PLR0911 - one return for each sort of node
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, ast.Name):
            return self.values.get(node.id)
        if isinstance(node, ast.UnaryOp):
            return self._unary(node)
        if isinstance(node, ast.BinOp):
            return _arithmetic(node.op, self.of(node.left), self.of(node.right))
        if isinstance(node, ast.BoolOp):
            answers = [bool(self.of(one)) for one in node.values]
            return all(answers) if isinstance(node.op, ast.And) else any(answers)
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        if isinstance(node, ast.IfExp):
            return self.of(node.body) if self.of(node.test) else self.of(node.orelse)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return _called(node.func.id, [self.of(one) for one in node.args])
        raise UnworkableError(type(node).__name__)

    def _constant(self, node: ast.Constant) -> Value:
        if isinstance(node.value, bool | str):
            return node.value
        # The digits as they were written: a float would not be exact.
        return Decimal(self.text[node.col_offset : node.end_col_offset].decode())

    def _unary(self, node: ast.UnaryOp) -> Value:
        value = self.of(node.operand)
        if isinstance(node.op, ast.Not):
            return not value
        if value is None:
            return None
        number = _number(value)
        return -number if isinstance(node.op, ast.USub) else number

    def _comparison(self, node: ast.Compare) -> Value:
        left = self.of(node.left)
        for op, following in zip(node.ops, node.comparators, strict=True):
            right = self.of(following)
            if not _compare(op, left, right):
                return False
            left = right
        return True


def _arithmetic(op: ast.operator, left: Value, right: Value) -> Value:  # noqa: PLR0911 - as above
    if left is None or right is None:
        return None
    if isinstance(op, ast.Add) and isinstance(left, str) and isinstance(right, str):
        return _bounded(left + right)
    if isinstance(op, ast.Sub) and isinstance(left, date) and isinstance(right, date):
        return _days(left, right)
    one, other = _number(left), _number(right)
    if isinstance(op, ast.Add):
        return one + other
    if isinstance(op, ast.Sub):
        return one - other
    if isinstance(op, ast.Mult):
        return one * other
    if isinstance(op, ast.Div):
        return one / other
    return one % other


def _compare(op: ast.cmpop, left: Any, right: Any) -> bool:
    if isinstance(op, ast.Eq | ast.NotEq):
        return bool(left == right) is isinstance(op, ast.Eq)
    if left is None or right is None:
        return False
    if isinstance(left, bool) or isinstance(right, bool) or isinstance(left, tuple):
        raise UnworkableError("These cannot be ordered.")
    if isinstance(op, ast.Lt):
        return bool(left < right)
    if isinstance(op, ast.LtE):
        return bool(left <= right)
    if isinstance(op, ast.Gt):
        return bool(left > right)
    return bool(left >= right)


def _number(value: Value) -> Decimal:
    if isinstance(value, Decimal):
        return value
    raise UnworkableError("A number is due here.")


def _bounded(value: Value) -> Value:
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise UnworkableError("The text is too long.")
    return value


def _called(name: str, values: Sequence[Value]) -> Value:
    if name == "coalesce":
        return next((value for value in values if value not in {None, ""}), None)
    if name == "empty":
        return values[0] is None or values[0] in ("", ())
    if any(value is None for value in values):
        return None
    return _bounded(FUNCTIONS[name][2](*values))


def _days(later: Any, earlier: Any) -> Decimal:
    return Decimal((_day(later) - _day(earlier)).days)


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    raise UnworkableError("A date is due here.")


def _rounded(value: Any, places: Any = Decimal(0)) -> Decimal:
    if not 0 <= _number(places) <= 6:
        raise UnworkableError("At most 6 decimals.")
    return _number(value).quantize(Decimal(1).scaleb(-int(places)))


def _whole(rounding: str) -> Callable[[Any], Decimal]:
    return lambda value: _number(value).to_integral_value(rounding=rounding)


def _add_days(value: Any, days: Any) -> date:
    return _day(value) + timedelta(days=int(_number(days)))


def _said(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise UnworkableError("A text is due here.")


FUNCTIONS: Final[Mapping[str, tuple[int, int, Callable[..., Any]]]] = {
    "abs": (1, 1, lambda value: abs(_number(value))),
    "add_days": (2, 2, _add_days),
    "ceil": (1, 1, _whole(decimal.ROUND_CEILING)),
    "coalesce": (1, 8, lambda *values: values),
    "days": (2, 2, _days),
    "empty": (1, 1, lambda value: value),
    "floor": (1, 1, _whole(decimal.ROUND_FLOOR)),
    "length": (1, 1, lambda value: Decimal(len(_text(value)))),
    "lower": (1, 1, lambda value: _text(value).lower()),
    "max": (1, 8, lambda *values: max(map(_number, values))),
    "min": (1, 8, lambda *values: min(map(_number, values))),
    "month": (1, 1, lambda value: Decimal(_day(value).month)),
    "round": (1, 2, _rounded),
    "text": (1, 1, _said),
    "upper": (1, 1, lambda value: _text(value).upper()),
    "year": (1, 1, lambda value: Decimal(_day(value).year)),
}
"""What an expression can call: how many values at least and at most, and what it does."""
