"""`compare`: a reform against the baseline, household by household under the same random draws."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.comparison.comparison_result import Comparison
from simulation.comparison.paired import acts_in_time, branch_of, own_warm_up, pair_of, passes, same_people
from simulation.extensions import analyzers as own
from simulation.ledger import Ledger
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import load_scenario
from simulation.progress import OnProgress
from simulation.run_settings import BLOCK, WARM_UP, Settings, settings_explained
from simulation.simulate import one_replication, run_cache
from simulation.simulate.distributions import Counts, paid_by_decile
from simulation.simulate.indicator_names import heads_of
from simulation.simulate.parameter_draws import AssignedDraws, Drawn, Under, assign_draws, cells_of, drawn_of, recorded
from simulation.simulate.period import Period, headline_period
from simulation.simulate.replications import Ticker, replicate
from simulation.simulate.run_record import ledger_digest, run_record, sampled_household_months, sampled_households


class Replication(NamedTuple):
    """What one replication leaves behind."""

    base: Ledger
    reform: Ledger
    in_period: tuple[Ledger, Ledger]
    gains: npt.NDArray[np.int64]
    paid: tuple[Counts, Counts]
    population_digest: str
    analysed: tuple[own.Analysed, ...] = ()


def replication_of(
    base: Scenario, reform: Scenario, settings: Settings, period: Period, number: int, tick: Ticker,
    watching: tuple[own.Analyzer, ...] = (),
) -> Replication:  # fmt: skip
    """Both scenarios on one sample on the same draws; who gains and who is paid is looked up as the period ends."""
    state = run_cache.warm_state(base, settings, number, tick)
    changed = branch_of(state, base, reform, settings, number, tick)
    watches = [own.watch_over(watching, side, number) for side in ("baseline", "reform")]
    before = run_cache.baseline_run(state, base, settings, period, tick, watches[0])
    after, now = one_replication.begun(changed, reform, settings, period, tick, base, watch=watches[1])
    gains = one_replication.gains_between(before.state, changed, period.months)
    paid = (paid_by_decile(before.state), paid_by_decile(changed))
    before.finish()
    one_replication.finished(changed, reform, settings, after, tick, base, watch=watches[1])
    in_period = (before.in_period, now)
    digest = state.population_digest
    return Replication(before.ledger, after, in_period, gains, paid, digest, own.all_found(*watches))


@settings_explained
def compare(
    base: Scenario | str, reform: Scenario | str, *, scale: float = 0.01, months: int = 36, replications: int = 10,
    seed: int = 1, warm_up: int = WARM_UP, threads: int | None = None, block: int = BLOCK,
    draws: int | None = None, progress: OnProgress | None = None, analyzers: Sequence[own.Given] = (),
) -> Comparison:  # fmt: skip
    """Compare a reform with the baseline, household by household under the same random draws.

    Each replication has its own sample and random draws, which both scenarios share. A reform of policy values starts
    from the baseline's state at the policy month; one of structural values has its own warm-up on the same sample.

    Args:
        base: The baseline, the id of a province, or the path of a scenario file (.toml).
        reform: A scenario on the same households, or the name of a reform of the baseline.
        draws: Posterior draws of the fitted parameters. None: one for each replication, where the data package has
            any and there are two replications or more; 0: none; N: the first N draws, in turn.
        analyzers: Called each month, see `Analyzer`; what they record of both sides is in `Comparison.analysis`.

    Returns:
        The tables and charts of both scenarios and of their difference.

    Raises:
        ValueError: For settings out of range.
        ScenarioError: For unknown names, and for draws that are not there.
    """
    base = load_scenario(base) if isinstance(base, str) else base
    reform = base.with_reform(reform) if isinstance(reform, str) else reform
    base, reform = base.with_programmes_of(reform), reform.with_programmes_of(base)
    settings = Settings(scale, months, replications, seed, warm_up, threads, block)
    assigned = assign_draws(base, draws, settings, "compare")
    same_people(base, reform)
    acts_in_time(base, reform, months)
    heads_of(base)
    return _compared(base, reform, settings, assigned, progress, own.as_analyzers(analyzers))


def _compared(
    base: Scenario, reform: Scenario, settings: Settings, assigned: AssignedDraws | None, progress: OnProgress | None,
    watching: tuple[own.Analyzer, ...],
) -> Comparison:  # fmt: skip
    """Two checked scenarios in every replication, and in the further cells that draws need."""
    replications = settings.replications
    under, cells = Under((base, reform), assigned, replications), cells_of(assigned, 0, replications)
    period = headline_period(base, [reform], settings.months)
    tick = Ticker(progress, len(cells) * passes(base, reform, settings), reform.name)
    begun = time.perf_counter()

    def one(number: int, settings: Settings) -> Replication:
        sample, draw_of = cells[number]
        a, b = under.of(draw_of)
        return replication_of(a, b, settings, period, sample, tick, watching * (number < replications))

    done = replicate(base, replace(settings, replications=len(cells)), tick, one)
    further = list(zip(cells, done, strict=True))[replications:]
    drawn = drawn_of(assigned, replications, further, lambda r: (r.base, r.reform), lambda r: r.in_period)
    record = _record(base, reform, settings, period, done, time.perf_counter() - begun, assigned, tick)
    return _comparison(settings, record, period, (base, reform), done[:replications], drawn)


def _comparison(
    settings: Settings, record: dict[str, Any], period: Period, pair: tuple[Scenario, Scenario],
    done: Sequence[Replication], drawn: Drawn | None,
) -> Comparison:  # fmt: skip
    base, reform = pair
    return Comparison(
        settings, record, period, base, reform, [r.base for r in done], [r.reform for r in done],
        ([r.in_period[0] for r in done], [r.in_period[1] for r in done]), np.sum([r.gains for r in done], axis=0),
        ([r.paid[0] for r in done], [r.paid[1] for r in done]), drawn=drawn,
        analysed=tuple(each for r in done for each in r.analysed),
    )  # fmt: skip


def _record(
    base: Scenario, reform: Scenario, settings: Settings, period: Period, done: Sequence[Replication], seconds: float,
    assigned: AssignedDraws | None, tick: Ticker,
) -> dict[str, Any]:  # fmt: skip
    """The run record of all cells that were run."""
    base_ledgers, reform_ledgers = [r.base for r in done], [r.reform for r in done]
    household_months = sampled_household_months(base_ledgers, settings.warm_up) + sampled_household_months(
        reform_ledgers, own_warm_up(base, reform, settings)
    )
    populations = [r.population_digest for r in done[: settings.replications]]
    digest = ledger_digest([*base_ledgers, *reform_ledgers])
    households = sampled_households(base_ledgers[0])
    record = run_record(
        reform, settings, populations, seconds, households, household_months, digest, tick.simulated_share
    )
    record |= pair_of(base, reform, period, settings.months)
    return record | recorded(assigned, settings.replications, len(done) - settings.replications)
