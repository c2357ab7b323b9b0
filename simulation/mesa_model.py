"""The Mesa model of a province: offices are agents, households stay in their columns.

A Mesa agent is a handle on one row of the staff table. In `ProvinceModel.step` every county runs up to its desks,
then every office plans its hours in row order (its `step`), then every county runs on: a barrier instead of the
engine's county by county, with the same functions and the same bits. Draws are keyed by (seed, replication);
`rng` seeds only what Mesa itself draws (pictures, shuffles), and no result reads it.
With `report/mesa_view` the only file importing mesa.
"""

from collections.abc import Callable, Mapping

import mesa
import networkx as nx
import numpy as np
import numpy.typing as npt
from mesa.discrete_space import Cell, FixedAgent, Network

from simulation import engine
from simulation import month as steps
from simulation.indicators.rows import grossed, ratio
from simulation.indicators.targeting import CAUSES
from simulation.integrity import check_amounts, check_books
from simulation.ledger import Flow, Measure
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy
from simulation.office_map import Node, node_of, office_graph, rings
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import load_scenario
from simulation.population.columns import Units
from simulation.population.network import ties_from_graph, to_graph
from simulation.population.offices import Office, Staff
from simulation.processes.staffing import plan_office
from simulation.run_settings import BLOCK, WARM_UP, Settings, settings_explained
from simulation.simulate.one_replication import empty_ledger, warmed_up
from simulation.units import FEN


class Minutes:
    """A column of the staff table as an attribute of its handle (minutes of this month)."""

    def __init__(self, meaning: str, writable: bool = True) -> None:
        self.__doc__ = meaning
        self.writable = writable

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, agent: "StaffAgent", owner: type | None = None) -> int:
        return int(agent.offices[self.name][agent.row])

    def __set__(self, agent: "StaffAgent", minutes: int) -> None:
        if not self.writable:
            raise AttributeError(f"{self.name} is counted by the month and cannot be set")
        agent.offices[self.name][agent.row] = minutes


class StaffAgent(FixedAgent):
    """An office: county and row on the county's staff table, and its place on the map; no state of its own.

    A subclass may override `step`: set `queue`, `visits` and `reserve` (their sum at most `available`), or change
    `available` and call `super().step()`. Minutes that it does not plan are not worked.
    """

    model: "ProvinceModel"
    available = Minutes("minutes the office has")
    queue = Minutes("planned for cases")
    visits = Minutes("planned for visits")
    reserve = Minutes("kept for emergencies")
    booked = Minutes("worked", writable=False)

    def __init__(self, model: "ProvinceModel", county: int, row: int, cell: Cell) -> None:
        super().__init__(model)
        self.county, self.row, self.cell = county, row, cell

    @property
    def offices(self) -> Staff:
        """The staff table of its county (a view)."""
        first, end = self.model.state.first_office[self.county : self.county + 2]
        return self.model.state.staff[first:end]

    @property
    def backlog(self) -> npt.NDArray[np.int64]:
        """(2,) view: township minutes of the county that no desk has taken yet, and those worked on surveys."""
        return self.model.state.backlog[self.county]  # type: ignore[no-any-return]

    def step(self) -> None:
        """Plan the hours of the month: the decision of the kernel, for this row."""
        plan_office(self.offices, self.row, self.backlog, self.model.reserve_share)


class Bureau(StaffAgent):
    """A county bureau: confirms."""


class Desk(StaffAgent):
    """A township desk: intake, survey, file, reviews; visits in spare time."""


class Assistant(StaffAgent):
    """A village assistant or grid worker: visits."""


type Choice = type[StaffAgent] | Callable[[int, int], type[StaffAgent]]
KINDS: dict[Office, tuple[str, type[StaffAgent]]] = {
    Office.BUREAU: ("bureau", Bureau),
    Office.DESK: ("desk", Desk),
    Office.ASSISTANT: ("assistant", Assistant),
}


def chosen(agents: Mapping[str, Choice] | None) -> dict[Office, Choice]:
    """The agent class (or the function choosing it) of every kind of office; ValueError for an unknown kind."""
    asked = dict(agents or {})
    known = {name for name, _ in KINDS.values()}
    if unknown := set(asked) - known:
        raise ValueError(f"agents: unknown kind {sorted(unknown)}, expected some of {sorted(known)}")
    return {office: asked.get(name, usual) for office, (name, usual) in KINDS.items()}


@settings_explained
class ProvinceModel(mesa.Model):
    """A province month by month, with its offices as Mesa agents (SolaraViz, DataCollector, `run_for`).

    Args:
        scenario: A scenario, province or scenario file (.toml); in force from the policy month, at which steps begin.
        replication: Number of the sample and of the random draws, from 0.
        rng: Seed of what Mesa itself draws (pictures, shuffles), which no result reads.
        baseline: A scenario, province or scenario file (.toml); in force during the warm-up, which the engine runs.
            None: the scenario itself.
        agents: By kind of office ("bureau", "desk", "assistant") a subclass of StaffAgent, or a function (county code,
            number of the township or village in its county) that returns one. None: the classes of this module.

    Attributes:
        policy_scenario: The scenario.
        baseline: The baseline.
        months: Months that the ledger has room for.
        state: The columns of the province.
        warm_up: Ledger of the months before the policy date.
        ledger: Ledger of the months after it.
        reserve_share: Share of a desk's minutes kept for emergencies, this month.
        county_names: Chinese names in the order of the tables.
        space: Mesa network of the offices, from the province to its villages.
        offices: The agents in the order of the staff table.
        datacollector: What is reported of each month.

    Raises:
        ValueError: For settings out of range, and for scenario and baseline without a common warm-up.
        ScenarioError: For an unknown scenario.
    """

    def __init__(
        self, scenario: Scenario | str = "zhejiang", scale: float = 0.001, seed: int = 1, replication: int = 0,
        warm_up: int = WARM_UP, months: int = 36, rng: int | None = None, baseline: Scenario | str | None = None,
        agents: Mapping[str, Choice] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(rng=rng)
        self.policy_scenario = as_scenario(scenario)
        self.baseline = as_scenario(self.policy_scenario if baseline is None else baseline)
        self.baseline = self.baseline.with_programmes_of(self.policy_scenario)
        settings = Settings(scale, months, 1, seed, warm_up, threads=1)
        settings.check()
        if self.baseline.structural_digest != self.policy_scenario.structural_digest:
            raise ValueError("scenario and baseline differ in structural values: they have no common warm-up")
        self.months = months
        self.state, self.warm_up = warmed_up(self.baseline, settings, replication)
        self.ledger = empty_ledger(self.state, self.policy_scenario, months)
        self.reserve_share = 0.0
        self.county_names = list(self.policy_scenario.counties["county"])
        graph = office_graph(self.policy_scenario.province, self.state)
        self.space = Network(graph, random=self.random, layout=rings(graph))
        self.offices = self._make_offices(chosen(agents))
        self.datacollector = mesa.DataCollector({name: name for name in REPORTED})

    def _make_offices(self, choices: dict[Office, Choice]) -> list[StaffAgent]:
        """One agent per staff row, in the order of the table."""
        made = []
        for index, row in enumerate(self.state.staff):
            county, place = int(row.county), int(row.place)
            choice = choices[Office(row.office)]
            if not isinstance(choice, type):
                choice = choice(int(self.state.counties.adcode[county]), place)
            cell = self.space[node_of(self.state, Office(row.office), county, place)]  # type: ignore[index]
            made.append(choice(self, county, index - int(self.state.first_office[county]), cell))
        return made

    def step(self) -> None:
        """One month: all counties to their desks, all offices in row order, all counties to the end.

        Raises:
            ValueError: When the ledger is full, or an office plans more minutes than it has.
        """
        month = self.month
        if month >= self.months:
            raise ValueError(f"the ledger ends after {self.months} months; make the model with more `months`")
        policy, uprated = engine.begin_month(self.state, self.policy_scenario, self.baseline, month)
        self.reserve_share = float(policy.processes[0].desk.reserve_share)
        self._all_counties(steps.before_offices, policy, uprated)
        self._plan_offices()
        self._all_counties(steps.after_offices, policy, uprated)
        check_books(self.ledger, month, month + 1, self.county_names)
        self.state.month = month + 1
        self.datacollector.collect(self)
        self.running = self.month < self.months

    def _all_counties(self, part: Callable[..., None], policy: Policy, uprated: bool) -> None:
        """Run one part of the month of every county."""
        month = self.month
        for county in range(self.state.counties.adcode.size):
            place: CountyTables = self.state.county_tables(county, self.ledger)
            part(place, policy, self.state.rng_key, MonthContext(month, month, county, True, uprated), BLOCK)
            check_amounts(place.scratch, self.county_names[county], self.ledger.programmes)

    def _plan_offices(self) -> None:
        """Every office plans; what it does not plan it does not work. ValueError for a plan beyond its minutes."""
        staff = self.state.staff
        for column in ("queue", "visits", "reserve"):
            staff[column] = 0
        for office in self.offices:
            office.step()
        plans = np.stack([staff["queue"], staff["visits"], staff["reserve"]])
        planned = plans.sum(axis=0)
        for row in np.flatnonzero((plans.min(axis=0) < 0) | (planned > staff["available"])):
            raise ValueError(
                f"{type(self.offices[row]).__name__} in row {row} of the staff table plans {plans[:, row].tolist()}"
                f" minutes (queue, visits, reserve) of {staff['available'][row]} available"
            )
        staff["available"] = planned

    @property
    def month(self) -> int:
        """Months done since the policy date."""
        return self.state.month

    def network(self) -> "nx.Graph[Node]":
        """The outreach network of this sample (`space` is that of the offices).

        Returns:
            Graph of province, counties, townships, villages, units and their social links.
        """
        units = Units(*(self.state.units[name] for name in Units._fields))
        state = self.state
        return to_graph(self.policy_scenario.province, units, state.villages, state.counties, state.ties)

    def set_network(self, graph: "nx.Graph[Node]") -> None:
        """Let word of mouth travel over an edited network from the next month on.

        Args:
            graph: What `network()` gave, with edges between units cut, rewired or added inside their village.

        Raises:
            ValueError: For an edge between villages, an unknown unit, or more than six links of a unit.
        """
        self.state.ties = ties_from_graph(graph, self.state.villages)

    def _latest(self, measure: Measure) -> int:
        return int(self.ledger.measure(measure)[self.month - 1])

    @property
    def recipients_persons(self) -> int:
        """Persons on the main programme (dibao) at the end of the last month."""
        book = self.policy_scenario.rule_book()
        return int(self.ledger.flow(book.names[book.main], Flow.STOCK_PERSONS)[self.month - 1])

    @property
    def budget_yuan_month(self) -> float:
        """Money of the last month over all programmes and payers, aid in kind included."""
        return float(self.ledger.money[:, self.month - 1].sum()) / FEN

    @property
    def poverty_headcount_share(self) -> float:
        """Persons below the poverty line after benefits in the last month."""
        return ratio(self._latest(Measure.POOR_AFTER), self._latest(Measure.PERSONS))

    @property
    def exclusion_error_poor_share(self) -> float:
        """Poor persons who are not reached, or paid too little, in the last month."""
        return ratio(sum(self._latest(cause) for cause in CAUSES.values()), self._latest(Measure.POOR_BEFORE))

    @property
    def hours_booked_month(self) -> float:
        """Hours worked by all offices in the last month, grossed up to the province."""
        desks = grossed(self.ledger, Measure.MINUTES_DESK) + grossed(self.ledger, Measure.MINUTES_BUREAU)
        return (float(desks[self.month - 1]) + self._latest(Measure.MINUTES_ASSISTANT)) / 60.0


REPORTED = (
    "month",
    "recipients_persons",
    "budget_yuan_month",
    "poverty_headcount_share",
    "exclusion_error_poor_share",
    "hours_booked_month",
)


def as_scenario(scenario: Scenario | str) -> Scenario:
    """A Scenario as it is, or the province of that name."""
    return load_scenario(scenario) if isinstance(scenario, str) else scenario
