"""Posterior draws distributed over replications, and what the further cells of a result leave behind.

Replication r runs on draw r (from the first again when the draws are used up), baseline and reforms on the same one
and with the same random numbers. For the two parts of intervals a few further cells are run: the draw of one
replication on the sample of another (see `two_parts`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.indicators import Row
from simulation.ledger import Ledger
from simulation.parameters.files.mistakes import Mistakes, ScenarioError
from simulation.parameters.reforms.posterior import NAME, Draw
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings, SettingsError
from simulation.simulate.two_parts import Crossed, Halves, crossed_cells, halves

type Floats = npt.NDArray[np.float64]

NO_DRAWS: Final = 0  # of the argument `draws`: the values as stated, in every replication


class Cell(NamedTuple):
    """One simulated cell: the replications whose sample (and random numbers) and whose draw it has."""

    sample: int
    draw_of: int


@dataclass(frozen=True)
class AssignedDraws:
    """The draws that are assigned, in order; `digest` of the file that they come from."""

    draws: tuple[Draw, ...]
    digest: str

    def draw(self, replication: int) -> Draw:
        """The draw of a replication."""
        return self.draws[replication % len(self.draws)]

    def further(self, first: int, end: int) -> list[Cell]:
        """The further cells among replications `first` to `end` - 1; none where all have one draw."""
        pairs = crossed_cells(end - first) if len(self.draws) > 1 else ()
        return [Cell(first + sample, first + draw_of) for sample, draw_of in pairs]


def recorded(assigned: AssignedDraws | None, replications: int, cells: int) -> dict[str, Any]:
    """For the run record: the file, the draw of each replication by its number, and how many further cells."""
    if assigned is None:
        return {}
    numbers = [assigned.draw(r).number for r in range(replications)]
    return {"draws": {"file_digest": assigned.digest[:16], "numbers": numbers, "further_runs": cells}}


@dataclass(frozen=True)
class Drawn:
    """What a result under draws has in addition to its replications.

    `numbers` (replications,) of the draws. Of the further cells: the replication whose sample and whose draw each has,
    and its ledgers by scenario (baseline, reform; or the one scenario), of all months and of the period.
    """

    numbers: tuple[int, ...]
    sample_of: tuple[int, ...]
    draw_of: tuple[int, ...]
    ledgers: tuple[list[Ledger], ...]
    in_period: tuple[list[Ledger], ...]

    def crossed(self, values: Floats) -> Crossed:
        """`values` (cells, rows) of the further cells with what each shares with which replication."""
        return Crossed(values, self.sample_of, self.draw_of)

    def halves(self, values: Floats, further: Floats, least_half: npt.ArrayLike = 0.0) -> Halves:
        """Parts of the intervals of means of `values` (replications, rows); `further` (cells, rows)."""
        return halves(values, self.crossed(further), self.numbers, least_half)

    def halves_of_rows(self, values: Floats, *sides: Sequence[Sequence[Row]]) -> Halves:
        """`halves` for indicator rows of the further cells: of one scenario, or the second less the first."""
        if not self.sample_of:
            return self.halves(values, values[:0])
        numbers = [np.array([[row.value for row in run] for run in side]) for side in sides]
        return self.halves(values, numbers[-1] - numbers[0] if len(sides) > 1 else numbers[0])


def assign_draws(scenario: Scenario, draws: int | None, settings: Settings, place: str) -> AssignedDraws | None:
    """The draws that the replications of a scenario use; None where they run on its own values. Checks the settings.

    `draws` None: all of the file, where there is one and more than one replication to spread them over; 0: none; N: the
    first N. Raises ScenarioError (SettingsError where it is about settings alone) with every setting out of range, and
    for another number of draws or more than there are.
    """
    posterior = scenario.sources.posterior
    held, mistakes = () if posterior is None else posterior.draws, Mistakes(settings.mistakes())
    if draws is not None and (isinstance(draws, bool) or not isinstance(draws, int) or draws < 0):
        mistakes.add(place, "draws", "None or a whole number of at least 0", draws)
    elif draws is not None and draws > len(held):
        there = f"at most {len(held)}, the draws in {NAME}" if held else f"0, for there is no {NAME}"
        mistakes.add(place, "draws", there, draws)
    if mistakes.found:
        raise SettingsError(mistakes.found)
    if posterior is None or draws == NO_DRAWS or (draws is None and settings.replications < 2):
        return None
    return AssignedDraws(held if draws is None else held[:draws], posterior.digest)


class Under:
    """Scenarios under the draw of each replication, each made and checked once, before anything is run."""

    def __init__(self, scenarios: Sequence[Scenario], assigned: AssignedDraws | None, replications: int) -> None:
        """Raises ScenarioError where a draw and a scenario's own changes do not go together."""
        self.scenarios, self.assigned = tuple(scenarios), assigned
        self._made: dict[int, tuple[Scenario, ...]] = {}
        self.extend(replications)

    def extend(self, replications: int) -> None:
        """Make those of the first `replications` replications."""
        mistakes = Mistakes()
        for replication in range(replications if self.assigned else 0):
            assert self.assigned is not None
            draw = self.assigned.draw(replication)
            try:
                if draw.number not in self._made:
                    self._made[draw.number] = tuple(each.under(draw) for each in self.scenarios)
            except ScenarioError as error:
                mistakes.found += [each for each in error.mistakes if each not in mistakes.found]
        mistakes.check()

    def of(self, replication: int) -> tuple[Scenario, ...]:
        """The scenarios as the draw of a replication has them; as they are where none are assigned."""
        return self.scenarios if self.assigned is None else self._made[self.assigned.draw(replication).number]


def cells_of(assigned: AssignedDraws | None, first: int, end: int) -> list[Cell]:
    """Every cell to be run for replications `first` to `end` - 1: these in order, then the further ones."""
    own = [Cell(replication, replication) for replication in range(first, end)]
    return own if assigned is None else [*own, *assigned.further(first, end)]


def drawn_of[T](
    assigned: AssignedDraws | None, replications: int, further: Sequence[tuple[Cell, T]],
    ledgers: Callable[[T], Sequence[Ledger]], in_period: Callable[[T], Sequence[Ledger]],
) -> Drawn | None:  # fmt: skip
    """What the further cells left; `ledgers` and `in_period` take those of each scenario out of one of them."""
    if assigned is None:
        return None
    numbers = tuple(assigned.draw(replication).number for replication in range(replications))
    cells = [cell for cell, _ in further]
    sides = (
        tuple(list(side) for side in zip(*[take(each) for _, each in further], strict=True))
        for take in (ledgers, in_period)
    )
    return Drawn(numbers, tuple(c.sample for c in cells), tuple(c.draw_of for c in cells), *sides)
