"""The cliff atlas: every cliff of a grid of households, before and after."""

import pandas as pd
import pytest
from test_cliff_points import BASE

from simulation.calculator import Household, assess, cliff_atlas
from simulation.calculator.types import HOUSEHOLD_TYPES, HouseholdType

TYPES = (
    HouseholdType("family", "家庭", "Family", Household(persons=3, minors=1), "wage"),
    HouseholdType("hardship", "困难", "Hardship", Household(persons=3, severe=1), "wage"),
)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return cliff_atlas(BASE, "dibao_line_plus_10", types=TYPES).table()


def test_a_higher_line_moves_the_cliff_at_the_line(table: pd.DataFrame) -> None:
    family = table[(table["type"] == "family") & (table["axis"] == "income") & (table["area"] == "urban")]
    row = family[family["rule"] == "dibao.income_below_line"].iloc[0]
    assert row["change"] == "moved"
    assert row["at_yuan_after"] == pytest.approx(1.1 * row["at_yuan_before"], rel=0.002)
    assert row["drop_yuan_before"] == row["drop_yuan_after"] == 295
    assert row["drop_low_yuan_before"] < 295 < row["drop_high_yuan_before"]
    assert row["dominated_to_yuan_before"] == pytest.approx(row["at_yuan_before"] + 295, abs=0.02)
    others = table[table["axis"] != "income"]
    assert len(others) > 0
    assert others["dominated_to_yuan_before"].isna().all()  # assets and lines are not earned: nothing makes up for it


def test_cross_programme_falls_are_listed_along_the_line(table: pd.DataFrame) -> None:
    crossing = table[table["cross_programme_before"] == True]  # noqa: E712 - missing where there is none
    assert set(crossing["axis"]) == {"line"}
    assert set(crossing["type"]) == {"hardship"}
    assert set(crossing["lost_before"]) == {"single"}
    assert set(crossing["gained_before"]) == {"dibao"}


def test_every_listed_fall_is_one_that_assess_sees(table: pd.DataFrame) -> None:
    part = table[(table["axis"] == "income") & table["drop_yuan_before"].notna()]
    homes = {each.id: each.household for each in TYPES}
    assert len(part) >= 4
    for row in part.itertuples():
        values = {name: getattr(homes[row.type], name) for name in ("persons", "minors", "severe")}
        below, above = (
            assess(Household(**values, wage=wage, area=row.area), BASE)
            for wage in (row.at_yuan_before - 0.01, row.at_yuan_before)
        )
        lost = below.amount_yuan_month + below.bundle_yuan_month - above.amount_yuan_month - above.bundle_yuan_month
        assert lost == pytest.approx(row.drop_yuan_before)
        assert (below.programme, above.programme) == (row.lost_before, row.gained_before)


def test_nothing_changes_under_no_reform() -> None:
    same = cliff_atlas(BASE, "none", types=TYPES[:1]).table()
    assert set(same["change"]) == {"same"}
    alone = cliff_atlas(BASE, types=TYPES[:1]).table()
    assert "change" not in alone
    assert alone["drop_yuan_before"].tolist() == same["drop_yuan_before"].tolist()


def test_a_reform_that_ends_a_status_ends_its_cliff() -> None:
    gone = BASE.change({"marginal.bundle_person": 5.0, "dibao.bundle_person": 0.0, "dibao.bundle_household": 15.0,
                        "dibao.minimum_payment": 0.0, "dibao.minimum_share": 0.0})  # fmt: skip
    table = cliff_atlas(BASE, gone, types=TYPES[:1]).table()
    dibao = table[(table["rule"] == "dibao.income_below_line") & (table["axis"] == "income")]
    assert set(dibao["change"]) == {"gone"}
    marginal = table[(table["rule"] == "marginal.income_below_marginal") & (table["axis"] == "income")]
    assert set(marginal["change"]) == {"shallower"}


def test_the_types_that_ship_are_possible_households() -> None:
    for each in HOUSEHOLD_TYPES:
        assess(each.household, BASE)
        assert getattr(each.household, each.vary) == 0.0
    assert len({each.id for each in HOUSEHOLD_TYPES}) == len(HOUSEHOLD_TYPES)
