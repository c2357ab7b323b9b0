"""A published outreach trial run inside the model: letters, letters and help, or nothing, by lot.

The trial (Finkelstein and Notowidigdo 2019, T01 of docs/sources.md): elderly persons likely to be eligible for food
stamps who do not receive them; enrolment within nine months 6, 11 and 18% in the control, information and information
and help arms. Here: units with a member of 60 and over, entitled to cash on the true facts, without a claim under way
and not enrolled at the policy month. Nothing of the model is fitted to it.

What is drawn by lot is an offer, as it was there: every letter tells of the programme, as publicity does, but only
who answers it (`RESPONSE`) speaks to somebody who looks at the case, and only these can be helped.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from simulation.draws import Kind, Process, happens, words
from simulation.indicators import student_t
from simulation.month_steps.case_table import Assisted, Stage
from simulation.parameters.scenario.scenario import Scenario
from simulation.processes.information import Knowledge
from simulation.progress import OnProgress
from simulation.run_settings import WARM_UP, Settings
from simulation.simulate import one_replication, run_cache
from simulation.simulate.replications import Ticker, replicate
from simulation.state import State

MONTHS: Final = 9
PUBLISHED: Final = (6.0, 11.0, 18.0)  # per cent enrolled
# Part of those written to who called the number in their letter. Of the trial's design, not of the model; from memory
# of the paper (about three in ten in either arm; memory, sure 0.8), not seen in a retrieved source.
RESPONSE: Final = 0.3
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
    response: float = RESPONSE

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
    threads: int | None = None, progress: OnProgress | None = None, response: float | None = None,
) -> Trial:  # fmt: skip
    """The trial under `scenario`, each replication with its own sample and lots.

    Args:
        scenario: The province and its rules.
        replications: Trials, each with a sample of its own.
        scale: Share of the villages that is simulated.
        seed: Of the random numbers.
        warm_up: Months before the letters are sent.
        threads: By default one per core.
        progress: Called with the months that are done.
        response: Part of those written to who answer, 0 to 1; 1 = everybody is spoken to, and helped. None: `RESPONSE`.

    Returns:
        Enrolled and offered units by replication and arm.

    Raises:
        ValueError: For settings out of range, `response` among them.
    """
    settings = Settings(scale, MONTHS, replications, seed, warm_up, threads)
    settings.check()
    response = _checked_response(response)
    tick = Ticker(progress, replications * (warm_up + MONTHS), scenario.name)

    def one(replication: int, settings: Settings) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        state = run_cache.warm_state(scenario, settings, replication, tick)
        offered = [offer(state, county, response) for county in range(len(state.cases))]
        one_replication.continued(state, scenario, settings, tick)
        enrolled = [
            _by_arm(arms[enrolled_of(state, county, rows)])
            for county, (rows, arms) in enumerate(offered)
        ]  # fmt: skip
        return np.sum(enrolled, axis=0), np.sum([_by_arm(arms) for _, arms in offered], axis=0)

    done = replicate(scenario, settings, tick, one)
    return Trial(scenario.name, np.array([e for e, _ in done]), np.array([o for _, o in done]), response)


def _checked_response(response: float | None) -> float:
    response = RESPONSE if response is None else response
    if not 0.0 <= response <= 1.0:
        raise ValueError(f"response: expected a number from 0 to 1, got {response:g}")
    return response


def offer(state: State, county: int, response: float) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Rows of the case table in the trial and their arms; the letters are sent, and answered, at once."""
    cases = state.cases[county][: int(state.n_cases[county])]
    units = state.units[int(state.counties.first[county]) :]
    of = units[cases["unit"]]
    wanted = (cases["stage"] == Stage.LATENT) & (cases["entitled_amount"] > 0)
    rows = np.nonzero(wanted & (of["elders"] > 0) & (of["persons"] > 0))[0]
    arms, answered = _lots(state, of["id"][rows], response)
    written = arms >= Arm.INFORMATION
    knows = units["knows"]
    answers = written & answered
    for reached, channel, weaker in (
        (written, Knowledge.CAMPAIGN, Knowledge.OWN),
        (answers, Knowledge.SCREENING, Knowledge.VISIT),
    ):
        at = cases["unit"][rows[reached]]
        knows[at] = np.where(knows[at] < weaker, channel, knows[at])
    cases["assisted"][rows[(arms == Arm.HELP) & answered]] = Assisted.HELPED
    return rows, arms


def _lots(
    state: State, ids: npt.NDArray[np.int64], response: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Arm of each unit by its id, and whether it answers a letter; the second is drawn in the control arm too."""
    seed, replication = state.rng_key.seed, state.rng_key.replication
    lots = [words(seed, replication, Kind.UNIT, int(i), 0, Process.TRIAL)[:2] for i in ids]
    arms = np.array([int(arm) % len(Arm) for arm, _ in lots], np.int64)
    return arms, np.array([happens(answer, response) for _, answer in lots], bool)


def enrolled_of(state: State, county: int, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which of the rows are enrolled with cash now."""
    cases = state.cases[county][rows]
    return (cases["stage"] == Stage.ENROLLED) & (cases["amount"] > 0)  # type: ignore[no-any-return]


def _by_arm(arms: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.bincount(arms, minlength=len(Arm)).astype(np.int64)
