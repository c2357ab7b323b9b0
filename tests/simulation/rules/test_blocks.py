"""Each block kind on hand-worked numbers (money in fen); expected values are written out."""

import doctest
from types import ModuleType

import numpy as np
import pytest
from places import facts

from simulation.parameters.scenario.scenario import Scenario
from simulation.rules import benefit, eligibility, income, tables
from simulation.rules import exit as gradual
from simulation.rules.benefit import basic_fen, limited_fen
from simulation.rules.eligibility import holds
from simulation.rules.exit import gradual_amount
from simulation.rules.facts import Fact, Line
from simulation.rules.income import item_fen
from simulation.rules.limits import amount_of, rounded
from simulation.rules.supplement import heads
from simulation.rules.tables import Benefit, Item, Op, Profile


@pytest.mark.parametrize("module", [benefit, eligibility, gradual, income])
def test_examples_in_docstrings(module: ModuleType) -> None:
    names = vars(module) | vars(tables)
    runner, found = doctest.DocTestRunner(), 0
    for name, function in vars(module).items():
        python = getattr(function, "py_func", None)
        if python is not None and python.__module__ == module.__name__:
            for test in doctest.DocTestFinder().find(python, name, globs=names):
                found += len(test.examples)
                runner.run(test)
    assert found > 0
    assert runner.failures == 0


@pytest.mark.parametrize(
    ("value", "whole"), [(0.0, 0), (0.5, 1), (1.4999, 1), (-0.5, -1), (-1.2, -1), (108400.0, 108400)]
)
def test_rounding_is_half_away_from_zero(value: float, whole: int) -> None:
    assert rounded(value) == whole


def amount(multiple: float = 0.0, fen: int = 0, line_fen: int = 1, persons: int = 1) -> int:
    """An amount row per person, read with a dibao line."""
    row = (0, fen, multiple, int(Line.DIBAO), int(Fact.PERSONS), 1.0, 0, 0)
    rules = Scenario.load("hubei").rules(0)._replace(amounts=np.array([row], tables.AMOUNT))
    lines = np.full(len(Line), line_fen, np.int64)
    return int(amount_of(rules, 0, facts(persons=persons), lines, 0, 0))


def test_amount_is_rounded_per_person_before_it_is_multiplied() -> None:
    assert amount(1.5, line_fen=74001, persons=3) == 111002 * 3  # 1.5 x 740.01 = 1110.015 -> 1110.02 per person
    assert amount(48.0, line_fen=108400, persons=3) == 15609600
    assert amount(fen=5000, persons=4) == 20000


@pytest.mark.parametrize(
    ("op", "below", "at", "above"),
    [
        (Op.LT, True, False, False),
        (Op.LE, True, True, False),
        (Op.EQ, False, True, False),
        (Op.GE, False, True, True),
        (Op.GT, False, False, True),
        (Op.NE, True, False, True),
    ],
)
def test_comparisons_at_the_boundary(op: Op, below: bool, at: bool, above: bool) -> None:
    assert [bool(holds(v, int(op), 108400)) for v in (108399, 108400, 108401)] == [below, at, above]


def test_income_items() -> None:
    assert item_fen(Item.COUNT, 300000, 1.0, -1, 30000) == 270000
    assert item_fen(Item.COUNT, 300000, 0.5, -1, 0) == 150000
    assert item_fen(Item.COUNT, 10000, 1.0, -1, 20000) == 0  # nothing below zero
    assert item_fen(Item.DEDUCT, 50000, 0.5, 100000, 0) == -25000
    assert item_fen(Item.DEDUCT, 500000, 0.5, 100000, 0) == -100000  # capped
    assert item_fen(Item.DEDUCT, 500000, 0.5, -1, 0) == -250000  # no cap
    assert item_fen(Item.FLOOR, 90000, 1.0, 144900, 0) == 54900  # lifted to the imputed wage
    assert item_fen(Item.FLOOR, 150000, 1.0, 144900, 0) == 0
    assert item_fen(Item.IMPUTE, 2, 1.0, 289800, 0) == 289800  # for two idle members, per whom the limit stands
    assert item_fen(Item.IMPUTE, 1, 0.5, 144900, 0) == 72450
    assert item_fen(Item.IMPUTE, 0, 1.0, 144900, 0) == 0
    assert item_fen(Item.EXCESS, 900000, 0.5, 600000, 0) == 150000  # support owed by relatives
    assert item_fen(Item.EXCESS, 500000, 0.5, 600000, 0) == 0


def test_benefit_kinds() -> None:
    assert basic_fen(Benefit.NOTHING, 216800, 1.0, 0, 0) == 0
    assert basic_fen(Benefit.TOP_UP, 216800, 1.0, 100050, 0) == 116750
    assert basic_fen(Benefit.TOP_UP, 216800, 0.8, 100000, 0) == 136800
    assert basic_fen(Benefit.TOP_UP, 216800, 1.0, 300000, 0) == 0
    assert basic_fen(Benefit.FLAT, 216800, 1.0, 300000, 0) == 216800
    assert basic_fen(Benefit.SHARE, 325200, 0.3, 0, 1000000) == 300000
    assert basic_fen(Benefit.SHARE, 325200, 0.3, 0, 9000000) == 325200  # at most need


def test_limits_and_rounding_up_to_whole_yuan() -> None:
    assert limited_fen(116750, 0, -1, 100) == 116800
    assert limited_fen(116800, 0, -1, 100) == 116800
    assert limited_fen(1, 0, -1, 100) == 100
    assert limited_fen(3000, 5000, -1, 100) == 5000
    assert limited_fen(900000, 0, 325200, 100) == 325200
    assert limited_fen(900000, 500000, 325200, 100) == 325200  # the maximum wins
    assert limited_fen(0, 0, -1, 100) == 0


def test_one_supplement_per_head() -> None:
    assert heads(2, 3) == 2
    assert heads(2, 1) == 1
    assert heads(1, 0) == 0


LINE = 100000  # 1,000 yuan


@pytest.mark.parametrize(
    ("elapsed", "counted", "paid"),
    [
        (0, 240000, 80000),
        (5, 240000, 80000),
        (6, 240000, 0),
        (0, 199999, 0),
        (0, 200000, 80000),
        (0, 299999, 80000),
        (0, 300000, 0),
        (-1, 240000, 0),
    ],
)
def test_gradual_exit_keeps_the_old_amount_inside_its_window(elapsed: int, counted: int, paid: int) -> None:
    assert gradual_amount(6, 1.5, int(Profile.OLD_AMOUNT), elapsed, 80000, counted, LINE, 2) == paid


def test_gradual_exit_profiles() -> None:
    assert gradual_amount(6, 1.5, int(Profile.OLD_AMOUNT), 0, 250000, 240000, LINE, 2) == 200000  # capped at need
    assert gradual_amount(6, 1.5, int(Profile.PROPORTIONAL), 3, 80000, 250000, LINE, 2) == 40000
    assert [gradual_amount(4, 1.5, int(Profile.LINEAR), e, 80000, 240000, LINE, 2) for e in range(5)] == [
        80000,
        60000,
        40000,
        20000,
        0,
    ]
    assert gradual_amount(0, 1.5, int(Profile.OLD_AMOUNT), 0, 80000, 240000, LINE, 2) == 0
