"""Rule files that must be refused, rules that a reform inserts or removes, and what it changes in words."""

from pathlib import Path

import numpy as np
import pytest
from folders import copy_of_data, edit, loading, mistakes_of

from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.facts import Fact, Line
from simulation.rules.programme import decide
from simulation.rules.tables import NONE

DIBAO, AID, BAND = "programmes/dibao.toml", "programmes/medical_aid.toml", "programmes/expansion_band.toml"
REFUSED = [
    # file, old, new, words of the one mistake
    (DIBAO, 'from = [0, "$work_cost_ceiling"]', "from = [3000, 200]", ["schedule.work_cost.from", "rising thresholds"]),
    (DIBAO, 'from = [0, "$work_cost_ceiling"]', "from = [0, 0]", ["schedule.work_cost.from", "rising thresholds"]),
    (DIBAO, 'from = [0, "$work_cost_ceiling"]', "from = [0]", ["as many rates"]),
    (DIBAO, 'from = [0, "$work_cost_ceiling"]', 'from = [0, "$asset_months"]', ["yuan/month", "in months"]),
    (DIBAO, 'per = "workers"\n', 'per = "workers"\nkind = "tiers"\n', ["`rate` with kind 'marginal'"]),
    (
        DIBAO,
        'rate = ["$work_cost_share", 0]',
        'kind = "tiers"\namount = [0, 300]',
        ["schedule.work_cost", "tiers are cliffs"],
    ),
    (
        DIBAO,
        'from = [0, "$work_cost_ceiling"]\nrate = ["$work_cost_share", 0]',
        'from = [9, 99]\nkind = "amount"\namount = [0, 30]',
        ["first threshold of 0"],
    ),
    (DIBAO, 'test = { field = "car", op = "<="', 'test = { field = "wage", op = "<="', ["an amount of money"]),
    (DIBAO, 'test = { field = "counted_income"', 'test = { field = "persons"', ["without a currency"]),
    (DIBAO, 'enabled = "$asset_test"', 'enabled = "$asset_months"', ["0 or 1", "in months"]),
    (DIBAO, 'enabled = "$asset_test"', 'enabeld = "$asset_test"', ["assets.0.enabeld", "'enabled'"]),
    (DIBAO, 'field = "obligor_youngest"', 'field = "obligor_yougest"', ["unless", "'obligor_youngest'"]),
    (DIBAO, "unless_enabled = ", 'unless_enabeld = "$obligor_relief"\nunless_enabled = ', ["unless_enabeld"]),
    (DIBAO, "main = true\n", 'main = true\nunit = "person"\n', ["[[group]]"]),
    (DIBAO, "main = true\n", 'main = true\nexcludes = ["heating_aid"]\n', ["only together with [[passport]]"]),
    (AID, 'status = "dibao"', 'status = "dibaoo"', ["passport.1.status", "'dibao'"]),
    (AID, 'status = "dibao"', 'status = "tekun"', ["passport.1.status", "each status once"]),
    (AID, 'status = "dibao"', 'status = "heating_aid"', ["passport.1.status", "known status"]),
    (AID, 'enabled = "$enabled"\n', 'enabled = "$enabled"\nexcludes = ["disease_treatmnt"]\n', ["'disease_treatment'"]),
    (AID, 'paid_by = "other_departments"', 'paid_by = "other_department"', ["paid_by", "other_departments"]),
    ("programmes/dibao.toml", "main = true\n", 'main = true\npaid_by = "charity"\n', ["civil affairs pay statuses"]),
    (
        "programmes/housing_aid.toml",
        'among = "$tenants"\n',
        'among = "$tenants"\nshared = "needs"\n',
        ["only with a `budget`"],
    ),
    (AID, 'taper = "$marginal.passport_taper"', 'taper = "$marginal.asset_months"', ["taper", "code"]),
    (AID, "order = 150", "order = 140", ["an order of its own"]),
    (AID, 'kind = "share"', 'kind = "tiered"', ["`share` not with kind 'tiered'"]),
    (AID, 'need]\nyuan_year = "$cap_year"', 'need]\nyuan = "$cap_year"', ["need.yuan", "yuan/person/year"]),
    (BAND, "reference_persons = 3, ", "reference = 3, ", ["'reference_persons'"]),
    (BAND, 'line = "band"', 'line = "bond"', ["'band'"]),
    ("programmes/home_improvement.toml", 'budget = "$quota"\n', "", ["one of:"]),
    ("programmes/home_improvement.toml", 'budget = "$quota"', "budget = -5", ["reach.0", "at least 0"]),
    ("programmes/dibao_classes.toml", '"hardship_classes"', '"hardship_class"', ["'hardship_classes'"]),
]
ROW = """row = { id = "few_workers", test = { field = "workers", op = "<=", value = 1 }, \
why = { zh = "就业者不超过1人", en = "At most one worker" }, reference = "draft art. 3" }"""


@pytest.mark.parametrize(("file", "old", "new", "words"), REFUSED)
def test_a_mistaken_rule_is_refused(tmp_path: Path, file: str, old: str, new: str, words: list[str]) -> None:
    root = copy_of_data(tmp_path)
    edit(root / file, old, new)
    found = loading(root)
    assert len([m for m in found if all(word in str(m) for word in words)]) == 1, "\n".join(map(str, found))


def test_circles_are_refused(tmp_path: Path) -> None:
    root = copy_of_data(tmp_path)
    treatment = root / "programmes/disease_treatment.toml"
    edit(treatment, 'enabled = "$enabled"\n', 'enabled = "$enabled"\nexcludes = ["medical_aid"]\n')
    medical = root / "programmes/medical_aid.toml"
    edit(medical, 'enabled = "$enabled"\n', 'enabled = "$enabled"\nexcludes = ["disease_treatment"]\n')
    found = [str(m) for m in loading(root)]
    assert len(found) == 1
    assert "disease_treatment -> medical_aid -> disease_treatment" in found[0]
    other = copy_of_data(tmp_path / "second")
    edit(other / "programmes/single.toml", 'income_from = "dibao"', 'income_from = "marginal"')
    edit(other / "programmes/marginal.toml", 'income_from = "dibao"', 'income_from = "single"')
    assert any("marginal -> single -> marginal" in str(m) for m in loading(other))


def reform(folder: Path, *changes: str) -> Path:
    """A reform file with the given [[change]] tables."""
    file = folder / "trial.toml"
    head = 'id = "trial"\nlabel = { zh = "试", en = "trial" }\nreference = "draft of March"\n'
    file.write_text(head + "".join(f"\n[[change]]\n{change}\n" for change in changes), encoding="utf-8")
    return file


def poor(**values: int) -> np.ndarray:
    """A poor unit of two with two workers."""
    facts = np.zeros(len(Fact), np.int64)
    for name, value in ({"persons": 2, "registered": 1, "workers": 2} | values).items():
        facts[Fact[name.upper()]] = value
    return facts


def test_rules_inserted_and_removed_with_dates(zhejiang: Scenario, tmp_path: Path) -> None:
    file = reform(
        tmp_path,
        f'op = "insert"\npath = "dibao.eligibility"\nfrom = 2024-01-01\n{ROW}',
        'op = "remove"\npath = "dibao.supplement.elder"\nfrom = 2023-07-01\nto = 2024-06-30',
    )
    changed = zhejiang.with_reform(file)
    lines, book = zhejiang.lines(0)[0, 1], changed.rule_book()
    dibao = book.index("dibao")

    def amount(scenario: Scenario, month: int, **values: int) -> int:
        return decide(scenario.rules(month), poor(**values), lines)[4]

    for month in (0, 5, 11, 18):
        removed = 6 <= month < 18
        extra = 2 * round(zhejiang.value("dibao.supplement_elder") * lines[Line.DIBAO])
        whole, now = amount(zhejiang, month, elders=2, workers=0), amount(changed, month, elders=2, workers=0)
        assert abs(whole - now - (extra if removed else 0)) < 100  # both are rounded up to whole yuan
        k, reason = decide(changed.rules(month), poor(), lines)[:2]
        if month < 12:
            assert (k, reason) == (dibao, 0)
        else:  # another status or none, for the reason that was put in
            assert k != dibao
            assert k == NONE or book.names[k] in ("single", "marginal")
    assert "dibao.few_workers" in [book.reason(code) for code in range(1, len(book.reasons))]
    assert changed != zhejiang
    assert changed.structural_digest == zhejiang.structural_digest
    assert changed.change_months() == sorted({6, 12, 18, *zhejiang.change_months()})


def test_diff_in_words(zhejiang: Scenario, tmp_path: Path) -> None:
    file = reform(
        tmp_path,
        f'op = "insert"\npath = "dibao.eligibility"\nfrom = 2024-01-01\n{ROW}',
        'op = "remove"\npath = "dibao.supplement.elder"',
        'path = "lines.dibao"\nop = "scale"\nvalue = 1.05\nwhere = { area = "urban", county = ["温州市"] }',
        'path = "dibao.withdraw_rate"\nvalue = 0.8\nreference = "annex 2"',
    )
    changed = zhejiang.with_reform(file)
    assert zhejiang.diff(changed) == [
        "lines.dibao (dibao line): multiply by 1.05, urban, 13 counties, from 2023-01 [draft of March]",
        "dibao.withdraw_rate (withdrawal rate of the top-up): set to 0.8 (was 1), from 2023-01 [annex 2]",
        "dibao.eligibility.few_workers (At most one worker): rule added, from 2024-01 [draft art. 3; draft of March]",
        "dibao.supplement.elder (Supplement for a member of 60 and over): rule removed, from 2023-01"
        " [L40; draft of March]",
        "lines.dibao (dibao line): 2023 to 2025: 13 rise (鹿城区, 龙湾区, 瓯海区 and others), of 91 counties",
    ]
    chinese = zhejiang.diff(changed, "zh")
    assert chinese[1] == "dibao.withdraw_rate (补差扣减率)：设为 0.8 (原为 1)，自 2023-01 起 [annex 2]"
    assert "取消规则" in chinese[3]
    assert changed.diff(zhejiang)[0].startswith("without lines.dibao")
    zhejiang = Scenario.load("zhejiang", practice="national")
    band = zhejiang.with_reform("expansion_band")
    assert ": switched on (was off), from 2023-01" in zhejiang.diff(band)[0]
    assert "：开启 (原为关闭)，自 2023-01 起 [机制 ZJ-39" in zhejiang.diff(band, "zh")[0]
    longer = zhejiang.with_reform("gradual_exit_12_months")
    assert "：设为 12 个月 (原为 6)，" in zhejiang.diff(longer, "zh")[0]
    assert any("gradual_exit_months" in line for line in zhejiang.diff(Scenario.load("yunnan")))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ('op = "insert"\npath = "dibaoo.eligibility"\n' + ROW, ["'dibao'"]),
        ('op = "insert"\npath = "dibao.eligiblity"\n' + ROW, ["'eligibility'"]),
        ('op = "insert"\npath = "dibao.eligibility"', ["a `row`"]),
        ('op = "insert"\npath = "dibao.eligibility"\n' + ROW.replace("workers", "wrokers"), ["'workers'"]),
        ('op = "insert"\npath = "dibao.eligibility"\n' + ROW.replace('"workers"', '"wage"'), ["an amount of money"]),
        ('op = "insert"\npath = "dibao.eligibility"\n' + ROW.replace("few_workers", "no_car"), ["id of its own"]),
        ('op = "insert"\npath = "dibao.eligibility"\n' + ROW.replace("why", "wyh"), ["wyh"]),
        ('op = "remove"\npath = "dibao.supplement.eldr"', ["'dibao.supplement.elder'"]),
        ('op = "remove"\npath = "dibao.supplement.elder"\nvalue = 1', ["no `value`"]),
        ('op = "remove"\npath = "dibao.supplement.elder"\nfrom = 2024-01-01\nto = 2023-12-31', ["after `from`"]),
        ('op = "set"\npath = "dibao.withdraw_rate"', ["a `value`"]),
    ],
)
def test_mistaken_edits(zhejiang: Scenario, tmp_path: Path, change: str, words: list[str]) -> None:
    file = reform(tmp_path, change)
    found = mistakes_of(lambda: zhejiang.with_reform(file))
    assert [m for m in found if all(word in str(m) for word in words)], "\n".join(map(str, found))
    assert all(m.file == str(file) or m.file.startswith("scenarios/") for m in found)
