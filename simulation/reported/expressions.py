"""Arithmetic over quantities: `stock:dibao + stock:single`, `12 * measure:FILED - measure:PAPERS`.

Numbers, + - * / and brackets. Alongside the quantities of the books (`quantities`) there is `parameter:PATH`, the value
in force in the policy month, and `line:dibao` and the like, the mean of the counties' lines at the end of 2022 weighted
by residents (yuan a person and month).
"""

import ast
import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

import numpy as np

from simulation.ledger import Ledger
from simulation.reported.quantities import FORMS, Floats, Kind, Names, counted, kind_of, mistake_in
from simulation.rules.facts import Line

_NAME = re.compile(r"[a-z_]+:[A-Za-z0-9_.:]+")
_ALLOWED: Final = (ast.BinOp, ast.Load, ast.Add, ast.Sub, ast.Mult, ast.Div)
INPUTS: Final = ("parameter", "line")  # forms that are read off the scenario and not off the books
FREE: Final = Kind("", "flow")  # a number, an input, a product or a quotient: of no unit that could be checked


class Inputs(NamedTuple):
    """What an expression reads in addition to a ledger: parameters and lines by name, and the order of the aids."""

    read: Callable[[str], float]
    aids: tuple[str, ...]


class Sum(NamedTuple):
    """A value of the province, and the counties' parts of it: of a quotient those of what is divided.

    None where it is no sum over counties.
    """

    total: float
    parts: Floats | None = None


class Expression:
    """A parsed expression; `names` are the quantities and inputs it reads. Raises ValueError for what is none."""

    def __init__(self, text: str) -> None:
        self.text, self.names = text, list(dict.fromkeys(_NAME.findall(text)))
        places = {name: f"q{i}" for i, name in enumerate(self.names)}
        self._name_of = {place: name for name, place in places.items()}
        try:
            tree = ast.parse(_NAME.sub(lambda found: places[found[0]], text).strip(), mode="eval")
        except SyntaxError as error:
            raise ValueError(text) from error
        self._tree = tree.body
        if not self.names or not all(self._is_known(node) for node in ast.walk(self._tree)):
            raise ValueError(text)

    def _is_known(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Name):
            return node.id in self._name_of
        if isinstance(node, ast.Constant):
            return isinstance(node.value, int | float) and not isinstance(node.value, bool)
        return isinstance(node, _ALLOWED)

    def unknown(self, names: Names, paths: Iterable[str]) -> list[tuple[str, str, Iterable[str]]]:
        """(name, kind of name, names to choose from) of each name that is none."""
        inputs = {"parameter": ("parameter", paths), "line": ("line", [each.name.lower() for each in Line])}
        found = []
        for name in self.names:
            form, _, rest = name.partition(":")
            if form in inputs:
                kind, valid = inputs[form]
                wrong = (kind, valid) if rest not in valid else ("", ())
            else:
                wrong = mistake_in(name, names)
            if wrong[0]:
                found.append((rest if form in (*INPUTS, *FORMS) else form, *wrong))
        return found

    @property
    def is_input(self) -> bool:
        """Whether it reads nothing of the books: it says what was set, and is no evidence."""
        return all(map(_is_input, self.names))

    def kind(self) -> Kind:
        """What it counts. Raises ValueError with both units where unlike things are added."""
        return self._kind(self._tree)

    def _kind(self, node: ast.expr) -> Kind:
        if isinstance(node, ast.Name):
            name = self._name_of[node.id]
            return FREE if _is_input(name) else kind_of(name)
        if not isinstance(node, ast.BinOp):
            return FREE
        left, right = self._kind(node.left), self._kind(node.right)
        if isinstance(node.op, ast.Div):
            return Kind("share", "flow") if left == right != FREE else FREE
        if isinstance(node.op, ast.Mult):
            return FREE
        if FREE in (left, right) or left == right:
            return left if right == FREE else right
        raise ValueError(f"{left.unit} ({left.time}) and {right.unit} ({right.time})")

    def value(self, ledger: Ledger, inputs: Inputs) -> Sum:
        """Its value over the months of `ledger`. NaN for a share of nothing."""
        return self._value(self._tree, ledger, inputs)

    def _value(self, node: ast.expr, ledger: Ledger, inputs: Inputs) -> Sum:
        if isinstance(node, ast.Constant):
            return Sum(float(node.value))  # type: ignore[arg-type]
        if isinstance(node, ast.Name):
            name = self._name_of[node.id]
            if _is_input(name):
                return Sum(inputs.read(name))
            parts = counted(name, ledger, inputs.aids)
            return Sum(float(parts.sum()), parts)
        assert isinstance(node, ast.BinOp)
        left, right = self._value(node.left, ledger, inputs), self._value(node.right, ledger, inputs)
        return _joined(node.op, left, right)


def _is_input(name: str) -> bool:
    return name.partition(":")[0] in INPUTS


def _joined(op: ast.operator, left: Sum, right: Sum) -> Sum:
    """Two sides of an operator; counties add up in sums, and in products with what is no sum over them."""
    if isinstance(op, ast.Mult):
        parts = left.parts if right.parts is None else right.parts
        factor = right.total if right.parts is None else left.total
        both = left.parts is not None and right.parts is not None
        return Sum(left.total * right.total, None if parts is None or both else parts * factor)
    if isinstance(op, ast.Div):
        total = left.total / right.total if right.total else float("nan")
        return Sum(total, left.parts)
    sign = -1.0 if isinstance(op, ast.Sub) else 1.0
    parts = None if left.parts is None or right.parts is None else np.asarray(left.parts + sign * right.parts)
    return Sum(left.total + sign * right.total, parts)
