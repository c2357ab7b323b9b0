"""Hand-worked arithmetic: `ceil(3 * lines.dibao - 0.9 * wage)` in exact fractions, evaluated without the rules."""

import ast
import math
import operator
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

type Names = Callable[[str], Fraction]  # value of `wage` or `lines.dibao`; raises FormulaError

LONGEST: Final = 500  # characters of one expression
_BINARY: Final = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COMPARE: Final = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


class FormulaError(ValueError):
    """An expression that cannot be evaluated: what was expected, what was found, the nearest name."""

    def __init__(self, expected: str, found: str, nearest: str = "") -> None:
        super().__init__(f"expected {expected}, found {found}")
        self.expected, self.found, self.nearest = expected, found, nearest


def half_up(value: Fraction, digits: Fraction = Fraction(0)) -> Fraction:
    """`value` with so many decimal places, halves away from zero.

    >>> half_up(Fraction("-2.5"))
    Fraction(-3, 1)
    """
    scale = Fraction(10) ** int(digits)
    whole = math.floor(abs(value) * scale + Fraction(1, 2))
    return (whole if value >= 0 else -whole) / scale


_FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "min": min,
    "max": max,
    "abs": abs,
    "floor": lambda value: Fraction(math.floor(value)),
    "ceil": lambda value: Fraction(math.ceil(value)),
    "round": half_up,
}


def evaluate(text: str, names: Names) -> Fraction:
    """The number an expression stands for: + - * / and min, max, abs, round, floor, ceil over numbers and names.

    Decimal numbers are exact (0.1 is a tenth); `round` takes halves away from zero. Raises FormulaError.

    >>> evaluate("ceil(1128 - 0.9 * wage)", lambda name: Fraction(999))
    Fraction(229, 1)
    """
    value = _value(_parsed(text), names)
    if isinstance(value, bool):
        raise FormulaError("a number", text)
    return value  # type: ignore[no-any-return]


def holds(text: str, names: Names) -> bool:
    """Whether a comparison such as `emtr > 1.0 and wage < 500` is true. Raises FormulaError."""
    value = _value(_parsed(text), names)
    if not isinstance(value, bool):
        raise FormulaError("a comparison such as emtr > 1.0", text)
    return value


def _parsed(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise FormulaError(f"at most {LONGEST} characters", f"{len(text)}")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError("an expression of + - * /, min, max, round, floor, ceil", text) from None


def _value(node: ast.expr, names: Names) -> Any:
    match node:
        case ast.Constant(value=bool()):
            return bool(node.value)
        case ast.Constant(value=int() | float()):
            return Fraction(str(node.value))
        case ast.Name() | ast.Attribute():
            return names(ast.unparse(node))
        case ast.UnaryOp(op=ast.USub()):
            return -_number(node.operand, names)
        case ast.UnaryOp(op=ast.Not()):
            return not _truth(node.operand, names)
        case ast.BoolOp():
            sides = [_truth(side, names) for side in node.values]
            return all(sides) if isinstance(node.op, ast.And) else any(sides)
        case ast.Compare():
            return _compared(node, names)
        case ast.BinOp() if type(node.op) in _BINARY:
            return _combined(node, names)
        case ast.Call(func=ast.Name(id=name), keywords=[]) if name in _FUNCTIONS and node.args:
            return _called(node, name, names)
    raise FormulaError("+ - * /, comparisons, min, max, abs, round, floor, ceil", ast.unparse(node))


def _combined(node: ast.BinOp, names: Names) -> Fraction:
    left, right = _number(node.left, names), _number(node.right, names)
    if isinstance(node.op, ast.Div) and right == 0:
        raise FormulaError("a divisor other than 0", ast.unparse(node))
    return _BINARY[type(node.op)](left, right)  # type: ignore[no-any-return]


def _called(node: ast.Call, name: str, names: Names) -> Fraction:
    arguments = [_number(argument, names) for argument in node.args]
    try:
        return Fraction(_FUNCTIONS[name](*arguments))
    except TypeError:
        raise FormulaError(f"other arguments of {name}", ast.unparse(node)) from None


def _compared(node: ast.Compare, names: Names) -> bool:
    sides = [_number(side, names) for side in (node.left, *node.comparators)]
    if any(type(op) not in _COMPARE for op in node.ops):
        raise FormulaError("one of < <= > >= == !=", ast.unparse(node))
    return all(_COMPARE[type(op)](*pair) for op, pair in zip(node.ops, pairwise(sides), strict=True))


def _number(node: ast.expr, names: Names) -> Fraction:
    value = _value(node, names)
    if isinstance(value, bool):
        raise FormulaError("a number", ast.unparse(node))
    return value  # type: ignore[no-any-return]


def _truth(node: ast.expr, names: Names) -> bool:
    value = _value(node, names)
    if not isinstance(value, bool):
        raise FormulaError("a comparison", ast.unparse(node))
    return value
