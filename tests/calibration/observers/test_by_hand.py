"""Observers on registers and households made up by hand, with the numbers worked out."""

from typing import Any

import numpy as np
import pytest

from calibration.observers import observe
from calibration.observers.holders import Holders
from calibration.observers.homes import Homes
from calibration.observers.reading import Reading, pictured
from calibration.observers.take_up import Barrier, non_take_up_parts
from calibration.targets import Fact
from simulation.ledger import Flow, Ledger
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.health_spending import YearOfHealth

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
    given = {"county": 0, "weight": 1, "persons": 1, "urban": True} | columns
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


def year(**columns: Any) -> YearOfHealth:
    given = {"serious": 0.0, "ordinary": 0.0, "persons": 1.0, "weight": 1.0, "urban": True, "county": 0} | columns
    size = len(given["income"])
    return YearOfHealth(**{name: np.broadcast_to(value, size).copy() for name, value in given.items()})


def pays(statistic: str, table: YearOfHealth, area: str = "all", date: str = "2022", place: str = "") -> float:
    return observe(Reading(SCENARIO, None, health={-1: table}), fact(statistic, date, area, place))


def test_catastrophic_and_impoverishing_spending() -> None:
    """Income 100, line 40: consumption 76, capacity 0.8 x 76 - 0.35 x 40 = 46.8, of which 40% is 18.72.

    Serious illness and ordinary care count together; who was poor before is not impoverished.
    """
    table = year(
        income=[100.0, 100.0, 100.0, 30.0, 45.0], line=40.0, serious=[18.0, 0.0, 0.0, 6.0, 0.0],
        ordinary=[0.73, 18.71, 0.0, 0.0, 5.5], weight=[2.0, 1.0, 1.0, 1.0, 1.0], county=[0, 0, 0, 0, 1],
        urban=[True, True, True, False, False],
    )  # fmt: skip
    assert pays("catastrophic_share", table) == pytest.approx(3 / 6)  # the first, and the fourth
    assert pays("impoverished_share", table) == pytest.approx(1 / 6)  # the last: 39.5 is left of 45
    assert pays("catastrophic_share", table, "urban") == pytest.approx(2 / 4)
    assert pays("impoverished_share", table, "rural") == pytest.approx(1 / 2)
    second = str(SCENARIO.counties["county"].iloc[1])
    assert pays("impoverished_share", table, place=second) == 1.0
    assert np.isnan(pays("catastrophic_share", table, date="2022-01/2022-11"))  # no year ends in it
    assert np.isnan(pays("catastrophic_share", table, date="2021"))  # no picture was taken


def test_the_part_that_information_keeps_from_payment() -> None:
    """Two quarter ends and two counties; who is refused or waits is among the unpaid."""
    county = np.array([[30, 20, 25, 5, 20], [10, 10, 80, 0, 0]])  # rural, urban
    pictures = {month: np.zeros((len(SCENARIO.counties), 2, 5), np.int64) for month in (2, 5)}
    pictures[2][0] = pictures[5][0] = pictures[5][1] = county
    assert len(Barrier) == 5

    def asked(area: str = "all", place: str = "") -> float:
        one = fact("information_share_unpaid", "2023-01/2023-06", area, place)
        return observe(Reading(SCENARIO, None, unpaid=pictures), one)

    assert asked() == pytest.approx(0.35)
    assert asked("rural") == pytest.approx(0.5)
    assert asked("urban") == pytest.approx(0.2)
    assert asked(place=str(SCENARIO.counties["county"].iloc[1])) == pytest.approx(0.35)
    assert np.isnan(asked(place=str(SCENARIO.counties["county"].iloc[2])))
    assert non_take_up_parts([county[0]]) == pytest.approx(
        {"unaware": 0.3, "disbelief": 0.2, "burden": 0.25, "refused": 0.05, "waiting": 0.2}
    )


def test_temporary_grants_are_over_the_same_cases() -> None:
    """In the second quarter two grants to units of 2 and 3 persons, 4,000 yuan: 2 cases of 2,000 yuan."""
    names = SCENARIO.rule_book().names
    k = next(i for i, name in enumerate(names) if name.startswith("temporary"))
    books = Ledger.empty(np.ones(len(SCENARIO.counties)), 0, 12, names)
    books.flows[0, 4, k, Flow.PAID_PERSONS], books.flows[0, 4, k, Flow.PAID_UNITS] = 5, 2
    books.money[0, 4, k, 3] = 400_000
    residents = SCENARIO.counties["population"].sum()
    reading = Reading(SCENARIO, books)
    assert observe(reading, fact("temporary_grant", "2023-04/2023-06")) == pytest.approx(2000)
    rate = observe(reading, fact("temporary_per_1000_year", "2023-04/2023-06"))
    assert rate == pytest.approx(2 * 4 * 1000 / residents)


def test_the_mean_line_is_the_published_one() -> None:
    """Zhejiang spreads its published mean of 1,084 yuan over counties; residents weigh them together again."""
    assert seen("line_mean:dibao", "2022-12", {}) == pytest.approx(1084, abs=2)
    assert seen("line_mean:dibao", "2022-12", {}, "urban") == pytest.approx(1084, rel=0.05)
    one = str(SCENARIO.counties["county"].iloc[0])
    assert seen("line_mean:dibao", "2022-12", {}, place=one) == SCENARIO.lines(-1)[0, 0, 0] / 100


def test_without_books_flows_are_not_observed() -> None:
    for name in ("temporary_per_1000_year", "temporary_grant", "monitored_persons", "non_take_up", "found_per_check",
                 "survey_coverage:cash", "information_share_unpaid", "survey_poor_less_register", "catastrophic_share",
                 "impoverished_share"):  # fmt: skip
        assert np.isnan(seen(name, "2022", {})), name
