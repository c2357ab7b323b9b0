"""Observers on registers and households made up by hand, with the numbers worked out."""

from typing import Any

import numpy as np
import pytest

from calibration.observers import observe
from calibration.observers.holders import Holders
from calibration.observers.homes import Homes
from calibration.observers.reading import Reading, pictured
from calibration.targets import Fact
from simulation.parameters.scenario import Scenario

SCENARIO = Scenario.load("zhejiang")
DIBAO, TEKUN = (SCENARIO.rule_book().names.index(name) for name in ("dibao", "tekun"))


def fact(statistic: str, date: str, area: str = "all", place: str = "") -> Fact:
    return Fact("x", "zhejiang", statistic, 1.0, "", date, 0.9, 1.1, "", "", "seen", "validate", "A", place, area)


def holders(units: list[int], **columns: Any) -> Holders:
    given = {"county": 0, "programme": DIBAO, "weight": 10, "covered": 2, "paid": 50_000, "urban": False} | columns
    arrays = {name: np.broadcast_to(value, len(units)).copy() for name, value in given.items() if name != "members"}
    members = columns.get("members")
    return Holders(unit=np.array(units), members=None if members is None else np.array(members), **arrays)


def seen(statistic: str, date: str, registers: dict[int, Holders], area: str = "all", place: str = "") -> float:
    return observe(Reading(SCENARIO, None, registers), fact(statistic, date, area, place))


def test_stocks_ratios_and_shares() -> None:
    register = holders(
        [1, 2, 3], programme=[DIBAO, DIBAO, TEKUN], covered=[3, 1, 1], urban=[True, False, False],
        weight=[10, 20, 5], members=[[1, 1, 0, 2], [1, 0, 1, 0], [1, 0, 0, 0]],
    )  # fmt: skip
    at = {-1: register}
    assert seen("stock_persons:dibao", "2022-12", at) == 50
    assert seen("stock_units:dibao", "2022-12", at) == 30
    assert seen("stock_persons:dibao", "2022-12", at, "urban") == 30
    assert seen("persons_per_case:dibao", "2022-12", at) == pytest.approx(50 / 30)
    assert seen("urban_share:dibao", "2022-12", at) == pytest.approx(0.6)
    assert seen("share_old:dibao", "2022-12", at) == pytest.approx((10 + 20) / 50)
    assert seen("share_minor:dibao", "2022-12", at, "urban") == pytest.approx(10 / 30)
    assert seen("share_women:dibao", "2022-12", at) == pytest.approx(20 / 50)
    assert seen("tekun_to_dibao", "2022-12", at) == pytest.approx(5 / 50)
    assert np.isnan(seen("stock_persons:dibao", "2022-11", at))
    assert np.isnan(seen("share_old:dibao", "2022-12", {-1: holders([1])}))


def test_places_are_the_counties_of_that_name() -> None:
    counties = SCENARIO.counties
    two = int(np.flatnonzero(counties["prefecture"] == "宁波市")[0])
    at = {-1: holders([1, 2], county=[0, two])}
    assert seen("stock_persons:dibao", "2022-12", at, place="宁波市") == 20
    assert seen("stock_persons:dibao", "2022-12", at, place=str(counties["county"].iloc[two])) == 20


def test_payment_is_money_over_person_months() -> None:
    """Two quarter ends: (2 x 500 + 4 x 900) yuan over 2 + 4 persons, ten villages each."""
    at = {2: holders([1], paid=100_000), 5: holders([1, 2], paid=180_000)}
    assert seen("payment_person_month:dibao", "2023-01/2023-06", at) == pytest.approx((1000 + 3600) / 6)
    assert seen("spending_year:dibao", "2023-01/2023-06", at) == pytest.approx((10_000 + 36_000) / 2 * 12)
    assert pictured(fact("payment_person_month:dibao", "2023")) == [2, 5, 8, 11]
    assert pictured(fact("payment_person_month:dibao", "2023-01/2023-03")) == [0, 1, 2]
    assert pictured(fact("payment_person_month:dibao", "2021-01/2021-11")) == [-22, -19, -16, -14]


def test_entries_and_exits_are_over_the_register_of_the_month_before() -> None:
    at = {-1: holders([1, 2, 3, 4]), 0: holders([1, 2, 3, 5, 6]), 1: holders([1, 2, 3, 5, 6])}
    assert seen("entry_share_month:dibao", "2023-01", at) == pytest.approx(2 / 4)
    assert seen("exit_share_month:dibao", "2023-01/2023-02", at) == pytest.approx((1 / 4 + 0) / 2)
    moved = at | {0: holders([1, 2, 3, 4], programme=[TEKUN, DIBAO, DIBAO, DIBAO])}
    assert seen("exit_share_month:dibao", "2023-01", moved) == pytest.approx(1 / 4)
    assert seen("exit_share_month:dibao+tekun", "2023-01", moved) == 0.0


def homes(income: list[float], **columns: Any) -> Homes:
    given = {"county": 0, "weight": 1, "persons": 1, "urban": True, "line": 0.0, "illness": 0.0} | columns
    arrays = {name: np.broadcast_to(value, len(income)).copy() for name, value in given.items()}
    return Homes(income=np.array(income), **arrays)


def lives(statistic: str, table: Homes, area: str = "all") -> float:
    asked = fact(statistic, "2022", area)
    return observe(Reading(SCENARIO, None, homes={asked.months(): table}), asked)


def test_fifths_hold_as_many_families_each() -> None:
    """Incomes per head 10 to 100, the second home of two: families are sorted by head, means are over persons."""
    table = homes([10.0, 40.0, 30, 40, 50, 60, 70, 80, 90, 100], persons=[1, 2, 1, 1, 1, 1, 1, 1, 1, 1])
    assert lives("income_fifth_1", table) == pytest.approx((10 + 40) / 3)
    assert lives("income_fifth_5", table) == pytest.approx(95)
    assert lives("income_mean", table) == pytest.approx(570 / 11)
    heavy = homes([10.0, 20.0], weight=[1, 4])  # the first fifth is exactly the first home
    assert lives("income_fifth_1", heavy) == pytest.approx(10)
    assert lives("income_fifth_2", heavy) == pytest.approx(20)
    halves = homes([10.0, 20.0], weight=[1, 1])  # the third fifth is half of each
    assert lives("income_fifth_3", halves) == pytest.approx(15)
    assert np.isnan(lives("income_mean", table, "rural"))


def test_catastrophic_and_impoverishing_spending() -> None:
    """Capacity 60 of 100: 24 is catastrophic, 23 is not; who was poor before is not impoverished."""
    table = homes([100.0, 100.0, 100.0, 30.0, 45.0], line=40.0, illness=[24.0, 23.0, 0.0, 5.0, 10.0])
    assert lives("catastrophic_share", table) == pytest.approx(3 / 5)  # the first, and both at or near the line
    assert lives("impoverished_share", table) == pytest.approx(1 / 5)


def test_the_mean_line_is_the_published_one() -> None:
    """Zhejiang spreads its published mean of 1,084 yuan over counties; residents weigh them together again."""
    assert seen("line_mean:dibao", "2022-12", {}) == pytest.approx(1084, abs=2)
    assert seen("line_mean:dibao", "2022-12", {}, "urban") == pytest.approx(1084, rel=0.05)
    one = str(SCENARIO.counties["county"].iloc[0])
    assert seen("line_mean:dibao", "2022-12", {}, place=one) == SCENARIO.lines(-1)[0, 0, 0] / 100


def test_without_books_flows_are_not_observed() -> None:
    for name in ("temporary_per_1000_year", "temporary_grant", "monitored_persons", "non_take_up", "found_per_check",
                 "survey_coverage:cash", "information_share_unpaid", "survey_poor_less_register"):  # fmt: skip
        assert np.isnan(seen(name, "2022", {})), name
