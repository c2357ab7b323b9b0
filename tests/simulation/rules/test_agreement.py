"""Plain Python, compiled scalar and a compiled loop give the same decisions; nothing is compiled anew."""

import json
import os
import subprocess
import sys

import numpy as np
import numpy.typing as npt
from places import LINES

from simulation._numba import compiled
from simulation.parameters.scenario import Scenario
from simulation.rules.facts import Fact, Line
from simulation.rules.programme import assess, decide, grant

_IN_PYTHON = """
import json, sys
import numpy as np
from simulation.parameters.scenario import Scenario
from simulation.rules.programme import decide, grant
rows, lines = (np.array(part, np.int64) for part in json.load(sys.stdin))
base = Scenario.load("fujian")
rules = base.rules(0)
out = [[int(v) for v in (*decide(rules, row, lines), *grant(rules, row, lines))] for row in rows]
print(json.dumps(out))
"""


def random_facts(rows: int) -> npt.NDArray[np.int64]:
    """Random units near the lines, with every fact in use."""
    luck = np.random.default_rng(11)
    table = np.zeros((rows, len(Fact)), np.int64)
    persons = luck.integers(1, 5, rows)
    table[:, Fact.PERSONS] = persons
    for fact in (
        Fact.MINORS,
        Fact.ELDERS,
        Fact.SEVERE,
        Fact.ILL,
        Fact.ABLE,
        Fact.DEPENDENT,
        Fact.RIGID_PERSONS,
    ):
        table[:, fact] = luck.integers(0, persons + 1)
    table[:, Fact.WORKERS] = luck.integers(0, table[:, Fact.ABLE] + 1)
    for fact, top in (
        (Fact.WAGE, 300000),
        (Fact.BUSINESS, 90000),
        (Fact.PENSION, 60000),
        (Fact.OTHER, 60000),
    ):
        table[:, fact] = luck.integers(0, top, rows) * (luck.random(rows) < 0.6)
    table[:, Fact.RIGID] = luck.integers(0, 300000, rows)
    table[:, Fact.OBLIGOR_PERSONS] = luck.integers(0, 3, rows)
    table[:, Fact.OBLIGOR_ABLE] = luck.integers(0, table[:, Fact.OBLIGOR_PERSONS] + 1)
    table[:, Fact.OBLIGOR_INCOME] = luck.integers(0, 900000, rows)
    table[:, Fact.ASSETS] = luck.integers(0, 9000000, rows)
    for fact, odds in ((Fact.CAR, 0.2), (Fact.SECOND_HOME, 0.1), (Fact.REGISTERED, 0.9), (Fact.JOBLESS, 0.2)):
        table[:, fact] = luck.random(rows) < odds
    table[:, Fact.SHOCK] = luck.integers(0, 4, rows)
    table[:, Fact.SHOCK_COST] = luck.integers(0, 4000000, rows)
    return table


@compiled
def decide_all(rules, table, lines, out):  # type: ignore[no-untyped-def]
    """`decide` and `grant` for every row."""
    for i in range(len(table)):
        k, reason, need, counted, amount, covered = decide(rules, table[i], lines)
        granted, given = grant(rules, table[i], lines)
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = k, reason, need, counted
        out[i, 4], out[i, 5], out[i, 6], out[i, 7] = amount, covered, granted, given


def test_python_equals_compiled_equals_loop() -> None:
    table, rules = random_facts(600), Scenario.load("fujian").rules(0)
    scalar = [[*decide(rules, row, LINES), *grant(rules, row, LINES)] for row in table]
    out = np.zeros((len(table), 8), np.int64)
    decide_all(rules, table, LINES, out)
    assert out.tolist() == scalar
    assert len(set(out[:, 0].tolist())) == 5  # every monthly status and none occur
    assert len(set(out[:, 6].tolist())) == 3
    sent = json.dumps([table[:200].tolist(), LINES.tolist()])
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
    assert json.loads(run.stdout) == out[:200].tolist()


def test_new_values_compile_nothing() -> None:
    base = Scenario.load("fujian")
    table, out = random_facts(3), np.zeros((3, 8), np.int64)
    decide_all(base.rules(0), table, LINES, out)
    before = len(decide_all.signatures), len(decide.signatures)
    for province in ("zhejiang", "yunnan"):
        decide_all(Scenario.load(province).rules(0), table, LINES, out)
    decide_all(base.change({"dibao.asset_months": 24, "dibao.withdraw_rate": 1}).rules(0), table, LINES, out)
    assert (len(decide_all.signatures), len(decide.signatures)) == before


def test_payments_are_whole_yuan_and_never_negative() -> None:
    table, rules = random_facts(3000), Scenario.load("fujian").rules(0)
    out = np.zeros((len(table), 8), np.int64)
    decide_all(rules, table, LINES, out)
    assert (out[:, 4] >= 0).all()
    assert (out[:, 4] % 100 == 0).all()
    assert (out[out[:, 0] < 0, 4] == 0).all()
    assert (out[:, 3] >= 0).all()


def test_a_higher_line_never_lowers_dibao() -> None:
    """The dibao payment alone, other programmes set aside, is monotone in the line."""
    base = Scenario.load("fujian")
    k = base.rule_book().index("dibao")
    higher = LINES.copy()
    higher[Line.DIBAO] += 7300
    risen = 0
    for row in random_facts(500):
        now, then = assess(base.rules(0), k, row, LINES)[3], assess(base.rules(0), k, row, higher)[3]
        assert then >= now
        risen += then > now
    assert risen > 20
