"""What a run says of its own work: progress ends at its total, and a single reform or replication is a result too."""

from collections.abc import Callable
from typing import Any

import pytest

import simulation as sim
from simulation.comparison.several_reforms import compare_all
from simulation.parameters.scenario.scenario import Scenario

SMALL: dict[str, Any] = {"scale": 0.0003, "months": 3, "warm_up": 12, "threads": 1, "replications": 1}
REFORM = "dibao_line_plus_10"


def one_by_one(base: Scenario, own_past: Scenario, **asked: Any) -> Any:
    return sim.compare(base, own_past, draws=0, **SMALL, **asked)


def together(base: Scenario, own_past: Scenario, **asked: Any) -> Any:
    return compare_all(base, [REFORM, own_past], draws=0, **SMALL, **asked)


def alone(base: Scenario, own_past: Scenario, **asked: Any) -> Any:
    return sim.run(own_past, draws=0, **SMALL, **asked)


@pytest.mark.parametrize(("call", "months"), [(alone, 15), (one_by_one, 30), (together, 33)])
def test_progress_grows_to_its_total(base: Scenario, call: Callable[..., Any], months: int) -> None:
    """A month of a scenario is a step: 12 of the warm-up, 3 of each side, 12 more for a reform with its own past."""
    told: list[tuple[int, int]] = []
    own_past = base.change({"job.loss_prob_month": 0.02})
    call(base, own_past, progress=lambda done, total, text: told.append((done, total)))
    assert {total for _, total in told} == {months}
    done = [each for each, _ in told]
    assert done == sorted(done)
    assert done[-1] == months


def test_a_single_reform_is_a_comparison_without_pairs(base: Scenario) -> None:
    beside = compare_all(base, [REFORM], draws=0, **SMALL)
    change = sim.compare(base, REFORM, draws=0, **SMALL)
    assert beside.comparisons[0].results_digest == change.results_digest
    assert beside.period == change.period
    assert beside.pairwise().empty
    for table in (beside.table(), change.table(), change.funnel(), change.fan(), change.waits(), change.by_county()):
        assert table.index.tolist() == list(range(len(table)))
