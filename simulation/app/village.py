"""A village month by month: who is in hardship, known, applied, waiting, paid; its assistant, desk and county."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simulation import engine
from simulation.app.live import World, month_by_month
from simulation.ledger import Ledger
from simulation.month_steps.case_table import Stage
from simulation.parameters.scenario.scenario import Scenario
from simulation.place_names import english_name
from simulation.population.columns import NO_CASE, TIES, line_rows
from simulation.population.network import tie_edges
from simulation.population.offices import Office
from simulation.state import State
from simulation.units import month_label

SHOWN: Final = 200  # households drawn, from the first door of the village on
BITS: Final = ("hardship", "known", "applied", "waiting", "paid", "refused")

type Rows = npt.NDArray[np.int64]


class Village:
    """The households of one village of a province, in rows of its unit table."""

    def __init__(self, state: State, number: int) -> None:
        self.number = number
        self.county = int(state.villages.county[number])
        self.township = int(state.villages.township[number])
        first, end = int(state.villages.first[number]), int(state.villages.first[number + 1])
        units = state.units[first:end]
        living = (units["position"] == 0) & (units["persons"] > 0)
        heads = np.flatnonzero(units["position"] == 0)
        self.total = int(living.sum())
        heads = heads[living[heads]][:SHOWN]
        self.heads: Rows = heads + first
        self.rows: list[Rows] = [h + np.arange(max(int(state.units["units"][h]), 1)) for h in self.heads]
        self.ties = self._ties(state, first, end)

    def _ties(self, state: State, first: int, end: int) -> list[tuple[int, int, bool]]:
        """Social links between the households that are drawn: (household, household, whether relatives)."""
        of = {int(row): place for place, rows in enumerate(self.rows) for row in rows}
        edges = tie_edges(state.ties[first:end], np.array([0, end - first]))
        found = {
            (min(a, b), max(a, b)): slot >= TIES - 2
            for left, right, slot in edges
            if (a := of.get(int(left) + first)) is not None and (b := of.get(int(right) + first)) is not None and a != b
        }
        return [(a, b, bool(kin)) for (a, b), kin in sorted(found.items())]


def busiest_village(state: State) -> int:
    """The village with the most units ever looked at by an office: there is something to see in it."""
    looked_at = state.units["case"] != NO_CASE
    return int(np.argmax(np.add.reduceat(looked_at, state.villages.first[:-1])))


def marks(state: State, village: Village, poverty: Rows, assessment_months: int) -> list[int]:
    """Bits (`BITS`) of every household drawn, at the end of the month before `state.month`.

    Hardship as the ledger counts the poor: own income of the household below the poverty line, no rule involved.
    """
    units, cases, month = state.units, state.cases[village.county], state.month - 1
    full = assessment_months // 3 - 1
    found = []
    for rows in village.rows:
        table = units[rows]
        alive = table["persons"] > 0
        if not alive.any():
            found.append(0)
            continue
        quarters = table["quarter"][:, : full + 1].sum(axis=1, dtype=np.int64)
        income = int((quarters[alive] // (month % 3 + 1 + 3 * full)).sum())
        need = int(poverty[line_rows(table[:1])[0]]) * int(table["persons"][alive].sum())
        held = cases[table["case"][alive & (table["case"] != NO_CASE)]]
        stage = held["stage"]
        bits = (
            income < need, bool(table["knows"][alive].any()), bool((held["filings"] > 0).any()),
            bool(((stage == Stage.SURVEY) | (stage == Stage.CONFIRM)).any()), bool((held["paid"] > 0).any()),
            bool((held["refused"] > 0).any()),
        )  # fmt: skip
        found.append(sum(1 << place for place, bit in enumerate(bits) if bit))
    return found


def offices(state: State, village: Village) -> dict[str, dict[str, float]]:
    """Hours available, planned and worked this month of the village's assistant, its desks, its county bureau."""
    staff = state.staff[state.first_office[village.county] : state.first_office[village.county + 1]]
    inside = village.number - int(state.counties.first_village[village.county])
    wanted = {
        "assistant": (staff["office"] == Office.ASSISTANT) & (staff["place"] == inside),
        "desk": staff["office"] == Office.DESK,
        "bureau": staff["office"] == Office.BUREAU,
    }
    names = ("available", "queue", "visits", "booked")
    hours = {kind: {name: round(float(staff[name][rows].sum()) / 60.0, 2) for name in names}
             for kind, rows in wanted.items()}  # fmt: skip
    cases = state.cases[village.county][: int(state.n_cases[village.county])]
    queue = (cases["stage"] == Stage.SURVEY) | (cases["stage"] == Stage.CONFIRM)
    hours["desk"]["waiting"] = float(queue.sum())
    return hours


def film(world: World, scenario: Scenario, number: int | None = None) -> dict[str, Any]:
    """Every month of one village under a scenario: the frames that the page plays."""
    village = Village(world.state, busiest_village(world.state) if number is None else number)
    frames: list[list[int]] = []
    work: list[dict[str, dict[str, float]]] = []

    def look(state: State, _ledger: Ledger) -> None:
        policy = engine.policy_of(scenario, world.base, state.month - 1)
        months = int(policy.processes[0].earnings.assessment_months)
        frames.append(marks(state, village, policy.poverty, months))
        work.append(offices(state, village))

    month_by_month(world, scenario, look)
    county = str(world.base.counties["county"].iloc[village.county])
    return {
        "number": village.number,
        "villages": int(world.state.villages.county.size),
        "county": {"zh": county, "en": english_name(county).full},
        "total": village.total,
        "persons": [int(world.state.units["persons"][rows].sum()) for rows in village.rows],
        "ties": village.ties,
        "bits": BITS,
        "months": [month_label(month) for month in range(len(frames))],
        "frames": frames,
        "offices": work,
    }
