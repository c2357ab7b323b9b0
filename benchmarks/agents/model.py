"""The agent-based month: reads the same population and keys as the kernel, steps agents, writes a ledger."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import mesa

from benchmarks.agents.case import Case
from benchmarks.agents.county import County, Village
from benchmarks.agents.offices import AssistantAgent, BureauAgent, DeskAgent
from benchmarks.agents.unit import Person, Unit
from simulation import draws, engine
from simulation.ledger import Ledger
from simulation.month_steps.eligibility.prefilter import Bound
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.schema.bundle import MONTH_GROUPS
from simulation.population.columns import NO_CASE, NO_TIE
from simulation.population.offices import Office
from simulation.rules.facts import ON_FILE
from simulation.state import State
from simulation.units import FEN, MONTHS_PER_YEAR


class AgentModel(mesa.Model):
    """Some counties of a state, from its month on; every step is a month and goes into `ledger`.

    With a capped budget for temporary assistance all counties must be taken: the province shares it out among them.
    """

    def __init__(
        self, state: State, scenario: Scenario, baseline: Scenario, ledger: Ledger, counties: Sequence[int]
    ) -> None:
        super().__init__(rng=1)
        self.in_force, self.baseline, self.ledger, self.month = scenario, baseline, ledger, state.month
        self.rng_key = (int(state.rng_key.seed), int(state.rng_key.replication))
        self.residents = state.residents.tolist()
        self.programmes = len(ledger.programmes)
        self.read_policy()
        for number in counties:
            load_county(self, state, number)

    def words(self, kind: int, entity: int, time: int, process: int) -> tuple[int, int, int, int]:
        """The four words of one process for one entity at one time."""
        return draws.words(*self.rng_key, int(kind), entity, time, int(process), 0)

    def pair_words(self, a: int, b: int, process: int) -> tuple[int, int, int, int]:
        """Words of an ordered pair of units in this month."""
        return draws.pair_words(*self.rng_key, a, b, self.month, int(process))

    def read_policy(self) -> None:
        """What is in force this month, as plain numbers."""
        month, scenario = self.month, self.in_force
        policy = engine.policy_of(scenario, self.baseline, month)
        record = policy.processes[0]
        self.p = SimpleNamespace(**{name: kind(*record[name].tolist()) for name, kind in MONTH_GROUPS.items()})
        self.rules, self.index = policy.rules, policy.income_index
        self.lines = list(policy.lines)
        self.poverty = policy.poverty.tolist()
        # the widest of `prefilter_bounds`: for a registered unit without car and second home
        self.ceiling = policy.prefilter[:, 0, : Bound.ASSETS].sum(axis=1).tolist()
        self.payers, self.traits = policy.payers.tolist(), policy.traits.tolist()
        self.changed = policy.changed

    def share_out_budget(self) -> None:
        """The year's budget for temporary assistance: half by residents, half by last year's spending."""
        cap, counties = self.p.temporary.cap_yuan_person_year, list(self.agents_by_type[County])
        residents = [self.residents[county.number] for county in counties]
        spent = [county.spent for county in counties]
        half = int(cap * FEN * sum(residents)) // 2
        need = spent if sum(spent) > 0 else residents
        for county, people, needs in zip(counties, residents, need, strict=True):
            share = half * people // sum(residents) + half * needs // sum(need)
            county.assistance_budget, county.spent = (share if cap > 0.0 else -1), 0

    def step(self) -> None:
        """One month."""
        self.read_policy()
        units, counties = self.agents_by_type[Unit], self.agents_by_type[County]
        if self.month % MONTHS_PER_YEAR == 0:
            units.do("lose_members")
            units.do("renew")
            self.share_out_budget()
        counties.do("begin")
        units.do("live")
        units.do("come_to_notice")
        counties.do("before_offices")
        for kind in (BureauAgent, DeskAgent, AssistantAgent):
            self.agents_by_type[kind].do("step")
        counties.do("after_offices")
        for county in counties:
            county.books.enter(self.ledger.books(county.number), self.month - self.ledger.first_month)
        self.month += 1


def load_county(model: AgentModel, state: State, number: int) -> None:
    """Agents of one county of a state."""
    county = County(model, number, *state.assistance_budget[number].tolist())
    first_village, end_village = state.counties.first_village[number : number + 2]
    for v in range(first_village, end_village):
        village = Village(int(state.villages.weight[v]), int(state.round_position[v]))
        first, end = int(state.villages.first[v]), int(state.villages.first[v + 1])
        for record in records(state.units[first:end]):
            village.units.append(Unit(model, county, village, record))
        for unit, ties in zip(village.units, state.ties[first:end].tolist(), strict=True):
            unit.ties = [village.units[other] for other in ties if other != NO_TIE]
        county.villages.append(village)
        county.units += village.units
    load_households(county, state)
    load_cases(county, state)
    load_offices(county, state)


def records(table: Any) -> list[dict[str, Any]]:
    """Rows of a table of records as dictionaries of plain numbers."""
    return [dict(zip(table.dtype.names, row, strict=True)) for row in table.tolist()]


def load_households(county: County, state: State) -> None:
    """Units of a household know one another and share its persons."""
    i = 0
    while i < len(county.units):
        head = county.units[i]
        household = county.units[i : i + max(head.units, 1)]
        rows = range(head.first_person, head.first_person + head.household_persons)
        members = [Person(*(int(column[row]) for column in persons_columns(state))) for row in rows]
        for unit in household:
            unit.household, unit.members = household, members
        county.households.append(household)
        i += len(household)


def persons_columns(state: State) -> list[Any]:
    """The columns of a Person."""
    p = state.persons
    return [p.birth, p.death, p.unit, p.split, p.health, p.work]


def load_cases(county: County, state: State) -> None:
    """Cases of the register, in the order of the case table."""
    number = county.number
    for record in records(state.cases[number][: int(state.n_cases[number])]):
        unit = county.units[record.pop("unit")]
        case = Case(unit)
        del record["village"]
        case.file[:ON_FILE] = record.pop("facts")
        for name, value in record.items():
            setattr(case, name, value)
        unit.case = case
        county.cases.append(case)
    assert all((unit.case is None) == (int(row) == NO_CASE)
               for unit, row in zip(county.units, state.units["case"][int(state.counties.first[number]) :],
                                    strict=False))  # fmt: skip


def load_offices(county: County, state: State) -> None:
    """Offices in the order of the staff table."""
    first, end = state.first_office[county.number : county.number + 2]
    for row in state.staff[first:end]:
        if row.office == Office.BUREAU:
            county.bureaus.append(BureauAgent(county.model, county, int(row.persons)))
        elif row.office == Office.DESK:
            county.desks.append(DeskAgent(county.model, county, int(row.persons)))
        else:
            county.assistants.append(AssistantAgent(county.model, county, county.villages[row.place]))
