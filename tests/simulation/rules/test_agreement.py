"""Plain Python, compiled scalar and the array path give the same decisions; nothing is compiled anew."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from households import described_facts, random_facts
from places import AID_AS_WORKED, LINES

from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.facts import Fact
from simulation.rules.programme import assess, bundle_fen, decide, grant, status
from simulation.rules.rows import assess_rows, decide_rows, status_rows
from simulation.rules.tables import NONE, Kind, Rules

BEFORE = json.loads((Path(__file__).parent / "data" / "decisions.json").read_text(encoding="utf-8"))
CARE = ("tekun.care_share", "tekun.care_share_partial", "tekun.care_share_full", "tekun.care_share_least")
# what these provinces have stated since, beside rules that the nation has set since
SINCE = {
    "zhejiang": (
        "expenditure.enabled", "expansion_band.enabled", "marginal.bundle_person", "dibao.bundle_household",
        "electricity_relief.value", "tv_fee_relief.value", "tekun.care_share_partial",
    ),
    "fujian": ("expenditure.enabled", "single.group_expenditure", *CARE, "tekun.institution_extra"),
    "inner_mongolia": CARE,
    "jiangxi": (
        "expenditure.enabled", "dibao.rigid_share", "dibao.rigid_share_disability", "dibao.rigid_share_education",
        "dibao.deduction_cap_multiple", "dibao.asset_exempt_share", "temporary_emergency.minimum_months",
        "temporary_expenditure.minimum_months", "temporary_expenditure.cost_share", "temporary_emergency.stages",
        "temporary_expenditure.stages", "dibao.minimum_share", *CARE,
    ),
    "yunnan": ("expenditure.enabled", "marginal.near_poor_share", "dibao.asset_months"),
}  # fmt: skip
RULES_SINCE = {
    "dibao.disregard_cap": 500.0, "dibao.rural_asset_share": 1.0, "dibao.imputed_idle_share": 0.0,
    "dibao.minimum_share": 0.0, "single.share_of_line": 0.6, **AID_AS_WORKED,
}  # fmt: skip
_IN_PYTHON = """
import json, sys
import numpy as np
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.rows import decide_rows
rows, lines = (np.array(part, np.int64) for part in json.load(sys.stdin))
print(json.dumps(decide_rows(Scenario.load("fujian").rules(0), rows, lines).tolist()))
"""


def everywhere(rows: int) -> np.ndarray:
    """The test place's lines for every row."""
    return np.tile(LINES, (rows, 1))


def as_described_before(rows: int) -> np.ndarray:
    """Random units: a wage was imputed to every member able to work without a lost job, as now to the uninsured."""
    table = random_facts(150)[:rows]
    table[:, Fact.UNINSURED] = np.maximum(table[:, Fact.ABLE] - table[:, Fact.JOBLESS], 0)
    return table


def with_minimum_of_households(rules: Rules) -> Rules:
    """The rules with the minimum payment of dibao for a household, whatever its persons."""
    amounts = rules.amounts.copy()
    amounts["per"][rules.programmes["minimum"][rules.main]] = NONE
    return rules._replace(amounts=amounts)


@pytest.mark.parametrize("province", sorted(BEFORE))
def test_the_first_six_programmes_decide_as_before(province: str) -> None:
    """Decisions, grants and bundled aid of 100 units as they were before other programmes came beside these."""
    held = BEFORE[province]
    nation = Scenario.load(province, practice="national")
    since = {path: nation.value(path) for path in SINCE.get(province, ())}
    base = Scenario.load(province).change(RULES_SINCE | since | held["values"], beyond_range="as it was")
    names = (*base.rule_book().names, "")
    rows = len(held["rows"])
    out = decide_rows(with_minimum_of_households(base.rules(0)), as_described_before(rows), everywhere(rows))
    found = [
        [names[k], need, counted, amount, covered, names[granted], given, bundle]
        for k, _, need, counted, amount, covered, bundle, granted, given in out.tolist()
    ]
    assert found == held["rows"]


def test_python_equals_compiled_equals_rows() -> None:
    table, rules = described_facts(600), Scenario.load("fujian").rules(0)
    statuses = np.flatnonzero(rules.programmes["kind"] == Kind.STATUS)
    out = decide_rows(rules, table, everywhere(len(table)))
    for row, got in zip(table[:300], out.tolist(), strict=False):
        decided = decide(rules, row, LINES)
        assert list(status(rules, row, LINES)) == [decided[0], *decided[4:]]  # without reasons, to the last person
        assert [*decided, bundle_fen(rules, decided[0], row, LINES), *grant(rules, row, LINES)] == got
    assert set(out[:, 0].tolist()) == {-1, *statuses.tolist()}  # every status in force and none occur
    assert len(set(out[:, 7].tolist())) == 3
    sent = json.dumps([table[:150].tolist(), everywhere(150).tolist()])
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        [sys.executable, "-c", _IN_PYTHON],
        input=sent,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == out[:150].tolist()


def test_each_programme_alone_by_rows() -> None:
    base = Scenario.load("jiangxi")
    table, rules = described_facts(60), base.rules(0)
    for k in range(len(base.rule_book().programmes)):
        out = assess_rows(rules, k, table, everywhere(len(table)))
        assert out.tolist() == [list(assess(rules, k, row, LINES)) for row in table]
    whole = decide_rows(rules, table, everywhere(len(table)))
    assert status_rows(rules, table, everywhere(len(table))).tolist() == whole[:, [0, 4]].tolist()


def signatures() -> list[int]:
    """Compiled kernels of the rules."""
    loops, inside = (decide_rows, assess_rows, status_rows), (decide, grant, bundle_fen)
    return [len(kernel.signatures) for kernel in (*loops, *(each.inside for each in inside))]  # type: ignore[attr-defined]


def test_new_values_programmes_and_schedules_compile_nothing() -> None:
    base = Scenario.load("fujian")
    table, lines = described_facts(3), everywhere(3)
    decide_rows(base.rules(0), table, lines)
    before = signatures()
    for province in ("zhejiang", "yunnan"):
        decide_rows(Scenario.load(province).rules(0), table, lines)
    decide_rows(base.change({"dibao.asset_months": 24, "dibao.withdraw_rate": 1}).rules(0), table, lines)
    decide_rows(base.with_reform("expenditure_households").rules(0), table, lines)
    assert signatures() == before


def test_payments_are_whole_yuan_and_never_negative() -> None:
    table, rules = random_facts(3000), Scenario.load("fujian").rules(0)
    out = decide_rows(rules, table, everywhere(len(table)))
    assert (out[:, 4] >= 0).all()
    assert (out[:, 4] % 100 == 0).all()
    assert (out[out[:, 0] < 0, 4] == 0).all()
    assert (out[:, 3] >= 0).all()
