"""What holds for all rules: random valid rule files and the shipped ones, over random units."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from households import described_facts
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from places import LINES
from random_rules import random_rules

from simulation.parameters.files.names import MONEY
from simulation.parameters.programmes.rule_tables import build_rules
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.facts import Fact, Line
from simulation.rules.programme import assess, bundle_fen, covered_persons, decide, grant, status
from simulation.rules.rows import assess_rows, decide_rows
from simulation.rules.tables import Benefit, Kind

TABLE = described_facts(400)
PLACE = np.tile(LINES, (len(TABLE), 1))
BASE = Scenario.load("jiangxi")
SEEDS = st.integers(0, 10**6)
UNITS = st.integers(0, len(TABLE) - 1)
QUIET = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
MONEY_FACTS = [int(Fact[name.upper()]) for name in sorted(MONEY) if name.upper() in Fact.__members__]
_IN_PYTHON = """
import json, sys
sys.path.insert(0, sys.argv[1])
import numpy as np
from random_rules import random_rules
from simulation.rules.rows import decide_rows
rows, lines, seeds = json.load(sys.stdin)
rows, lines = np.array(rows, np.int64), np.array(lines, np.int64)
print(json.dumps([decide_rows(random_rules(seed), rows, lines).tolist() for seed in seeds]))
"""


@QUIET
@given(SEEDS, UNITS)
def test_scalar_equals_rows_for_random_rule_files(seed: int, unit: int) -> None:
    rules, row = random_rules(seed), TABLE[unit]
    decided = decide(rules, row, LINES)
    assert list(status(rules, row, LINES)) == [decided[0], *decided[4:]]
    # each status taken alone, its need always known: the first that passes
    alone = {k: assess(rules, k, row, LINES) for k in np.flatnonzero(rules.programmes["kind"] == Kind.STATUS).tolist()}
    assert decided[0] == next((k for k, found in alone.items() if found[0] == 0), -1)
    if decided[0] < 0 and rules.main in alone:
        assert decided[1:4] == alone[rules.main][:3]
        assert decided[5] == covered_persons(rules, rules.main, row)
    expected = [*decided, bundle_fen(rules, decided[0], row, LINES), *grant(rules, row, LINES)]
    assert decide_rows(rules, TABLE[unit : unit + 1], PLACE[:1]).tolist() == [expected]
    if decided[0] >= 0:
        assert assess(rules, decided[0], row, LINES)[3] == decided[4]


def test_plain_python_equals_compiled_for_random_rule_files() -> None:
    seeds = list(range(100, 125))
    compiled = [decide_rows(random_rules(seed), TABLE[:25], PLACE[:25]).tolist() for seed in seeds]
    assert len({out[0] for rows in compiled for out in rows}) > 2
    run = subprocess.run(
        [sys.executable, "-c", _IN_PYTHON, str(Path(__file__).parent)],
        input=json.dumps([TABLE[:25].tolist(), PLACE[:25].tolist(), seeds]),
        capture_output=True,
        text=True,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == compiled


def test_random_rule_files_compile_nothing() -> None:
    decide_rows(random_rules(1), TABLE[:2], PLACE[:2])
    before = len(decide_rows.signatures), len(decide.inside.signatures)  # type: ignore[attr-defined]
    for seed in range(2, 30):
        decide_rows(random_rules(seed), TABLE[:2], PLACE[:2])
    assert (len(decide_rows.signatures), len(decide.inside.signatures)) == before  # type: ignore[attr-defined]


@QUIET
@given(SEEDS)
def test_nothing_is_negative_or_above_its_cap(seed: int) -> None:
    rules = random_rules(seed)
    out = decide_rows(rules, TABLE, PLACE)
    assert (out[:, [3, 4, 6, 8]] >= 0).all()
    for k, row in enumerate(rules.programmes):
        alone = assess_rows(rules, k, TABLE, PLACE)
        assert (alone[:, 3] >= 0).all()
        if row["benefit"] == Benefit.FLAT and row["minimum"] < 0 and row["supplement_first"] == row["supplement_end"]:
            assert (alone[:, 3] < alone[:, 1] + row["round_to"]).all()
        if row["maximum"] >= 0 and rules.amounts[row["maximum"]]["line"] < 0 and row["reach"] == 1.0:
            amount = rules.amounts[row["maximum"]]
            if amount["per"] < 0:
                assert (alone[:, 3] < amount["share"] * amount["fen"] + 1 + row["round_to"]).all()


@pytest.mark.parametrize("k", range(len(BASE.rule_book().programmes)), ids=[p.id for p in BASE.rule_book().programmes])
def test_a_higher_line_never_lowers_a_programme_taken_alone(k: int) -> None:
    """The total may fall, by changing to another status; each programme by itself may not."""
    rules = BASE.rules(0)
    now = assess_rows(rules, k, TABLE, PLACE)[:, 3]
    for step in (1, 7_300, 60_000):
        higher = PLACE.copy()
        for line in (Line.DIBAO, Line.TEKUN, Line.MARGINAL):
            higher[:, line] += step
        assert (assess_rows(rules, k, TABLE, higher)[:, 3] >= now).all()


@pytest.mark.parametrize("scale", [2, 5])
def test_all_money_times_a_constant(scale: int) -> None:
    """With rounding off, results are as many times as large, but for the fen to which single items are rounded."""
    specs = [
        spec.model_copy(update={"benefit": spec.benefit.model_copy(update={"round_to_yuan": 0.01})})
        for spec in BASE.sources.programmes
    ]
    one = build_rules(specs, lambda programme, number: resolved(programme, number, 1))
    many = build_rules(specs, lambda programme, number: resolved(programme, number, scale))
    rich = TABLE.copy()
    rich[:, MONEY_FACTS] *= scale
    for k in range(len(specs)):
        small = assess_rows(one, k, TABLE, PLACE)
        large = assess_rows(many, k, rich, PLACE * scale)
        same = small[:, 0] == large[:, 0]
        assert same.mean() > 0.99  # a fen of rounding may decide a test that is met exactly
        assert (abs(large[same, 1:4] - scale * small[same, 1:4]) <= 20 * scale).all()


def resolved(programme: str, number: Any, scale: int) -> float:
    """A number of Jiangxi, money times `scale`."""
    if not isinstance(number, str):
        return float(number)
    name = number.removeprefix("$")
    path = name if "." in name else f"{programme}.{name}"
    money = "yuan" in BASE.sources.parameters[path].unit
    return BASE.value(path) * (scale if money else 1)


@settings(deadline=None, max_examples=8)
@given(st.randoms(use_true_random=False))
def test_order_of_aid_that_does_not_read_other_aid(rng: Any) -> None:
    specs = list(BASE.sources.programmes)
    read = {name for spec in specs for name in (spec.id, *spec.excludes) if spec.excludes}
    free = [spec for spec in specs if spec.is_aid and spec.id not in read]
    rng.shuffle(free)
    shuffled = [spec for spec in specs if spec not in free] + free
    one = build_rules(specs, lambda programme, number: resolved(programme, number, 1))
    other = build_rules(shuffled, lambda programme, number: resolved(programme, number, 1))
    assume(shuffled != specs)
    first, second = decide_rows(one, TABLE, PLACE), decide_rows(other, TABLE, PLACE)
    assert first.tolist() == second.tolist()
    assert first[:, 6].max() > 0


def test_a_switched_off_programme_gives_nothing() -> None:
    off = BASE.change({f"{name}.enabled": 0.0 for name in BASE.rule_book().names})
    out = decide_rows(off.rules(0), TABLE, PLACE)
    assert (off.rules(0).programmes["kind"][: len(BASE.rule_book().names)] == Kind.OFF).all()
    assert (out[:, 0] == -1).all()
    assert (out[:, 7] == -1).all()
    assert not out[:, [4, 6, 8]].any()
