"""Hand-worked arithmetic is exact, knows few operations, and never touches the rules."""

import ast
import contextlib
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.cases import arithmetic
from simulation.cases.arithmetic import FormulaError, evaluate, half_up, holds

NAMES = {"wage": Fraction(999), "lines.dibao": Fraction(1128)}


def value(text: str) -> Fraction:
    return evaluate(text, NAMES.__getitem__)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3 * lines.dibao - wage", 2385),
        ("ceil(lines.dibao - 0.9 * wage)", 229),
        ("-wage + max(1, 2, 3) - min(4, 5)", -1000),
        ("floor(7 / 2) * (1 + 1)", 6),
        ("0.1 + 0.2 - 0.3", 0),
        ("round(2.5) + round(-2.5) + round(0.125, 2)", Fraction("0.13")),
        ("abs(-3)", 3),
    ],
)
def test_values(text, number):
    assert value(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 +",
        "wage ** 2",
        "wage // 2",
        "wage % 2",
        "__import__('os')",
        "(lambda: 1)()",
        "[1]",
        "wage.real()",
        "max()",
        "max(1, key=2)",
        "'wage'",
        "1 if wage else 2",
        "wage < 3",
        "1 / 0",
        "round(1, 2, 3)",
        "True + 1",
        "not 3",
        "1" * 501,
        "(" * 300 + "1" + ")" * 300,
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(FormulaError):
        value(text)


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("wage > 998", True),
        ("wage >= 999 and not wage > 999", True),
        ("0 < wage < 999 or wage != 999", False),
        ("wage == 999", True),
        ("wage <= 998.5", False),
    ],
)
def test_comparisons(text, truth):
    assert holds(text, NAMES.__getitem__) is truth


@pytest.mark.parametrize("text", ["wage + 1", "wage is 3", "not 3", "wage and wage > 1", "wage > 1 or 3"])
def test_a_number_is_no_comparison(text):
    with pytest.raises(FormulaError):
        holds(text, NAMES.__getitem__)


@given(st.fractions(-1000, 1000), st.integers(0, 4))
def test_half_up_is_the_nearest_and_symmetric(number, digits):
    rounded = half_up(number, Fraction(digits))
    assert abs(rounded - number) <= Fraction(1, 2 * 10**digits)
    assert half_up(-number, Fraction(digits)) == -rounded


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_a_formula_error(text):
    with contextlib.suppress(FormulaError):
        assert isinstance(evaluate(text, lambda name: Fraction(1)), Fraction)


def test_nothing_of_the_project_is_imported():
    tree = ast.parse(Path(arithmetic.__file__).read_text(encoding="utf-8"))
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not [name for name in modules if name and name.startswith("simulation")]
