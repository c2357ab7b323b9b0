"""Programmes of the shipped files on hand-worked households; a line of 1,000 yuan, a marginal line of 1,500.

Hubei's values: work cost 10% of wages up to 3,000 yuan, imputed wage 0.7 x 2,000 (0.9 of idle members), basic pension
150, relatives keep 3,000 a head and give half of the rest, half of rigid spending deducted up to 1 x the line,
assets 36 months.
"""

import pytest
from places import AID_AS_WORKED, AIDS_WORKED, LINES, facts

from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.programme import (
    assess,
    bundle_fen,
    counted_income,
    covers_whole_units,
    decide,
    exit_terms,
    grant,
)

# hand-worked with these values, whatever the files say now
BASE = Scenario.load("hubei").change({
    "single.share_of_line": 0.6, "dibao.obligor_allowance": 1.0,
    "dibao.imputed_wage_share": 0.7, "dibao.imputed_idle_share": 0.9, "dibao.minimum_share": 0.0,
    "dibao.supplement_severe": 0.15, "marginal.income_floor": 1.0, "dibao.rural_asset_share": 1.0, **AID_AS_WORKED
})  # fmt: skip
RULES, BOOK = BASE.rules(0), BASE.rule_book()
DIBAO = BOOK.index("dibao")


def outcome(**values: int) -> tuple[str, str, int]:
    """(programme, reason, payment in fen) of the decision."""
    k, reason, _, _, amount, _ = decide(RULES, facts(**values), LINES)
    return (BOOK.names[k] if k >= 0 else "", BOOK.reason(reason), amount)


def reason_of(programme: str, **values: int) -> str:
    """First failing rule of one programme taken alone."""
    return BOOK.reason(assess(RULES, BOOK.index(programme), facts(**values), LINES)[0])


def counted(**values: int) -> int:
    """Counted income under dibao, fen/month."""
    return counted_income(RULES, DIBAO, facts(**values), LINES)


def test_programmes_stand_in_legal_order() -> None:
    assert BOOK.names == (
        "tekun",
        "dibao_classes",
        "dibao",
        "single",
        "marginal",
        "expenditure",
        "expansion_band",
        "temporary_emergency",
        "temporary_large",
        "temporary_expenditure",
    )
    assert set(AIDS_WORKED) <= set(BOOK.aids)
    assert tuple(each.id for each in BOOK.programmes) == BOOK.names + BOOK.aids
    assert RULES.main == DIBAO


@pytest.mark.parametrize(
    ("values", "fen"),
    [
        ({"wage": 200000, "workers": 1, "able": 1}, 180000),  # 10% work cost
        ({"wage": 500000, "workers": 1, "able": 1}, 470000),  # of 3,000 at most
        ({"wage": 500000, "workers": 2, "able": 2}, 450000),  # per worker
        ({"able": 1}, 180000),  # imputed wage without work
        ({"persons": 3, "able": 3}, 540000),  # of each idle member
        ({"persons": 3, "able": 2, "severe": 1}, 180000),  # one of two cares for the third
        ({"persons": 4, "able": 1, "severe": 1, "ill": 1, "infants": 1}, 0),
        ({"able": 1, "workers": 1, "jobless": 1}, 0),  # recorded job loss: nothing imputed (R15)
        ({"persons": 2, "able": 2, "business": 20000}, 20000),  # both work on their farm
        ({"able": 1, "workers": 1, "wage": 100000}, 90000),  # insured
        (
            {"able": 1, "workers": 1, "uninsured": 1, "wage": 100000},
            130000,
        ),  # 900 after cost + 400 lacking to the imputed wage
        ({"pension": 40000, "elders": 1}, 25000),
        ({"pension": 10000, "elders": 1}, 0),
        ({"pension": 40000}, 40000),
        ({"other": 30000, "rigid": 40000, "rigid_persons": 1}, 10000),
        ({"other": 300000, "rigid": 900000, "rigid_persons": 1}, 200000),  # capped at 1 x the line
        ({"obligor_income": 800000, "obligor_persons": 2, "obligor_able": 1}, 100000),
        (
            {"obligor_income": 800000, "obligor_persons": 2, "obligor_able": 0},
            0,
        ),  # relatives past working age
        ({"rigid": 900000, "rigid_persons": 1}, 0),  # never below 0
    ],
)
def test_counted_income(values: dict[str, int], fen: int) -> None:
    assert counted(**values) == fen


def test_dibao_top_up_with_supplements() -> None:
    # 3 persons: 3,000 - 900 counted = 2,100; a minor (0.1) and an elder (0.1) add 200
    assert outcome(persons=3, minors=1, elders=1, other=90000) == ("dibao", "passed", 230000)
    # persons 1: a severely disabled elder is one head and receives the first supplement only (0.15)
    assert outcome(elders=1, severe=1, other=90000) == ("dibao", "passed", 10000 + 15000)
    # rounding up to whole yuan: 1,000 - 399.01 = 600.99
    assert outcome(other=39901) == ("dibao", "passed", 60100)


def test_minimum_payment() -> None:
    assert outcome(other=99999) == ("dibao", "passed", 5000)
    assert outcome(persons=3, other=299999) == ("dibao", "passed", 15000)  # for each person


def test_least_payment_as_a_share_of_the_line() -> None:
    """Three persons: 50 yuan and 0.2 x 1,000 each; without a share the rules of 2022 pay the last yuan."""
    for share, yuan, fen in ((0.2, 50, 75000), (0.2, 0, 60000), (0.0, 0, 100)):
        rules = BASE.change({"dibao.minimum_share": share, "dibao.minimum_payment": yuan}).rules(0)
        assert decide(rules, facts(persons=3, other=299999), LINES)[4] == fen


@pytest.mark.parametrize(
    ("name", "values", "limit", "programme", "reason"),
    [
        # the last passing value of one quantity; one fen more fails
        ("other", {}, 99999, "dibao", "dibao.income_below_line"),
        ("assets", {}, 3600000, "dibao", "dibao.assets"),
        ("car", {}, 0, "dibao", "dibao.no_car"),
        ("second_home", {}, 0, "dibao", "dibao.no_second_home"),
        ("other", {"other": 100000}, 149999, "marginal", "marginal.income_below_marginal"),
        ("assets", {"other": 120000}, 7200000, "marginal", "marginal.assets"),
        ("car", {"other": 120000}, 1, "marginal", "marginal.cars"),
        ("other", {"dependent": 1}, 99999, "tekun", "tekun.no_income_source"),
        ("obligor_able", {"dependent": 1}, 0, "tekun", "tekun.no_able_obligor"),
        ("assets", {"dependent": 1}, 3600000, "tekun", "tekun.assets"),
        ("other", {"severe": 1}, 149999, "single", "single.income_below_marginal"),
        ("assets", {"severe": 1, "other": 120000}, 7200000, "single", "single.assets"),
    ],
)
def test_boundary_triplets(name: str, values: dict[str, int], limit: int, programme: str, reason: str) -> None:
    k = BOOK.index(programme)
    for value, expected in ((limit - 1, "passed"), (limit, "passed"), (limit + 1, reason)):
        if value >= 0:
            found = assess(RULES, k, facts(**(values | {name: value})), LINES)
            assert BOOK.reason(found[0]) == expected
            assert (found[3] == 0) or expected == "passed"


def test_income_floor_of_marginal_and_single() -> None:
    for programme in ("single", "marginal"):
        assert reason_of(programme, severe=1, other=99999) == f"{programme}.income_at_least_line"
        assert reason_of(programme, severe=1, other=100000) == "passed"


def test_single_person_enrolment() -> None:
    k, _, need, count, amount, covered = decide(RULES, facts(persons=3, severe=1, other=360000), LINES)
    assert (BOOK.names[k], need, count, amount, covered) == ("single", 60000, 360000, 60000, 1)
    # severe and ill may be one person: never more than the unit
    assert decide(RULES, facts(persons=2, severe=2, ill=1, other=240000), LINES)[4:] == (120000, 2)
    assert outcome(persons=3, other=360000) == ("marginal", "passed", 0)


def test_tekun_pays_the_standard_and_care() -> None:
    assert outcome(dependent=1, elders=1, pension=20000) == ("tekun", "passed", 160000)
    # care 0.3 of the minimum wage for the severely disabled member
    assert outcome(dependent=1, severe=1) == ("tekun", "passed", 160000 + 60000)
    assert outcome(persons=2, dependent=1, able=1, workers=1, jobless=1) == ("dibao", "passed", 200000)


def test_nobody_registered_elsewhere() -> None:
    k, reason, need, count, amount, covered = decide(RULES, facts(registered=0, other=1000), LINES)
    assert (k, BOOK.reason(reason), need, count, amount, covered) == (
        -1,
        "dibao.registered",
        100000,
        1000,
        0,
        1,
    )


def test_bundles_and_exit_terms() -> None:
    names = {name: BOOK.index(name) for name in BOOK.names}
    household = facts(persons=3, severe=1)
    assert bundle_fen(RULES, names["dibao"], household, LINES) == 4000 + 3 * 6000
    assert bundle_fen(RULES, names["single"], household, LINES) == 6000
    assert bundle_fen(RULES, names["marginal"], household, LINES) == 3 * 2500
    assert bundle_fen(RULES, names["tekun"], household, LINES) == 3 * 8000
    assert bundle_fen(RULES, -1, household, LINES) == 0
    assert exit_terms(RULES, names["dibao"]) == (6, 1.5, 0)
    assert exit_terms(RULES, names["single"]) == (6, 1.5, 0)
    assert exit_terms(RULES, names["marginal"]) == (0, 0.0, 0)


@pytest.mark.parametrize(
    ("values", "name", "fen"),
    [
        ({"shock": 0, "shock_cost": 500000}, "", 0),
        ({"shock": 3, "shock_cost": 500000}, "temporary_emergency", 150000),  # 30% of the loss
        (
            {"shock": 3, "shock_cost": 5000000},
            "temporary_emergency",
            300000,
        ),  # at most 3 x the line per person
        ({"shock": 3, "shock_cost": 5000000, "persons": 2}, "temporary_emergency", 600000),
        ({"shock": 2}, "temporary_emergency", 100000),  # at least 1 x the line per household
        (
            {"shock": 3, "shock_cost": 500000, "registered": 0},
            "temporary_emergency",
            150000,
        ),  # no hukou condition
        ({"shock": 3, "shock_cost": 500000, "other": 150000}, "", 0),  # income at 1.5 x the line
        (
            {"shock": 1, "shock_cost": 1000000, "rigid": 80000, "other": 280000},
            "temporary_expenditure",
            200000,
        ),
        (
            {"shock": 1, "shock_cost": 1000000, "rigid": 79999, "other": 280000},
            "",
            0,
        ),  # above 2 x after spending
        (
            {"shock": 1, "shock_cost": 1000000, "rigid": 200000, "other": 300000},
            "",
            0,
        ),  # not below mean income
        ({"shock": 1, "shock_cost": 1000000, "registered": 0}, "", 0),
        ({"shock": 1, "shock_cost": 9000000}, "temporary_expenditure", 600000),  # at most 6 x the line
        ({"shock": 1, "shock_cost": 1000000, "assets": 5400001}, "", 0),
    ],
)
def test_grants(values: dict[str, int], name: str, fen: int) -> None:
    k, amount = grant(RULES, facts(**values), LINES)
    assert (BOOK.names[k] if k >= 0 else "", amount) == (name, fen)


def test_line_multiple_and_withdrawal_rate_are_levers() -> None:
    wider = BASE.change({"dibao.line_multiple": 1.2}).rules(0)
    assert decide(wider, facts(other=110000), LINES)[:2] == (DIBAO, 0)
    softer = BASE.change({"dibao.withdraw_rate": 0.5}).rules(0)
    assert decide(softer, facts(other=80000), LINES)[4] == 60000
    floorless = BASE.change({"marginal.income_floor": 0.0}).rules(0)
    assert BOOK.names[decide(floorless, facts(other=80000, assets=5000000), LINES)[0]] == "marginal"


def test_whole_units_are_covered_by_statuses_in_force_that_name_no_members() -> None:
    covering = [name for name in BOOK.names if covers_whole_units(RULES, BOOK.index(name))]
    assert covering == ["tekun", "dibao", "marginal"]
    without = BASE.change({"dibao.enabled": 0.0}).rules(0)
    assert [name for name in BOOK.names if covers_whole_units(without, BOOK.index(name))] == ["tekun", "marginal"]
