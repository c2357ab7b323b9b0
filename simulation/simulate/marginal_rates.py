"""Marginal rates and cliffs over the simulated households of a province, with the four assumptions swept.

Everyone is where the warm-up left them; the rules act on the true facts, so a unit that does not claim counts with
what it is entitled to.
"""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation import engine
from simulation.calculator import kernels
from simulation.calculator.assumptions import Variant, variants
from simulation.calculator.budget import STEP_YUAN
from simulation.indicators.incentives import rate_counts, share_of_counts
from simulation.moved import renamed
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import load_scenario
from simulation.progress import OnProgress
from simulation.rendering import HasPlots
from simulation.run_settings import WARM_UP, Settings, settings_explained
from simulation.simulate import one_replication, run_cache
from simulation.simulate.replications import Ticker
from simulation.state import State
from simulation.units import FEN

REACH_YUAN: Final = 200.0
# lowest rate of each class but the first; payments in whole yuan make a rate of 0 or 1 a little more or less
EDGES: Final = (-0.015, 0.015, 0.2, 0.4, 0.6, 0.8, 0.985, 1.015)
CLASSES: Final = ("<0%", "0%", "0–20%", "20–40%", "40–60%", "60–80%", "80–100%", "100%", ">100%")
GROUPS: Final = ("all", "able", "holders")
RATES: Final = ("emtr", "first_year_emtr")
SIDES: Final = ("ahead", "behind")


class Counts(NamedTuple):
    """Sums over units of one set of rules."""

    classes: npt.NDArray[np.float64]  # (rates, groups, classes) units
    cliffs: npt.NDArray[np.float64]  # (sides, reasons, 2) units and fen lost


@dataclass(frozen=True)
class MarginalRates(HasPlots):
    """EMTR distribution and units near a cliff of one or two scenarios; made by `marginal_rates`.

    Attributes:
        settings: How it was run.
        scenarios: The scenario, and the reform if there is one.
        counts: For each scenario, sums over units under each variant of the four assumptions.
    """

    settings: Settings
    scenarios: tuple[Scenario, ...]
    counts: tuple[tuple[tuple[Variant, Counts], ...], ...] = field(repr=False)

    def distribution(self) -> pd.DataFrame:
        """How many units have which marginal rate.

        EMTR = 1 - (rise of net resources) / (rise of the wage), for 100 yuan more wage a month.

        Returns:
            A row per scenario, `rate` ("emtr"; "first_year_emtr" with the gradual exit), `group` (all units; those
            "able": with a member able to work; "holders" of a status) and `class` of the rate: `units` of the province,
            their `share` of the group, and its range `share_low` to `share_high` over the four assumptions.
        """
        frames = []
        for scenario, found in zip(self.scenarios, self.counts, strict=True):
            units = np.array([counts.classes for _, counts in found])
            shares = share_of_counts(units)
            index = np.indices(units.shape[1:]).reshape(3, -1)
            frames.append(pd.DataFrame({
                "scenario": scenario.name, "rate": np.array(RATES)[index[0]], "group": np.array(GROUPS)[index[1]],
                "class": np.array(CLASSES)[index[2]], "units": units[0].ravel(), "share": shares[0].ravel(),
                "share_low": shares.min(axis=0).ravel(), "share_high": shares.max(axis=0).ravel(),
            }))  # fmt: skip
        return pd.concat(frames, ignore_index=True)

    def cliffs(self) -> pd.DataFrame:
        """Units near a cliff: within 200 yuan of wage a month.

        Returns:
            A row per scenario, `side` ("ahead": more wage falls over the cliff; "behind": less wage regains what lies
            above it) and rule: `units` of the province, their range `units_low` to `units_high` over the four
            assumptions, `mean_loss_yuan` a month.
        """
        frames = []
        for scenario, found in zip(self.scenarios, self.counts, strict=True):
            book = scenario.rule_book()
            sums = np.array([counts.cliffs for _, counts in found])
            units = sums[..., 0]
            for side, reason in np.argwhere(units.max(axis=0) > 0):
                step, here = book.reasons[reason], units[:, side, reason]
                lost = sums[0, side, reason, 1] / FEN / here[0] if here[0] else float("nan")
                names = (step.zh, step.en, step.reference)
                frames.append((scenario.name, SIDES[side], book.reason(int(reason)), *names, here[0], here.min(),
                               here.max(), lost))  # fmt: skip
        columns = ["scenario", "side", "rule", "why_zh", "why_en", "reference", "units", "units_low", "units_high",
                   "mean_loss_yuan"]  # fmt: skip
        frame = pd.DataFrame(frames, columns=columns)
        return frame.sort_values(["scenario", "side", "units"], ascending=[True, True, False], ignore_index=True)

    def by_assumption(self) -> pd.DataFrame:
        """The same under each of the four assumptions.

        Returns:
            A row per scenario, assumption and end of its range, the scenario as it is first: `values`; able units with
            a rate above 100%, at once and over the first year; units `ahead` of and `behind` a cliff.
        """
        rows = []
        for scenario, found in zip(self.scenarios, self.counts, strict=True):
            for variant, counts in found:
                values = "; ".join(f"{path}={value:g}" for path, value in variant.values)
                above = counts.classes[:, GROUPS.index("able"), -1]
                near = counts.cliffs[..., 0].sum(axis=1)
                rows.append((scenario.name, variant.assumption, variant.end, values, *above, *near))
        columns = ["scenario", "assumption", "end", "values", "units_above_1", "first_year_units_above_1"]
        return pd.DataFrame(rows, columns=[*columns, *(f"units_{side}" for side in SIDES)])

    sweep = renamed(by_assumption, "MarginalRates.sweep", "MarginalRates.by_assumption")


@settings_explained
def marginal_rates(
    scenario: Scenario | str, reform: Scenario | str | None = None, *, scale: float = 0.01, seed: int = 1,
    warm_up: int = WARM_UP, threads: int | None = None, progress: OnProgress | None = None,
) -> MarginalRates:  # fmt: skip
    """Marginal tax rates and cliffs over the simulated households of a province at the policy month.

    Args:
        scenario: A scenario, the id of a province, or the path of a scenario file (.toml).
        reform: A scenario, or the name of a reform, for the same households. None: no second one.

    Returns:
        The distribution of marginal rates, and how many units are near which cliff.

    Raises:
        ValueError: For settings out of range.
        ScenarioError: For unknown names.
    """
    base = load_scenario(scenario) if isinstance(scenario, str) else scenario
    changed = base.with_reform(reform) if isinstance(reform, str) else reform
    settings = Settings(scale, 1, 1, seed, warm_up, threads)
    settings.check()
    tick = Ticker(progress, warm_up, base.name)
    state = run_cache.warm_state(base, settings, 0, tick)
    scenarios = (base,) if changed is None else (base, changed)
    return MarginalRates(settings, scenarios, tuple(rates_of(state, one, settings) for one in scenarios))


def rates_of(state: State, scenario: Scenario, settings: Settings) -> tuple[tuple[Variant, Counts], ...]:
    """Sums over all units under each variant of a scenario's rules."""
    return tuple((variant, _counts(state, variant.scenario, settings)) for variant in variants(scenario))


def _counts(state: State, scenario: Scenario, settings: Settings) -> Counts:
    month = state.month - 1  # the last one simulated
    policy = engine.policy_of(scenario, scenario, state.month)
    policy = policy._replace(income_index=engine.income_index(scenario, month))
    unused = one_replication.empty_ledger(state, scenario, 1)
    reasons = len(scenario.rule_book().reasons)
    parts: list[Counts] = []

    def call(county: int) -> None:
        place = state.county_tables(county, unused)
        rows = kernels.unit_rates(place, policy, month, round(STEP_YUAN * FEN), round(REACH_YUAN * FEN))
        parts.append(counts_of(rows, reasons))

    engine.in_parallel(state, call, engine.threads_or_default(settings.threads))
    return Counts(*(np.sum(part, axis=0) for part in zip(*parts, strict=True)))


def counts_of(rows: npt.NDArray[np.int64], reasons: int) -> Counts:
    """Sums over the rows of `kernels.unit_rates`."""
    weight, now = rows[:, kernels.WEIGHT], rows[:, kernels.NOW]
    members = (weight > 0, rows[:, kernels.ABLE] > 0, rows[:, kernels.HELD] >= 0)
    classes = np.zeros((len(RATES), len(GROUPS), len(CLASSES)))
    for r, column in enumerate((kernels.LATER, kernels.FIRST_YEAR)):
        rates = (now - rows[:, column]) / (STEP_YUAN * FEN)  # own income rises by the step itself
        for g, inside in enumerate(members):
            classes[r, g] = rate_counts(rates[inside], weight[inside], EDGES)
    cliffs = np.zeros((len(SIDES), reasons, 2))
    near = rows[:, kernels.DROP] > FEN
    for s, inside in enumerate((near & (rows[:, kernels.DISTANCE] > 0), near & (rows[:, kernels.DISTANCE] <= 0))):
        reason, each = rows[inside, kernels.REASON], weight[inside]
        cliffs[s, :, 0] = np.bincount(reason, each, reasons)
        cliffs[s, :, 1] = np.bincount(reason, each * rows[inside, kernels.DROP], reasons)
    return Counts(classes, cliffs)
