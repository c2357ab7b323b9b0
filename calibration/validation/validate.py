"""`validate`: every held-out figure against the baseline, and against two null models."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from calibration.observers import Province, Reading, observe
from calibration.targets import Fact, load_facts
from calibration.validation.causes import Cause, load_causes
from calibration.validation.draws import Values, draws_of
from calibration.validation.experiments import outreach_ratios
from calibration.validation.nulls import Nulls
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import data_folder, names_in
from simulation.progress import OnProgress
from simulation.run_settings import Settings
from simulation.simulate.register import refuse_own_code

type Floats = npt.NDArray[np.float64]

ROLE: Final = "validate"
# What the scenario files state: no evidence for the model, but a miss says that the files are wrong.
INPUTS: Final = ("line_mean", "income_mean")
# Of what the register does not change a null model, which is another register, says nothing.
SILENT: Final = ("catastrophic_share", "impoverished_share", "income_fifth")
OUT, UNSEEN, IN, INPUT, UNINFORMATIVE = "out", "not observed", "in band", "input", "uninformative"
ORDER: Final = (OUT, UNSEEN, IN, INPUT, UNINFORMATIVE)
GRADES: Final = ("A", "B", "C", "D", "memory")


def middle(values: Floats) -> float:
    """Median of what was observed; nan where nothing was."""
    seen = values[np.isfinite(values)]
    return float(np.median(seen)) if seen.size else float("nan")


@dataclass(frozen=True)
class Row:
    """One figure against the model: values are (runs,), a run being a draw of parameters with a replication."""

    fact: Fact
    simulated: Floats
    random: Floats
    perfect: Floats
    cause: Cause | None = None

    @property
    def median(self) -> float:
        """Of the runs in which it was observed."""
        return middle(self.simulated)

    @property
    def interval(self) -> tuple[float, float]:
        """5 to 95% over draws and replications."""
        seen = self.simulated[np.isfinite(self.simulated)]
        low, high = np.quantile(seen, (0.05, 0.95)) if seen.size else (np.nan, np.nan)
        return float(low), float(high)

    @property
    def null_meets(self) -> tuple[bool, bool]:
        """Whether random places and the perfect means test lie in the band."""
        return self.fact.meets(middle(self.random)), self.fact.meets(middle(self.perfect))

    @property
    def verdict(self) -> str:
        """`input` for what the files state, `uninformative` where a null model meets it too, else whether it is met."""
        if np.isnan(self.median):
            return UNSEEN
        if self.fact.statistic.startswith(INPUTS):
            return INPUT
        if any(self.null_meets):
            return UNINFORMATIVE
        return IN if self.fact.meets(self.median) else OUT

    @property
    def grade(self) -> str:
        """The class in which it is scored."""
        return self.fact.grade if self.fact.gates else "memory"


@dataclass(frozen=True)
class Validation:
    """All rows, failures first, and how they were found."""

    provinces: tuple[str, ...]
    rows: tuple[Row, ...]
    settings: Settings
    draws: int  # 0: central values

    @property
    def scores(self) -> dict[str, tuple[int, int]]:
        """(in band, informative and observed) by grade; grades are never pooled."""
        counts = dict.fromkeys(GRADES, (0, 0))
        for row in self.rows:
            if row.verdict in (IN, OUT):
                met, all_of_it = counts[row.grade]
                counts[row.grade] = met + (row.verdict == IN), all_of_it + 1
        return counts


@dataclass
class _Found:
    """What runs of one province gave: (runs, facts) each."""

    facts: tuple[Fact, ...]
    residents: float
    simulated: list[list[float]] = field(default_factory=list)
    random: list[list[float]] = field(default_factory=list)
    perfect: list[list[float]] = field(default_factory=list)
    tried: dict[str, list[float]] = field(default_factory=dict)  # by statistic: what only experiments show


def validate(
    province: str, *, draws: int | Sequence[Values] = 0, settings: Settings | None = None,
    facts: Sequence[Fact] | None = None, causes: Mapping[str, Cause] | None = None, progress: OnProgress | None = None,
    experiments: bool = False,
) -> Validation:  # fmt: skip
    """Run a province, or `all`, and set it against the held-out figures.

    `draws`: how many of the posterior, as they act in each province (0 = the central values), or values that act in
    all. They are distributed over the replications: run k of max(draws, replications) takes draw k modulo their number.
    Figures of China and elsewhere are compared with the province, or with the mean of all by residents. With
    `experiments` the outreach trial is run too.
    Raises ScenarioError for an unknown province, a mistaken file and draws that no posterior holds, ValueError for
    settings out of range.
    """
    refuse_own_code("a validation")
    settings = settings or Settings()
    settings.check()
    chosen = known_provinces(province)
    facts = load_facts(role=ROLE) if facts is None else tuple(facts)
    causes = load_causes() if causes is None else causes
    draws_by_province = {name: draws_of(draws, name) for name in chosen}
    found: dict[str, _Found] = {}
    for number, name in enumerate(chosen):
        own = tuple(fact for fact in facts if fact.province == name or fact.province not in provinces())
        world = Province(name, own, settings)
        found[name] = _run(world, draws_by_province[name], settings, (number, len(chosen)), progress)
        if experiments:
            found[name].tried.update(outreach_ratios(world.scenario, draws_by_province[name], settings))
    rows = [_row(fact, found, causes) for fact in facts if fact.province in chosen or fact.province not in provinces()]
    rows.sort(key=lambda row: (ORDER.index(row.verdict), row.fact.meets(row.median), GRADES.index(row.grade)))
    most = max(len(each) if any(each) else 0 for each in draws_by_province.values())
    return Validation(chosen, tuple(rows), settings, most)


def provinces() -> list[str]:
    """The provinces that ship."""
    return names_in(data_folder() / "provinces", "")


def known_provinces(name: str) -> tuple[str, ...]:
    """One province or all; raises ScenarioError with the nearest name."""
    if name == "all":
        return tuple(provinces())
    mistakes = Mistakes()
    if name not in provinces():
        mistakes.unknown("doudi validate", "province", "province", name, [*provinces(), "all"])
    mistakes.check()
    return (name,)


def _run(
    world: Province, draws: Sequence[Values], settings: Settings, place: tuple[int, int],
    progress: OnProgress | None,
) -> _Found:  # fmt: skip
    """All runs of one province; `place`: number of the province and how many there are, for the progress."""
    runs = max(len(draws), settings.replications)
    months = world.months // settings.replications * runs
    months_done = place[0] * months
    found = _Found(world.facts, float(world.scenario.counties["population"].sum()))

    def tick(more: int) -> None:
        nonlocal months_done
        months_done += more
        if progress:
            progress(months_done, place[1] * months, "validating")

    for k in range(runs):
        replication = k % settings.replications
        nulls = Nulls(settings.seed, replication)
        reading = world.read(draws[k % len(draws)], replication, tick, nulls.look)
        simulated = world.observed(reading)
        found.simulated.append(simulated)
        for registers, into in ((nulls.random, found.random), (nulls.perfect, found.perfect)):
            null = Reading(reading.scenario, None, registers)
            into.append([_null(fact, null, value) for fact, value in zip(world.facts, simulated, strict=True)])
    return found


def _null(fact: Fact, null: Reading, simulated: float) -> float:
    """What a null model gives for a fact."""
    if fact.statistic.startswith(INPUTS):
        return simulated
    return float("nan") if fact.statistic.startswith(SILENT) else observe(null, fact)


def _row(fact: Fact, found: Mapping[str, _Found], causes: Mapping[str, Cause]) -> Row:
    """A row from the runs of the fact's province, or from the mean of all provinces by residents."""
    parts = [found[fact.province]] if fact.province in found else list(found.values())
    columns = [np.stack([_column(part, kind, fact) for part in parts]) for kind in ("simulated", "random", "perfect")]
    residents = np.array([part.residents for part in parts])
    means = [(column * residents[:, None]).sum(axis=0) / residents.sum() for column in columns]
    return Row(fact, means[0], means[1], means[2], causes.get(fact.id))


def _column(part: _Found, kind: str, fact: Fact) -> Floats:
    """(runs,) of one fact in one province."""
    if fact.statistic in part.tried:
        tried = np.array(part.tried[fact.statistic])
        return tried if kind == "simulated" else np.full(tried.size, np.nan)
    return np.array(getattr(part, kind))[:, part.facts.index(fact)]
