"""What a missed figure is said to rest on: the change that reaches it, the one that comes nearest, or none."""

import numpy as np
import pytest

from benchmarks.causes import TRIALS, Trial, said, sentences
from calibration.targets import Fact
from calibration.validation.validate import Row, Validation
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings

NOTHING = np.full(1, np.nan)
FIRST, SECOND = (Trial(name, name, {f"group.{name}": 1.0}) for name in ("first", "second"))


def row(value: float) -> Row:
    fact = Fact(
        "X1", "hubei", "stock_persons:dibao+single", 100.0, "persons", "2022-12", 90.0, 110.0, "made", "made", "seen",
        "validate", "A", "", "all",
    )  # fmt: skip
    return Row(fact, np.array([value]), NOTHING, NOTHING)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (105.0, 95.0, "in band (105) with first (group.first = 1); reached by 2 of 2 changes"),
        (150.0, 92.0, "in band (92) with second (group.second = 1); reached by 1 of 2 changes"),
        (150.0, 120.0, "none of 2 changes reaches it; nearest (120) with second"),
        (199.0, 240.0, "none of 2 changes moves it nearer by a tenth"),
    ],
)
def test_the_sentence_follows_the_trials(first: float, second: float, words: str) -> None:
    english, chinese = said(row(200.0), [(FIRST, row(first)), (SECOND, row(second))])
    assert english.startswith(words)
    assert chinese


def test_a_figure_that_is_met_needs_no_sentence() -> None:
    def found(value: float) -> Validation:
        return Validation(("hubei",), (row(value),), Settings(), 0)

    assert sentences(found(100.0), [(FIRST, found(150.0))]) == {}
    assert list(sentences(found(200.0), [(FIRST, found(150.0))])) == ["X1"]


def test_every_change_that_is_tried_acts_on_a_parameter_of_every_province() -> None:
    for trial in TRIALS:
        changed = Scenario.load("hubei").change(trial.values, start="2015-01")
        assert changed.digest != Scenario.load("hubei").digest, trial.en
