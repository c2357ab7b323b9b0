"""A published outreach trial run inside the model: letters, letters and help, or nothing, by lot.

The trial (Finkelstein and Notowidigdo 2019, T01 of docs/sources.md): elderly persons likely to be eligible for food
stamps who do not receive them; enrolment within nine months 6, 11 and 18% in the control, information and information
and help arms. Here: units with a member of 60 and over, entitled to cash on the true facts, without a claim under way
and not enrolled at the policy month. Nothing of the model is fitted to it.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from simulation.draws import Kind, Process, words
from simulation.indicators import student_t
from simulation.month_steps.case_table import Stage
from simulation.parameters.scenario.scenario import Scenario
from simulation.processes.information import Knowledge
from simulation.progress import OnProgress
from simulation.run_settings import WARM_UP, Settings
from simulation.simulate import one_replication
from simulation.simulate.replications import Ticker, replicate
from simulation.state import State

MONTHS: Final = 9
PUBLISHED: Final = (6.0, 11.0, 18.0)  # per cent enrolled
BANDS: Final = ((1.4, 2.5), (2.2, 4.0))  # of the ratios to the control arm, as the evidence table gives them


class Arm(IntEnum):
    """What a unit is offered."""

    CONTROL = 0
    INFORMATION = 1
    HELP = 2


@dataclass(frozen=True)
class Trial:
    """Enrolled and offered units by replication and arm: (replications, arms) each."""

    name: str
    enrolled: npt.NDArray[np.int64]
    offered: npt.NDArray[np.int64]

    def shares(self) -> npt.NDArray[np.float64]:
        """(arms,) share enrolled over all replications."""
        return self.enrolled.sum(axis=0) / np.maximum(self.offered.sum(axis=0), 1)

    def ratio(self, arm: Arm) -> tuple[float, float, float]:
        """Share of an arm over that of the control arm, with a 95% interval by the jackknife over replications."""
        return jackknifed_ratio(self.enrolled, self.offered, int(arm))

    def inside(self, arm: Arm) -> bool:
        """Whether the ratio lies in the band of the evidence table."""
        low, high = BANDS[int(arm) - 1]
        return low <= self.ratio(arm)[0] <= high


def jackknifed_ratio(
    enrolled: npt.NDArray[np.int64], offered: npt.NDArray[np.int64], arm: int
) -> tuple[float, float, float]:
    """(ratio, low, high) of pooled shares, arm over arm 0; NaN where the control arm enrols nobody."""
    everyone = np.ones(len(enrolled), bool)

    def pooled(kept: npt.NDArray[np.bool_]) -> float:
        e, n = enrolled[kept].sum(axis=0).astype(float), offered[kept].sum(axis=0).astype(float)
        return float(e[arm] / n[arm] / (e[0] / n[0])) if min(n[arm], n[0], e[0]) > 0 else float("nan")

    n = len(enrolled)
    left_out = np.array([pooled(np.arange(n) != i) for i in range(n)])
    error = float(np.sqrt((n - 1) / n * ((left_out - left_out.mean()) ** 2).sum()))
    ratio = pooled(everyone)
    half = student_t(n) * error
    return ratio, ratio - half, ratio + half


def outreach_trial(
    scenario: Scenario, *, replications: int = 20, scale: float = 0.01, seed: int = 1, warm_up: int = WARM_UP,
    threads: int | None = None, progress: OnProgress | None = None,
) -> Trial:  # fmt: skip
    """The trial under `scenario`, each replication with its own sample and lots. Raises ValueError for bad settings."""
    settings = Settings(scale, MONTHS, replications, seed, warm_up, threads)
    settings.check()
    tick = Ticker(progress, replications * (warm_up + MONTHS), scenario.name)

    def one(replication: int, settings: Settings) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        state, _ = one_replication.warmed_up(scenario, settings, replication, tick, books=False)
        offered = [offer(state, county) for county in range(len(state.cases))]
        one_replication.continued(state, scenario, settings, tick)
        enrolled = [
            _by_arm(arms[enrolled_of(state, county, rows)])
            for county, (rows, arms) in enumerate(offered)
        ]  # fmt: skip
        return np.sum(enrolled, axis=0), np.sum([_by_arm(arms) for _, arms in offered], axis=0)

    done = replicate(scenario, settings, tick, one)
    return Trial(scenario.name, np.array([e for e, _ in done]), np.array([o for _, o in done]))


def offer(state: State, county: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Rows of the case table in the trial and their arms; letters and help are handed out at once."""
    used = int(state.n_cases[county])
    cases = state.cases[county][:used]
    first = int(state.counties.first[county])
    units = state.units[first + cases["unit"]]
    wanted = (cases["stage"] == Stage.LATENT) & (cases["entitled_amount"] > 0)
    wanted &= (units["elders"] > 0) & (units["persons"] > 0)
    rows = np.nonzero(wanted)[0]
    seed, replication = state.rng_key.seed, state.rng_key.replication
    lots = [words(seed, replication, Kind.UNIT, int(i), 0, Process.TRIAL)[0] for i in units["id"][rows]]
    arms = np.array([int(lot) % len(Arm) for lot in lots], np.int64)
    informed = rows[arms >= Arm.INFORMATION]
    at = first + cases["unit"][informed]
    state.units["knows"][at] = np.where(state.units["knows"][at] == 0, Knowledge.CAMPAIGN, state.units["knows"][at])
    state.cases[county]["assisted"][rows[arms == Arm.HELP]] = 1
    return rows, arms


def enrolled_of(state: State, county: int, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which of the rows are enrolled with cash now."""
    cases = state.cases[county][rows]
    return (cases["stage"] == Stage.ENROLLED) & (cases["amount"] > 0)  # type: ignore[no-any-return]


def _by_arm(arms: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.bincount(arms, minlength=len(Arm)).astype(np.int64)
