"""The check of every mechanism where it was reported: does it act in that province, under the practice that ships?

A pair (mechanism x province) acts when its own outcome moves in the declared direction between the neutral national
level and the practice, the paired Student interval over replications excludes zero, the effect is at least
`LEAST_SHARE` of the outcome or `LEAST_COUNT` persons or cases, and it is exactly zero with its process off on both
sides. Looks and levels are those of `checking`. A measured row counts where `doudi reported` prints it.
"""

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from simulation.engine import threads_or_default
from simulation.mechanisms.as_reported_pairs import Pair, pair_in
from simulation.mechanisms.as_reported_rows import RowModel, load_rows, reported_pairs
from simulation.mechanisms.checking import NOTHING, STEPS, replicated, why_not_moved
from simulation.mechanisms.models import ContextModel
from simulation.mechanisms.outcomes import cases_in_one, outcome
from simulation.mechanisms.printed import printed_in
from simulation.mechanisms.registry import FOLDER, Registry, load_registry
from simulation.mechanisms.worlds import Worlds, laid_from_the_start
from simulation.parameters.files.mistakes import Mistakes, ScenarioError
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.values.values import Label
from simulation.progress import OnProgress

LEAST_SHARE: Final = 0.001  # of the outcome at the neutral level
LEAST_COUNT: Final = 10.0  # persons, units or cases of the whole province
WARM_UP: Final = 24
OFF_SCALE: Final = 0.001
CACHED_STATES: Final = 64  # of some ten megabytes each
STILL = STEPS[1]  # replications after which a pair that has moved nothing at all is given up


@dataclass(frozen=True)
class PairFinding:
    """What the check of one pair found; `first` at the neutral level, `second` as shipped. NaN where nothing is."""

    mechanism: str
    province: str
    against: str
    settings: str  # path: neutral level -> shipped level; ...
    outcome: str
    expected: str
    process: str
    first: float
    second: float
    effect: float
    low: float
    high: float
    share: float  # effect over `first`
    effect_when_off: float
    replications: int
    scale: float
    months: int
    acts: bool
    why: str = ""


class Looked(NamedTuple):
    """Outcomes of a pair: means of both sides, the interval of their difference, and the difference with it off.

    `off` is asked for only where the pair would act without that question.
    """

    first: float
    second: float
    low: float
    high: float
    off: float
    replications: int


UNSEEN: Final = Looked(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, 0)


class ProvinceChecker:
    """Checks the pairs of one province; its states are shared by all of them.

    `base` replaces the province as shipped, such as by the same under another's practice.
    """

    def __init__(self, registry: Registry, province: str, base: Scenario | None = None) -> None:
        self.registry, self.province = registry, province
        self.base = base or Scenario.load(province)
        self.worlds: dict[tuple[float, int], Worlds] = {}
        self._guard = threading.Lock()

    def world(self, months: int, scale: float) -> Worlds:
        """The world of so many months and of a scale, made on first use."""
        key = (scale, months)
        with self._guard:
            if key not in self.worlds:
                label = Label(zh=self.province, en=self.province)
                context = ContextModel(label=label, province=self.province, scale=scale, warm_up=WARM_UP, months=months)
                self.worlds[key] = Worlds(context, self.base, CACHED_STATES)
            return self.worlds[key]

    def pair(self, row: RowModel) -> PairFinding:
        """The finding of one row."""
        if row.against == "printed":
            return self._printed(row)
        try:
            pair = pair_in(self.registry, row, self.base, row.months)
            if not pair.moves:
                return self._finding(row, pair, None, "not set")
            looked = self._looked(row, pair)
            if not why_not(row, looked):
                looked = looked._replace(off=self._when_off(row, pair))
            return self._finding(row, pair, looked, why_not(row, looked))
        except ScenarioError as refused:  # one pair out of its range must not end the check of the others
            return self._finding(row, Pair(self.base, self.base, ()), None, str(refused))

    def _looked(self, row: RowModel, pair: Pair) -> Looked:
        values, (low, high) = replicated(lambda r: self.both(row, pair, r), STILL)
        means = np.mean(values, axis=0)
        return Looked(float(means[0]), float(means[1]), low, high, 0.0, len(values))

    def _when_off(self, row: RowModel, pair: Pair) -> float:
        """The difference with the process off, in a smaller world: it must be exactly zero in any.

        Pairs of one process share its warm-up and the side as shipped.
        """
        world = self.world(row.months, min(row.scale, OFF_SCALE))
        off = row.off or self.registry.processes[row.process].off
        first, second = (laid_from_the_start(each, off, world.context) for each in (pair.first, pair.second))
        return outcome(row.outcome, world.run(second, 0)) - outcome(row.outcome, world.once(first, 0))

    def both(self, row: RowModel, pair: Pair, replication: int) -> tuple[float, float]:
        """The row's outcome at the neutral level and as shipped, in one replication."""
        world = self.world(row.months, row.scale)
        first = outcome(row.outcome, world.once(pair.first, replication))
        return first, outcome(row.outcome, world.run(pair.second, replication))

    def _printed(self, row: RowModel) -> PairFinding:
        why = "" if row.id in printed_in(self.province) else "not printed"
        return self._finding(row, Pair(self.base, self.base, ()), None, why)

    def _finding(self, row: RowModel, pair: Pair, looked: Looked | None, why: str) -> PairFinding:
        seen = looked or UNSEEN
        effect = seen.second - seen.first
        settings = "; ".join(f"{each.path}: {each.neutral:g} -> {each.shipped:g}" for each in pair.moves)
        return PairFinding(
            row.id, self.province, row.against, settings, row.outcome, row.moves if row.outcome else "", row.process,
            seen.first, seen.second, effect, seen.low, seen.high, share_of(effect, seen.first), seen.off,
            seen.replications, row.scale, row.months, not why, why,
        )  # fmt: skip


def share_of(effect: float, value: float) -> float:
    """An effect as a share of the outcome at the neutral level; infinite where there is none of it."""
    if value == 0.0:
        return 0.0 if effect == 0.0 else float(np.copysign(np.inf, effect))
    return effect / abs(value)


def why_not(row: RowModel, looked: Looked) -> str:
    """Why a pair does not act, in plain words; empty where it does."""
    why = why_not_moved(looked.low, looked.high, row.moves)
    if why:
        return why
    effect = looked.second - looked.first
    persons = abs(effect) * cases_in_one(row.outcome, row.months)
    if abs(share_of(effect, looked.first)) < LEAST_SHARE and persons < LEAST_COUNT:
        return "too small"
    return "" if looked.off == 0.0 else "acts though its process is off"


def check_as_reported(
    ids: Iterable[str] = (),
    province: str | None = None,
    threads: int | None = None,
    progress: OnProgress | None = None,
) -> list[PairFinding]:
    """Findings of the pairs of the mechanisms `ids` (none: all) in one province or all, in the registry's order.

    Provinces follow each other, the pairs of one run side by side on `threads`. Raises ScenarioError for unknown ids
    and provinces, for mechanisms that the province did not report, and for mistakes in the files of rows.
    """
    registry, rows = load_registry(), load_rows()
    pairs = chosen_pairs(registry, list(ids), province)
    found: dict[tuple[str, str], PairFinding] = {}
    with ThreadPoolExecutor(threads_or_default(threads)) as pool:
        for name in dict.fromkeys(each for _, each in pairs):
            checker = ProvinceChecker(registry, name)
            for finding in pool.map(checker.pair, [rows[pair] for pair in pairs if pair[1] == name]):
                found[finding.mechanism, name] = finding
                if progress:
                    progress(len(found), len(pairs), f"{finding.mechanism} {name}")
    return [found[pair] for pair in pairs]


def chosen_pairs(registry: Registry, ids: list[str], province: str | None) -> list[tuple[str, str]]:
    """Pairs of `ids` (none: all) and of one province or all. Raises ScenarioError with every unknown name."""
    pairs, mistakes = reported_pairs(registry), Mistakes()
    provinces = dict.fromkeys(each for _, each in pairs)
    if province is not None and province not in provinces:
        mistakes.unknown(FOLDER, "--province", "province", province, provinces)
    known = dict.fromkeys(mechanism for mechanism, _ in pairs)
    for each in ids:
        if each not in known:
            mistakes.unknown(FOLDER, each, "mechanism that a province reported", each, known)
        elif province in provinces and (each, province) not in pairs:
            mistakes.add(FOLDER, each, f"a mechanism that {province} reported", ", ".join(_reporters(pairs, each)))
    mistakes.check()
    return [pair for pair in pairs if (not ids or pair[0] in ids) and province in (None, pair[1])]


def _reporters(pairs: list[tuple[str, str]], mechanism: str) -> list[str]:
    return [province for each, province in pairs if each == mechanism]
