"""One replication: population, register, warm-up under the baseline, then each scenario from the policy month."""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation import engine
from simulation.draws import Process, words
from simulation.engine import Progress, Watch
from simulation.ledger import BUNDLE, BY_LENGTH, Ledger
from simulation.month_steps.books import gains
from simulation.month_steps.county_tables import RandomKey
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.build.population import build_population
from simulation.population.microdata.income_fit import shocks_of
from simulation.population.microdata.microdata import build_from_microdata
from simulation.run_settings import Settings
from simulation.simulate import precompile
from simulation.simulate.deciles import fix_deciles
from simulation.simulate.period import Period
from simulation.state import State, new_state


def population_state(scenario: Scenario, settings: Settings, replication: int) -> State:
    """The sampled population of a replication in its state before the first month of warm-up."""
    precompile.start_compiling()
    given = (scenario.counties, scenario.group("population", 0), scenario.group("income", 0))
    size: dict[str, Any] = {
        "scale": settings.scale, "seed": settings.seed, "replication": replication,
        "threads": engine.threads_or_default(settings.threads),
    }  # fmt: skip
    own = scenario.sources.microdata
    if own is None:
        population = build_population(*given, **size)
    else:
        population = build_from_microdata(own, *given, **size, shocks=shocks_of(scenario))
    rng_key = RandomKey(int(words(settings.seed, 0, 0, 0, 0, Process.SAMPLE)[0]), replication)
    return new_state(population, rng_key, scenario.structural_digest, -settings.warm_up)


def programmes_of(scenario: Scenario) -> tuple[str, ...]:
    """Names on the programme axis of the ledger: those of the rule book, and the bundle in kind."""
    return (*scenario.rule_book().names, BUNDLE)


def empty_ledger(state: State, scenario: Scenario, months: int) -> Ledger:
    """A ledger for `months` months from the state's month on."""
    return Ledger.empty(state.counties.share, state.month, months, programmes_of(scenario))


def warmed_up(
    scenario: Scenario, settings: Settings, replication: int, progress: Progress | None = None, books: bool = True
) -> tuple[State, Ledger]:
    """State at the policy month with deciles fixed, and the ledger of the warm-up.

    Without `books` the ledger holds only what offices and payments enter as they work: a tenth less time for
    whoever wants the state.
    """
    state = population_state(scenario, settings, replication)
    ledger = empty_ledger(state, scenario, max(settings.warm_up, 1))
    threads = engine.threads_or_default(settings.threads)
    precompile.finish_compiling()
    engine.burn_in(state, scenario, ledger, threads, settings.block)
    run_months(state, scenario, scenario, settings.warm_up, settings, ledger, progress, books)
    fix_deciles(state, scenario, programmes_of(scenario))
    return state, ledger


def run_months(
    state: State, scenario: Scenario, baseline: Scenario, months: int, settings: Settings, ledger: Ledger,
    progress: Progress | None = None, books: bool = True, watch: Watch | None = None,
) -> None:  # fmt: skip
    """Advance a state in place with the settings' threads and blocks; `watch` sees every month (`engine.advance`)."""
    engine.advance(
        state, scenario, baseline, months, ledger, threads=engine.threads_or_default(settings.threads),
        block=settings.block, progress=progress, books=books, watch=watch,
    )  # fmt: skip


def continued(
    state: State, scenario: Scenario, settings: Settings, progress: Progress | None = None,
    baseline: Scenario | None = None,
) -> Ledger:  # fmt: skip
    """Run a scenario on from the policy month, in place."""
    ledger = empty_ledger(state, scenario, settings.months)
    run_months(state, scenario, baseline or scenario, settings.months, settings, ledger, progress)
    return ledger


def begun(
    state: State, scenario: Scenario, settings: Settings, period: Period, progress: Progress | None = None,
    baseline: Scenario | None = None, watch: Watch | None = None,
) -> tuple[Ledger, Ledger]:  # fmt: skip
    """Run a scenario from the policy month to the end of a period, in place; `finished` runs it on from there.

    The ledger of all months, of which those to come are empty, and that of the period alone (views of the first but
    for waits, which are kept by length: here of the period too). What `paid_total` counts begins with the period.
    """
    ledger = empty_ledger(state, scenario, settings.months)
    until = period.first - state.month
    run_months(state, scenario, baseline or scenario, until, settings, ledger, progress, watch=watch)
    for cases in state.cases:
        cases["paid_total"] = 0
    before = by_length(ledger)
    run_months(state, scenario, baseline or scenario, period.months, settings, ledger, progress, watch=watch)
    return ledger, of_period(ledger, period, before)


def by_length(ledger: Ledger) -> dict[str, npt.NDArray[np.int64]]:
    """A copy of what a ledger keeps by length of time and not by month."""
    return {name: getattr(ledger, name).copy() for name in BY_LENGTH}


def of_period(ledger: Ledger, period: Period, before: dict[str, npt.NDArray[np.int64]]) -> Ledger:
    """The ledger of a period that has just ended; `before`: `by_length` when it began."""
    counted = {name: getattr(ledger, name) - before[name] for name in BY_LENGTH}
    return replace(ledger.within(period.first, period.end), **counted)


def finished(
    state: State, scenario: Scenario, settings: Settings, ledger: Ledger, progress: Progress | None = None,
    baseline: Scenario | None = None, watch: Watch | None = None,
) -> None:  # fmt: skip
    """Run a scenario on to the last month, in place, after `begun`."""
    left = settings.months - state.month
    run_months(state, scenario, baseline or scenario, left, settings, ledger, progress, watch=watch)


def branch(
    state: State, scenario: Scenario, baseline: Scenario, settings: Settings, progress: Progress | None = None
) -> tuple[State, Ledger]:
    """Run a scenario from a copy of the state at the policy month."""
    state = state.copy()
    return state, continued(state, scenario, settings, progress, baseline)


def gains_between(base: State, reform: State, months: int) -> npt.NDArray[np.int64]:
    """(counties, deciles, kinds, Gain): households that gain or lose, reform against baseline."""
    out = []
    for county in range(base.counties.adcode.size):
        a, b = int(base.counties.first[county]), int(base.counties.first[county + 1])
        v, w = int(base.counties.first_village[county]), int(base.counties.first_village[county + 1])
        out.append(
            gains.gains(
                base.units[a:b], base.cases[county],
                reform.units[a:b], reform.cases[county],
                base.villages.first[v : w + 1] - a, base.villages.weight[v:w], months,
            )
        )  # fmt: skip
    return np.array(out)
