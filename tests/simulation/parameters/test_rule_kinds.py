"""Fields, amounts and numbers of a kind that does not fit are refused, and what was meant is said."""

from pathlib import Path

import pytest
from folders import copy_of_data, edit, loading, mistakes_of

from simulation.calculator.comparisons import MONTHLY, ONCE, PERSONS, YEARS, YES_NO
from simulation.calculator.comparisons import QUANTITIES as SHOWN
from simulation.parameters.files.names import KINDS, QUANTITIES, FieldKind
from simulation.parameters.files.renamed import RenamedWarning
from simulation.parameters.scenario.scenario import Scenario

DIBAO, AID = "programmes/dibao.toml", "programmes/medical_aid.toml"
SINGLE, HOUSING = "programmes/single.toml", "programmes/housing_aid.toml"
EMERGENCY = "programmes/temporary_emergency.toml"
TEST_OF_LINE = 'amount = { line = "dibao", multiple = "$line_multiple", per = "persons" }'
REFUSED = [
    # file, old, new, words of the one mistake
    # money and counts
    (AID, 'field = "medical_cost"', 'field = "minors"', ["benefit.field", "kind = 'flat'", "per = 'minors'"]),
    (AID, 'field = "medical_cost"', 'field = "assets"', ["benefit.field", "money a month", "'assets', which is money"]),
    (DIBAO, 'field = "severe"', 'field = "wage"', ["supplement.0.field", "heads", "money a month"]),
    (DIBAO, 'field = "severe"', 'field = "obligor_youngest"', ["supplement.0.field", "an age in years"]),
    (SINGLE, 'field = "severe"', 'field = "rent"', ["group.0.field", "counts persons", "money a month"]),
    (DIBAO, TEST_OF_LINE, 'amount = { yuan = 900, per = "wage" }', ["eligibility.1.test.amount.per", "share = 0.3"]),
    (DIBAO, TEST_OF_LINE, 'amount = { yuan = 900, per = "shock" }', ["amount.per", "a code"]),
    (DIBAO, TEST_OF_LINE, "value = 900", ["eligibility.1.test", "an amount of money", "{ yuan = 900.0 }"]),
    (DIBAO, 'minimum = { yuan = "$minimum_payment", line = "dibao", multiple = "$minimum_share", per = "persons" }',
     "minimum = { count = 50 }", ["benefit.minimum", "write `yuan`"]),
    (AID, 'yuan_year = "$cap_year"', "count = 30000", ["need", "a number of persons"]),
    (DIBAO, 'field = "disregarded"', 'field = "elders"', ["income.7.field", "counted or deducted", "persons"]),
    # income imputed for persons
    (DIBAO, 'field = "idle_able"', 'field = "wage"', ["income.3.field", "persons for whom income is imputed"]),
    (DIBAO, 'multiple = "$imputed_idle_share", per = "idle_able" }', 'multiple = "$asset_months", per = "idle_able" }',
     ["income.3.limit", "as the income that is imputed", "months x line"]),
    # money a month and money
    (DIBAO, 'id = "other"\nfield = "other"', 'id = "other"\nfield = "assets"', ["income.6.field", "`share`: the part"]),
    (DIBAO, '[[assets]]\nenabled', '[[assets]]\nfield = "wage"\nenabled', ["assets.0.field", "money that is owned"]),
    (DIBAO, '"$asset_months", per = "persons" }\nwhy', '"$line_multiple", per = "persons" }\nwhy',
     ["assets.0.limit", "an amount of money as the limit", "money a month"]),
    (DIBAO, 'multiple = "$line_multiple", per = "persons" } }', 'multiple = "$asset_months", per = "persons" } }',
     ["eligibility.1.test", "an amount of money a month", "months x line"]),
    (DIBAO, 'multiple = "$line_multiple"\nshare', 'multiple = "$asset_months"\nshare', ["need", "paid each month"]),
    # flags, ages, codes, shares
    (DIBAO, 'op = "==", value = 1', 'op = "==", value = 3', ["eligibility.0.test.value", "0 or 1", "'registered'"]),
    (DIBAO, 'value = "$cars_allowed"', 'value = "$asset_months"', ["test.value", "cars", "in months"]),
    (DIBAO, 'op = ">=", value = "$obligor_relief_age"', 'op = ">=", value = "$cars_allowed"', ["years", "in cars"]),
    (DIBAO, 'at_least = "$obligor_able_least"', "at_least = 0.5", ["income.8.when.at_least", "a whole number"]),
    (DIBAO, 'share = "$rigid_share"', "share = 50", ["income.9.share", "between 0 and 1", "did you mean 0.5?"]),
    (HOUSING, 'share = "$rent_share"', "share = 60", ["benefit.share", "did you mean 0.6?"]),
    (AID, 'share = "$marginal.near_poor_share"', "share = 7", ["passport.3.share", "between 0 and 1"]),
    (AID, 'share = "$marginal.near_poor_share"', "share = [0.5, 7]", ["passport.3.share.1", "between 0 and 1"]),
    (DIBAO, '{ count = 1, per = "obligor_persons", share', '{ count = 0.5, per = "obligor_persons", share',
     ["count", "a whole number", "write `share`"]),
    (EMERGENCY, 'value = "job_loss"', 'value = "job_los"', ["eligibility.1.test.value", "did you mean 'job_loss'?"]),
    (EMERGENCY, 'value = "job_loss"', 'value = "Disaster"', ["known shock", "did you mean 'disaster'?"]),
    (EMERGENCY, 'value = "job_loss"', 'value = "$maximum_months"', ["a parameter in code", "in months"]),
    (DIBAO, 'op = "==", value = 1', 'op = "==", value = "yes"', ["eligibility.0.test.value", "a number, or `$`"]),
    (DIBAO, 'at_least = "$obligor_able_least"', 'at_least = "two"', ["income.8.when.at_least", "a number, or `$`"]),
    # schedules
    (DIBAO, 'per = "workers"\n', 'per = "wage"\n', ["schedule.work_cost.per", "persons over whom", "money a month"]),
    (DIBAO, 'from = [0, "$work_cost_ceiling"]', 'from = [0, "$cars_allowed"]', ["yuan/month", "in cars"]),
    (EMERGENCY, 'kind = "share"\nshare = "$cost_share"\nfield = "shock_cost"',
     'kind = "tiered"\nschedule = "s"\nfield = "persons"', ["schedule.s", "a share of each yuan", "persons"]),
]  # fmt: skip
PERSONS_SCHEDULE = "\n[schedule.s]\nfrom = [0, 2]\nrate = [1, 0.5]\n\n[benefit]"


@pytest.mark.parametrize(("file", "old", "new", "words"), REFUSED)
def test_what_does_not_fit_is_refused(tmp_path: Path, file: str, old: str, new: str, words: list[str]) -> None:
    root = copy_of_data(tmp_path)
    edit(root / file, old, new)
    if "schedule.s" in words:
        edit(root / file, "\n[benefit]", PERSONS_SCHEDULE)
    found = loading(root)
    assert len([m for m in found if all(word in str(m) for word in words)]) == 1, "\n".join(map(str, found))


@pytest.mark.parametrize(("code", "name"), [(2, "'job_loss'"), (0, "'none'"), (7, "none, illness, job_loss, disaster")])
def test_the_number_of_a_code_still_works_and_says_its_name(tmp_path: Path, code: int, name: str) -> None:
    root = copy_of_data(tmp_path)
    edit(root / EMERGENCY, 'value = "job_loss"', f"value = {code}")
    with pytest.warns(RenamedWarning, match=f"eligibility.1.test.value: {code} is written {name} now"):
        written = Scenario.load("zhejiang", root=root)
    row = written.rules(0).conditions
    named = Scenario.load("zhejiang").rules(0)
    right = named.amounts[named.conditions["amount"]]["fen"]
    shock = row["quantity"] == QUANTITIES["shock"]
    found = written.rules(0).amounts[row["amount"]]["fen"]
    assert sorted(found[shock]) == sorted([1, 1, code])
    assert (found[~shock] == right[~shock]).all()
    assert sorted(right[shock]) == [1, 1, 2]
    assert (written.digest == Scenario.load("zhejiang").digest) == (code == 2)  # one value, however it is written


def test_all_kinds_of_mistakes_are_told_at_once(tmp_path: Path) -> None:
    root = copy_of_data(tmp_path)
    for file, old, new, _ in (REFUSED[0], REFUSED[2], REFUSED[4]):
        edit(root / file, old, new)
    edit(root / DIBAO, 'schedule = "work_cost"', 'when = { field = "need", at_least = 1 }')
    assert len(loading(root)) == 4


def test_a_row_that_a_reform_inserts_is_refused_too(tmp_path: Path) -> None:
    file = tmp_path / "trial.toml"
    file.write_text(
        'id = "trial"\nlabel = { zh = "试", en = "trial" }\n[[change]]\nop = "insert"\npath = "dibao.supplement"\n'
        '[change.row]\nid = "rent"\nfield = "rent"\namount = { yuan = 10 }\nlabel = { zh = "试", en = "t" }\n'
        'reference = "draft"\n',
        encoding="utf-8",
    )
    found = mistakes_of(lambda: Scenario.load("zhejiang").with_reform(file))
    assert [m for m in found if "supplement.3.field" in m.key and "money a month" in m.found]


@pytest.mark.parametrize(
    ("block", "row", "words"),
    [
        ("supplement", '{ id = "x", amount = { yuan = 10 }', ["field", "missing"]),
        ("bundle", '{ id = "x", field = "elders", amount = { yuan = 10 }', ["field"]),
        ("supplement", '{ id = "x", field = "elders", adds_to = "income", amount = { yuan = 10 }', ["adds_to", "need"]),
    ],
)
def test_a_supplement_counts_heads_and_an_item_of_a_bundle_does_not(
    tmp_path: Path, block: str, row: str, words: list[str]
) -> None:
    """An item of a bundle with a `field` was taken once all the same; a supplement without one counted a flag."""
    file = tmp_path / "trial.toml"
    end = ', label = { zh = "试", en = "t" }, reference = "draft" }'
    head = 'id = "trial"\nlabel = { zh = "试", en = "trial" }\n'
    file.write_text(f'{head}[[change]]\nop = "insert"\npath = "dibao.{block}"\nrow = {row}{end}\n', encoding="utf-8")
    found = mistakes_of(lambda: Scenario.load("zhejiang").with_reform(file))
    assert [m for m in found if all(word in str(m) for word in words)], found


def test_every_field_has_a_kind_that_explanations_share() -> None:
    units = {
        FieldKind.MONTHLY: MONTHLY, FieldKind.MONEY: ONCE, FieldKind.PERSONS: PERSONS, FieldKind.FLAG: YES_NO,
        FieldKind.AGE: YEARS, FieldKind.MONTHS: "months", FieldKind.CODE: "code",
    }  # fmt: skip
    assert set(KINDS) == set(QUANTITIES)
    assert {name: SHOWN[code].unit for name, code in QUANTITIES.items()} == {n: units[KINDS[n]] for n in QUANTITIES}
