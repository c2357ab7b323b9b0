"""Several reforms compared with one baseline, in batches of replications until an interval is narrow enough."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pandas as pd

from simulation.comparison.comparison_result import Comparison
from simulation.comparison.paired import acts_in_time, same_people
from simulation.comparison.several_runs import SideRuns
from simulation.comparison.until_narrow import Reached, Until, reached
from simulation.extensions import analyzers as own
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.scenario.points import Point, added, points_of
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import load_scenario
from simulation.progress import OnProgress
from simulation.rendering import HasPlots, to_html
from simulation.run_settings import BLOCK, DEFAULTS, WARM_UP, Settings, settings_explained
from simulation.simulate.indicator_names import check_names
from simulation.simulate.intervals import difference_intervals, values_of
from simulation.simulate.parameter_draws import NO_DRAWS, AssignedDraws, assign_draws
from simulation.simulate.period import Period
from simulation.simulate.results import head_of, shown_programmes
from simulation.simulate.spending_by_month import BUDGET_PARTS

FIRST_BATCH: Final = 20  # fewer, and an interval that stops at its own width covers too rarely


@dataclass(frozen=True)
class SideBySide(HasPlots):
    """A comparison per reform, all with the same baseline, sample and random draws; made by `compare_all`.

    Attributes:
        comparisons: One for each reform, in the order given.
        reached: How narrow the interval is that `until` asked for; None without it.
        draws: The same comparisons under each of your own parameter sets, if any were given.
    """

    comparisons: tuple[Comparison, ...]
    reached: Reached | None = None
    draws: tuple["SideBySide", ...] = field(default=(), repr=False)

    def _repr_html_(self) -> str:
        return to_html(self)

    @property
    def replications(self) -> int:
        """Number of replications that were run."""
        return self.comparisons[0].replications

    def table(self) -> pd.DataFrame:
        """The tables of all reforms.

        Returns:
            The rows of `Comparison.table` for each reform, its id in `scenario`. With your own parameter sets also
            `draw_low` and `draw_high`, the 5th and 95th percentile over sets of the mean difference (parameter
            uncertainty), and `draws`, their number; `low` and `high` are then at the parameters as stated.
        """
        frame = pd.concat([each.table() for each in self.comparisons], ignore_index=True)
        if self.draws:
            changes = np.array([draw.table()["difference"].to_numpy(float) for draw in self.draws])
            frame["draw_low"], frame["draw_high"] = np.percentile(changes, [5, 95], axis=0)
            frame["draws"] = len(self.draws)
        return frame

    def pairwise(self) -> pd.DataFrame:
        """The reforms compared with each other.

        Returns:
            A row per pair of reforms, group and indicator: `difference` (`scenario` less `against`), its 95% interval
            `low` to `high`, and the columns that `table` has under draws. No rows for a single reform.
        """
        frame = self._pairs()
        if self.draws and len(frame):
            changes = np.array([draw.pairwise()["difference"].to_numpy(float) for draw in self.draws])
            frame["draw_low"], frame["draw_high"] = np.percentile(changes, [5, 95], axis=0)
            frame["draws"] = len(self.draws)
        return frame

    def _pairs(self) -> pd.DataFrame:
        sides = [(c.reform_name, c.rows()[1], c.in_period[1], c.further_rows()[1]) for c in self.comparisons]
        drawn, frames = self.comparisons[0].drawn, []
        for i, (one, first, ledgers, further) in enumerate(sides):
            for other, second, other_ledgers, other_further in sides[i + 1 :]:
                changes = values_of(second) - values_of(first)
                parts = None if drawn is None else drawn.halves_of_rows(changes, further, other_further)
                found = difference_intervals(first, second, ledgers, other_ledgers, parts)
                frame = head_of(first[0], other)
                frame.insert(1, "against", one)
                frame["difference"] = changes.mean(axis=0)
                frame["low"], frame["high"] = found.low, found.high
                if parts is not None:
                    frame["monte_carlo"], frame["parameters"] = found.monte_carlo, found.parameters
                frame["period"], frame["note"] = self.period.id, found.notes
                frames.append(frame)
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()

    def budget_by_month(self, by: Sequence[str] = BUDGET_PARTS) -> pd.DataFrame:
        """Spending by month of the baseline, once, and of each reform under its id.

        Args:
            by: What the rows of a month are split by: "programme", "payer", both, or neither (`()`: totals).

        Returns:
            The columns of `Comparison.budget_by_month`. With your own parameter sets also `draw_low_yuan` and
            `draw_high_yuan`, the 5th and 95th percentile over sets of the mean: parameter uncertainty alone.

        Raises:
            ValueError: For a part that is neither programme nor payer.
        """
        frames = []
        for i, each in enumerate(self.comparisons):
            frame = each.budget_by_month(by)
            frame = frame if i == 0 else frame[frame["scenario"] != "baseline"]
            frames.append(frame.assign(scenario=frame["scenario"].replace("reform", each.reform_name)))
        joined = pd.concat(frames, ignore_index=True)
        if self.draws:
            means = np.array([draw.budget_by_month(by)["mean_yuan"].to_numpy(float) for draw in self.draws])
            joined["draw_low_yuan"], joined["draw_high_yuan"] = np.percentile(means, [5, 95], axis=0).round(2)
        return joined

    @property
    def period(self) -> Period:
        """The months that every figure is of which is not by month or by year: the same for all reforms."""
        return self.comparisons[0].period

    def by_year(self, *, total: bool = False) -> pd.DataFrame:
        """Spending and persons assisted by calendar year, of all reforms.

        Args:
            total: Spending of all programmes together in place of each.

        Returns:
            The rows of `Comparison.by_year` for each reform, its id in `scenario`.
        """
        frames = [each.by_year(total=total) for each in self.comparisons]
        for each, frame in zip(self.comparisons, frames, strict=True):
            frame.insert(0, "scenario", each.reform_name)
        return pd.concat(frames, ignore_index=True)

    def flips(self) -> pd.DataFrame:
        """Households that gain or lose a yuan a month or more.

        Returns:
            The rows of `Comparison.flips` for each reform, its id in `scenario`.
        """
        return pd.concat([each.flips().assign(scenario=each.reform_name) for each in self.comparisons])

    def analysis(self) -> pd.DataFrame:
        """What analyzers recorded of the baseline and of each reform.

        Returns:
            The rows of `Comparison.analysis` for each reform, its id in `scenario`. With your own parameter sets also
            those under each of them; `draw` is its number, -1 for the parameters as stated.
        """
        frames = []
        for number, side in enumerate((self, *self.draws)):
            for each in side.comparisons:
                frame = each.analysis()
                frame.insert(0, "scenario", each.reform_name)
                if self.draws:
                    frame.insert(1, "draw", number - 1)
                frames.append(frame)
        return pd.concat(frames, ignore_index=True)


@settings_explained
def compare_all(
    base: Scenario | str, reforms: Sequence[Scenario | str], *, scale: float = 0.01, months: int = 36,
    replications: int | None = None, seed: int = 1, warm_up: int = WARM_UP, threads: int | None = None,
    until: str | None = None, draws: Sequence[dict[str, float]] | int | None = None, progress: OnProgress | None = None,
    analyzers: Sequence[own.Given] = (),
) -> SideBySide:  # fmt: skip
    """Compare several reforms with one baseline, and with each other, under the same random draws.

    Args:
        base: The baseline, the id of a province, or the path of a scenario file.
        reforms: Scenarios on the same households, or names of reforms of the baseline; ids that differ.
        replications: Runs, each with its own sample and random draws. None: 10, or with `until` as many as it takes.
        until: Such as "budget ±0.5%": replications are added (20, then 10 at a time, 200 at most) until the half-width
            of every reform's 95% interval is as narrow; as this looks at the results, the level is nominal.
        draws: None, 0 or a number: posterior draws, as of `compare`; `until` then looks at the Monte Carlo part of the
            interval. Parameter sets, `{path: value}`, are each put under baseline and reforms alike.
        analyzers: Called each month, see `Analyzer`; what they record is in `SideBySide.analysis`.

    Returns:
        A comparison per reform, and tables of all.

    Raises:
        ValueError: For settings out of range.
        ScenarioError: For unknown names, and for draws that are not there.
        ExperimentError: For an `until` that cannot be read.
    """
    base = load_scenario(base) if isinstance(base, str) else base
    base, laid = _known(base, [base.with_reform(each) if isinstance(each, str) else each for each in reforms])
    rule = Until.read(until) if until else None
    check_names(base, [rule.indicator] if rule else [])
    if replications is None:
        replications = FIRST_BATCH if rule else DEFAULTS.replications
    settings = Settings(scale, months, replications, seed, warm_up, threads, BLOCK)
    return _compared_all(base, laid, settings, rule, draws, progress, own.as_analyzers(analyzers))


def _compared_all(
    base: Scenario, laid: list[Scenario], settings: Settings, rule: Until | None,
    draws: Sequence[dict[str, float]] | int | None, progress: OnProgress | None, watching: tuple[own.Analyzer, ...],
) -> SideBySide:  # fmt: skip
    """Scenarios that know each other's programmes, as stated and under each parameter set."""
    months = settings.months
    given = () if draws is None or isinstance(draws, int) else draws
    assigned = assign_draws(base, draws if draws is None or isinstance(draws, int) else NO_DRAWS, settings, "compare")
    _distinct(laid)
    for reform in laid:
        same_people(base, reform)
        acts_in_time(base, reform, months)
    (_, *drawn) = scenario_sets(base, laid, given)
    rows = shown_programmes([each for start, ends in ((base, laid), *drawn) for each in (start, *ends)], months)
    result = _compared(base, laid, settings, rule, progress, rows, assigned, watching)
    settings = replace(settings, replications=result.replications)
    return replace(result, draws=tuple(
        _compared(*pair, settings, None, progress, rows, None, watching) for pair in drawn
    ))  # fmt: skip


def scenario_sets(
    base: Scenario, reforms: Sequence[Scenario], draws: Sequence[dict[str, float]] = ()
) -> list[tuple[Scenario, list[Scenario]]]:
    """Baseline and reforms as they are run side by side, then the same under each parameter draw."""
    base, laid = _known(base, reforms)
    sets = [(base, laid)]
    for draw in points_of(base, draws):
        sets.append(_known(draw.onto(base), [_under(draw, base, one) for one in laid]))
    return sets


def _known(base: Scenario, reforms: Sequence[Scenario]) -> tuple[Scenario, list[Scenario]]:
    """The scenarios, each of which knows the programmes of all: their ledgers have the same axes."""
    return base.with_programmes_of(*reforms), [each.with_programmes_of(base, *reforms) for each in reforms]


def _distinct(reforms: Sequence[Scenario]) -> None:
    """Raise ScenarioError where two reforms have one id, under which their rows could not be distinguished."""
    mistakes, names = Mistakes(), [reform.name for reform in reforms]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            mistakes.add("compare", name, "reforms with ids of their own", f"{names.count(name)} of this id")
    mistakes.check()


def _compared(
    base: Scenario, reforms: list[Scenario], settings: Settings, rule: Until | None, progress: OnProgress | None,
    rows: frozenset[str], assigned: AssignedDraws | None, watching: tuple[own.Analyzer, ...],
) -> SideBySide:  # fmt: skip
    """Every reform compared with the baseline under one parameter set; `rows`: programmes with rows in all tables."""
    runs = SideRuns(base, reforms, settings, assigned, rows, watching)
    runs.run(progress, None if rule is None else lambda so_far: reached(rule, so_far).narrow)
    result = runs.joined()
    return SideBySide(result, None if rule is None else reached(rule, result))


def _under(draw: Point, base: Scenario, reform: Scenario) -> Scenario:
    """The reform with a draw beneath it."""
    moved = added(base, reform).onto(draw.onto(base))
    return replace(reform, changes=moved.changes, edits=moved.edits, _kept={})
