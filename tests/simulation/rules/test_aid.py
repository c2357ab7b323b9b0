"""Aid that stacks on a status, statuses and grants beside the first six: hand-worked in fen, line 1,000 yuan."""

import pytest
from places import AID_AS_WORKED, LINES, facts

from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.aid import aid_persons, tapered
from simulation.rules.facts import Fact, Line
from simulation.rules.programme import assess, bundle_fen, claimed_fen, decide, grant

BASE = Scenario.load("hubei").change({"dibao.imputed_wage_share": 0.7, "single.share_of_line": 0.6, **AID_AS_WORKED})


def aid(scenario: Scenario, **values: int) -> tuple[str, int]:
    """(status, value of what comes with it) of a unit."""
    rules, book = scenario.rules(0), scenario.rule_book()
    unit = facts(**values)
    k = decide(rules, unit, LINES)[0]
    return (book.names[k] if k >= 0 else ""), bundle_fen(rules, k, unit, LINES)


def alone(scenario: Scenario, programme: str, **values: int) -> tuple[str, int]:
    """(first failing rule or passed, payment) of a programme taken alone."""
    book = scenario.rule_book()
    reason, _, _, amount, _ = assess(scenario.rules(0), book.index(programme), facts(**values), LINES)
    return book.reason(reason), amount


PLAIN = 1500 + 4000 + 1000 + 500 + 500 + 500 + 2000  # rest, per head, electricity, TV, heating, visit, premium


@pytest.mark.parametrize(
    ("values", "more"),
    [
        ({}, 0),
        ({"medical_cost": 100_000}, 70_000),  # 70% of eligible cost
        ({"medical_cost": 900_000}, 250_000),  # at most 30,000 yuan a year
        ({"students": 1}, 12_500),  # 1,500 yuan a year
        ({"rent": 80_000}, 40_000),  # half the rent
        ({"rent": 200_000}, 60_000),  # at most 600 yuan
        ({"job_seekers": 1}, 15_000),  # 300 yuan, half of the seekers find a place
        ({"disabled": 1}, 8_000),
        ({"disabled": 1, "severe": 1}, 16_000),
        ({"care_full": 1}, 18_000),  # 600 yuan, 30% are served
        ({"care_partial": 1}, 9_000),
        ({"service_needs": 1}, 1_050),  # 100 yuan x ledger 0.5 x matched 0.3 x delivered 0.7
    ],
)
def test_aid_by_need(values: dict[str, int], more: int) -> None:
    assert aid(BASE, other=50_000, **values) == ("dibao", PLAIN + more)


def test_no_status_no_aid() -> None:
    assert aid(BASE, other=900_000, medical_cost=100_000, students=1) == ("", 0)


@pytest.mark.parametrize(
    ("values", "more"),
    [
        ({}, 0),
        ({"medical_cost": 100_000}, 70_000),
        ({"job_seekers": 1}, 15_000),
        ({"care_full": 1}, 0),  # services
        ({"service_needs": 1}, 0),
        ({"unfit_home": 1}, 0),  # charity, for a thousand homes
    ],
)
def test_nobody_claims_for_services_or_charity_or_what_a_supply_limits(values: dict[str, int], more: int) -> None:
    works = {"enabled": 1.0, "unit_cost": 16_000.0, "quota": 1000.0}
    rules = BASE.change({f"home_improvement.{name}": value for name, value in works.items()}).rules(0)
    unit = facts(other=50_000, **values)
    assert claimed_fen(rules, decide(rules, unit, LINES)[0], unit, LINES) == PLAIN + more
    assert claimed_fen(rules, -1, unit, LINES) == 0


@pytest.mark.parametrize(
    ("name", "values", "persons"),
    [
        ("education_aid", {"students": 2}, 2),  # those by whom the need counts
        ("education_aid", {"students": 5}, 3),  # no more than there are
        ("education_aid", {}, 1),  # at least one
        ("electricity_relief", {"students": 1}, 2),  # all whom the status covers
    ],
)
def test_persons_whom_an_aid_is_for(name: str, values: dict[str, int], persons: int) -> None:
    rules, book = BASE.rules(0), BASE.rule_book()
    row, aid_row = rules.programmes[book.index("dibao")], book.index(name)
    (p,) = [p for p in range(row["passport_first"], row["passport_end"]) if rules.passports[p]["aid"] == aid_row]
    assert aid_persons(rules, p, facts(persons=3, **values), 2) == persons


def test_near_poor_share_and_taper() -> None:
    # marginal, one person: 15 + half of the 20 yuan premium; medical 35% of cost
    assert aid(BASE, other=125_000) == ("marginal", 1500 + 1000)
    assert aid(BASE, other=125_000, medical_cost=100_000) == ("marginal", 2500 + 35_000)
    whole = BASE.change({"marginal.near_poor_share": 1.0})
    assert aid(whole, other=125_000, medical_cost=100_000) == ("marginal", 1500 + 2000 + 70_000)
    # halfway between the line of 1,000 and the marginal line of 1,500 half of the special aid is left
    falling = whole.change({"marginal.passport_taper": 1.0})
    assert aid(falling, other=125_000, medical_cost=100_000) == ("marginal", 1500 + 1000 + 35_000)
    assert [tapered(c, 100, 200) for c in (50, 100, 150, 200, 250)] == [1.0, 1.0, 0.5, 0.0, 0.0]


def test_treatment_of_listed_diseases_waives_a_part_beside_medical_aid() -> None:
    values = {"enabled": 1.0, "treatment_share": 0.2, "disease_types": 35.0}
    listed = BASE.change({f"disease_treatment.{name}": value for name, value in values.items()})
    # 35 of 50 kinds listed: 0.2 x 0.7 of the cost is waived beside the 0.7 of medical assistance
    assert aid(listed, other=50_000, ill=1, medical_cost=100_000)[1] - PLAIN == 14_000 + 70_000
    assert aid(listed, other=50_000, medical_cost=100_000)[1] - PLAIN == 70_000


def test_home_improvement_by_quota() -> None:
    works = BASE.change({
        "home_improvement.enabled": 1.0, "home_improvement.unit_cost": 16_000.0, "home_improvement.quota": 1000.0
    })  # fmt: skip
    # 16,000 yuan over twelve months, 1,000 of 10,000 homes a year
    assert aid(works, other=50_000, unfit_home=1)[1] - PLAIN == 13_333
    full = works.change({"home_improvement.quota": 99_999.0})
    assert aid(full, other=50_000, unfit_home=1)[1] - PLAIN == 133_333


def test_care_grades_of_tekun() -> None:
    # standard 1,600 and care of the minimum wage of 2,000: half, three tenths, three tenths if the grade is unknown
    for values, care in (({"care_full": 1}, 100_000), ({"care_partial": 1}, 60_000), ({"severe": 1}, 60_000)):
        assert alone(BASE, "tekun", dependent=1, **values) == ("passed", 160_000 + care)
    assert alone(BASE, "tekun", dependent=1, severe=1, care_full=1) == ("passed", 260_000)


def test_rigid_expenditure_by_item() -> None:
    book = BASE.rule_book()
    k, spent = book.index("dibao"), {"rigid": 90_000, "rigid_persons": 1, "rigid_education": 30_000, "students": 1}
    rehabilitation = {"rigid_disability": 20_000, "disabled": 1}
    unit = facts(other=300_000, **spent, **rehabilitation)
    # half of 400 for illness and half of 200 for rehabilitation, schooling not in the national text
    assert assess(BASE.rules(0), k, unit, LINES)[2] == 300_000 - 20_000 - 10_000
    fujian = BASE.change({"dibao.rigid_share_education": 1.0})
    assert assess(fujian.rules(0), k, unit, LINES)[2] == 300_000 - 20_000 - 10_000 - 30_000
    dear = facts(other=900_000, rigid=800_000, rigid_education=400_000, students=1, rigid_persons=1)
    # each item at most 1 x the line per person: schooling 1,000, illness 1,000
    assert assess(fujian.rules(0), k, dear, LINES)[2] == 900_000 - 100_000 - 100_000


@pytest.mark.parametrize(
    ("values", "support"),
    [
        ({"obligor_youngest": 69}, 100_000),
        ({"obligor_youngest": 70}, 0),  # aged 70 and over
        ({"obligor_youngest": 70, "obligor_income": 600_000}, 0),
        ({"obligor_youngest": 40, "obligor_disabled": 2}, 0),
        ({"obligor_youngest": 40, "obligor_disabled": 1}, 100_000),  # not all of them
        ({"obligor_youngest": 80, "obligor_assets": 14_400_001}, 100_000),  # above 72 months of the line each
    ],
)
def test_relief_of_relatives(values: dict[str, int], support: int) -> None:
    lines = LINES.copy()
    lines[Line.DISPOSABLE_INCOME] = 500_000  # 0.6 of it is left to each relative, half of the rest counts
    relieved = BASE.change(
        {"dibao.obligor_relief": 1.0, "dibao.obligor_allowance": 0.6, "dibao.obligor_income_cap": 1.0}
    )
    unit = facts(**{"obligor_income": 800_000, "obligor_persons": 2, "obligor_able": 1, **values})
    unit[Fact.OBLIGOR_OWN_INCOME] = unit[Fact.OBLIGOR_INCOME]
    k = BASE.rule_book().index("dibao")
    assert assess(relieved.rules(0), k, unit, lines)[2] == support
    unit[Fact.OBLIGOR_INCOME] = unit[Fact.OBLIGOR_OWN_INCOME] = 1_000_000  # not below disposable income: no relief
    assert assess(relieved.rules(0), k, unit, lines)[2] == 200_000
    unit[Fact.OBLIGOR_OWN_INCOME] = 999_999  # what the relatives have themselves relieves, not what their household has
    assert assess(relieved.rules(0), k, unit, lines)[2] == (200_000 if support else 0)


def test_disregarded_items_and_assets() -> None:
    k = BASE.rule_book().index("dibao")
    assert assess(BASE.rules(0), k, facts(other=60_000, disregarded=4_000), LINES)[2] == 56_000
    six, eleven = (BASE.change({"dibao.disregard_items": items}).rules(0) for items in (6.0, 11.0))  # 10 yuan each
    assert assess(six, k, facts(other=60_000, disregarded=40_000), LINES)[2] == 54_000
    assert assess(eleven, k, facts(other=60_000, disregarded=40_000), LINES)[2] == 49_000
    more = BASE.change({"dibao.disregard_cap": 500.0})
    one, two = (more.change({"dibao.disregard_items": items}).rules(0) for items in (1.0, 2.0))
    assert assess(one, k, facts(other=90_000, disregarded=80_000), LINES)[2] == 40_000  # 500 yuan at most for an item
    assert assess(two, k, facts(other=90_000, disregarded=80_000), LINES)[2] == 10_000  # both items together
    exempt = BASE.change({"dibao.asset_exempt_share": 0.5, "dibao.rural_asset_share": 1.0})
    assert alone(BASE, "dibao", urban=1, assets=3_600_001)[0] == "dibao.assets"
    assert alone(exempt, "dibao", assets=7_200_000)[0] == "passed"
    untested = BASE.change({"dibao.asset_test": 0.0})
    assert alone(untested, "dibao", assets=99_000_000)[0] == "passed"


def test_expenditure_type_household() -> None:
    on = BASE.with_reform("expenditure_households")
    values = {"other": 200_000, "rigid": 100_000, "rigid_persons": 1}
    asked = {"rigid_persons": 1}
    assert alone(on, "expenditure", **values)[0] == "expenditure.spending_share"  # half the income: R45 asks for more
    assert alone(on, "expenditure", **{**values, "rigid": 100_002})[0] == "passed"
    less = {"expenditure.trigger": 0.45}
    assert aid(on.change(less), **values)[0] == "expenditure"
    assert alone(on, "expenditure", other=300_000, rigid=200_000, **asked)[0] == "expenditure.income_below_mean"
    assert aid(BASE.change(less), **values)[0] == ""  # off in the baseline
    ningbo = on.change({"expenditure.trigger_test": 0.0, "expenditure.after_test": 1.0})
    assert alone(ningbo, "expenditure", other=200_000, rigid=100_000, **asked)[0] == "passed"
    assert alone(ningbo, "expenditure", other=200_000, rigid=99_999, **asked)[0] == "expenditure.income_after_spending"
    assert alone(ningbo, "expenditure", other=90_000)[0] == "expenditure.rigid_expenditure"  # nothing is spent


@pytest.mark.parametrize(
    ("persons", "income", "power", "status"),
    [
        (3, 833_332, 1.0, "expansion_band"),  # 99,999.84 yuan a year
        (3, 833_333, 1.0, ""),  # not below 100,000
        (3, 449_999, 1.0, "marginal"),  # three marginal lines of 1,500
        (3, 450_000, 1.0, "expansion_band"),
        (4, 1_111_109, 1.0, "expansion_band"),  # a third per head
        (4, 1_111_110, 1.0, ""),
        (4, 962_249, 0.5, "expansion_band"),  # square root of 4/3: 1.154701
        (4, 962_251, 0.5, ""),
    ],
)
def test_band_above_the_marginal_line(persons: int, income: int, power: float, status: str) -> None:
    on = BASE.with_reform("expansion_band").change({"expansion_band.scale_power": power})
    found = aid(on, persons=persons, other=income)
    assert found[0] == status
    if status == "expansion_band":
        assert found[1] == 8_333  # 1,000 yuan a year


def test_the_band_reaches_wenzhou_and_huzhou_only() -> None:
    zhejiang = Scenario.load("zhejiang")
    in_band = zhejiang.lines(0)[:, 0, Line.BAND] > 0
    assert set(zhejiang.counties["prefecture"][in_band]) == {"温州市", "湖州市"}
    assert set(zhejiang.lines(0)[in_band, :, Line.BAND].ravel().tolist()) == {833_334}


def test_large_expenditure_grant_comes_first() -> None:
    jiangxi = Scenario.load("jiangxi")
    names = jiangxi.rule_book().names
    sick = {"shock": 1, "other": 100_000}
    k, amount = grant(jiangxi.rules(0), facts(shock_cost=2_000_000, **sick), LINES)
    assert (names[k], amount) == ("temporary_large", 600_000)  # 30% of 20,000 yuan
    assert grant(jiangxi.rules(0), facts(shock_cost=20_000_000, **sick), LINES)[1] == 3_000_000  # the cap
    k, _ = grant(jiangxi.rules(0), facts(shock_cost=1_999_999, **sick), LINES)
    assert names[k] == "temporary_expenditure"


def test_staged_grants_and_registration() -> None:
    staged = BASE.change({"temporary_emergency.stages": 3, "temporary_emergency.stage_persists": 0.25})
    unit = facts(shock=3, shock_cost=500_000)
    assert grant(BASE.rules(0), unit, LINES)[1] == 150_000
    assert grant(staged.rules(0), unit, LINES)[1] == 75_000  # a third, and a quarter of two further thirds
    fujian = Scenario.load("fujian")
    stranger = facts(shock=1, shock_cost=1_000_000, registered=0)
    assert grant(fujian.rules(0), stranger, LINES) == (fujian.rule_book().index("temporary_expenditure"), 200_000)
    assert grant(BASE.rules(0), stranger, LINES) == (-1, 0)


def test_classes_by_a_formula() -> None:
    classes = BASE.with_reform("yunnan_rural_classes")
    assert alone(classes, "dibao_classes", dependent=1) == ("passed", 82_000)
    assert alone(classes, "dibao_classes", dependent=1, obligor_able=1, elders=1) == ("passed", 45_000)
    assert alone(classes, "dibao_classes", persons=2, able=1, workers=1, jobless=1) == ("passed", 2 * 37_000)
    assert alone(classes, "dibao_classes", urban=1)[0] == "dibao_classes.rural"


def test_single_person_groups() -> None:
    def covered(scenario: Scenario, **values: int) -> tuple[str, int]:
        k, *_, persons = decide(scenario.rules(0), facts(persons=3, other=360_000, **values), LINES)
        return (scenario.rule_book().names[k] if k >= 0 else ""), persons

    assert covered(BASE, severe=1) == ("single", 1)
    assert covered(BASE, ill=1) == ("single", 1)
    assert covered(BASE, grade3=1) == ("single", 1)
    assert covered(BASE, frail_elders=1) == ("marginal", 3)
    fujian = BASE.change({"single.group_frail_elders": 1.0, "single.group_expenditure": 1.0})
    assert covered(fujian, frail_elders=1) == ("single", 1)
    assert covered(fujian, rigid_persons=1) == ("single", 1)
    assert covered(BASE.change({"single.group_ill": 0.0}), ill=1) == ("marginal", 3)
    anywhere = BASE.change({"single.host_marginal": 0.0})
    assert decide(anywhere.rules(0), facts(persons=3, other=900_000, severe=1), LINES)[4] == 60_000
