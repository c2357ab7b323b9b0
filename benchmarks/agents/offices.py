"""Offices as agents: bureau, desk and assistant."""

from typing import TYPE_CHECKING

import mesa

from benchmarks.agents import scalars as f
from benchmarks.agents.visits import visit_unit
from simulation.draws import ALWAYS, Kind, Process
from simulation.ledger import Measure
from simulation.population.offices import Office

if TYPE_CHECKING:
    from benchmarks.agents.county import County, Village
    from benchmarks.agents.model import AgentModel


class OfficeAgent(mesa.Agent):
    """An office with its minutes of the month."""

    model: "AgentModel"
    kind = Office.BUREAU

    def __init__(self, model: "AgentModel", county: "County", persons: int) -> None:
        super().__init__(model)
        self.county, self.persons = county, persons
        self.available = self.queue = self.visits = self.reserve = self.booked = 0

    def minutes(self) -> int:
        """Minutes of a month."""
        p = self.model.p.bureau
        return int(p.hours_month * 60.0 / p.persons_per_post * self.persons)

    def step(self) -> None:
        """Plan the month."""
        self.available, self.booked = self.minutes(), 0
        self.queue, self.visits, self.reserve = f.planned_minutes(
            self.kind, self.available, self.county.backlog, self.model.p.desk.reserve_share
        )

    def book(self, minutes: int) -> int:
        """Work as many of the minutes as there is time for; returns those left."""
        taken = min(minutes, self.available - self.booked)
        self.booked += taken
        return minutes - taken

    def go_first(self, minutes: int, whole: bool) -> int:
        """Work minutes that go before the queue: of spare time, or of all that is left if `whole`; returns the rest."""
        spare = self.available - self.booked - (0 if whole else self.queue)
        taken = min(minutes, max(spare, 0))
        self.booked += taken
        if taken:
            self.queue = min(self.queue, self.available - self.booked)
        return minutes - taken


class BureauAgent(OfficeAgent):
    """Confirms."""


class DeskAgent(OfficeAgent):
    """Takes from the county's backlog as much as it can."""

    kind = Office.DESK

    def __init__(self, model: "AgentModel", county: "County", persons: int) -> None:
        super().__init__(model, county, persons)
        self.served = sum(desk.persons for desk in county.desks)  # by the desks before it

    def minutes(self) -> int:
        """Minutes of a month: its part of the whole minutes that the county's desks have together."""
        p = self.model.p.desk
        each = p.hours_month * 60.0 / p.persons_per_desk
        return int(each * (self.served + self.persons)) - int(each * self.served)

    def step(self) -> None:
        """Plan the month; what it takes is no longer on the pile."""
        super().step()
        self.county.backlog -= self.queue


class AssistantAgent(OfficeAgent):
    """Visits the units on its list, then goes from door to door."""

    kind = Office.ASSISTANT

    def __init__(self, model: "AgentModel", county: "County", village: "Village") -> None:
        super().__init__(model, county, 0)
        self.village = village
        self.left = self.made = self.given = 0  # minutes for visits, visits made, minutes at the start

    def minutes(self) -> int:
        """Minutes of a month."""
        return int(self.model.p.assistant.hours_month * 60.0)

    def step(self) -> None:
        """Plan the month's visits."""
        super().step()
        travel, p, units = self.county.travel, self.model.p.visit, self.village.units
        self.left = self.given = self.made = 0
        if units:
            word = self.model.words(Kind.VILLAGE, units[0].id, self.model.month, Process.VISITS_OF_MONTH)[0]
            visits = f.visits_of_month(f.visits_possible(self.visits, travel, p), word)
            self.left = self.given = visits * f.whole_minutes(travel, p)

    def visit(self, minutes: int, visits: int = 1) -> None:
        """Make visits of so many minutes in all."""
        self.left -= minutes
        self.made += visits

    def walk(self) -> None:
        """Go on from door to door, or to a random unit, with the minutes that are left."""
        village, units, p = self.village, self.village.units, self.model.p.visit
        each = f.whole_minutes(self.county.travel, p)
        if not units:
            return
        offset = self.model.words(Kind.VILLAGE, units[0].id, ALWAYS, Process.VISIT_ORDER)[0]
        while self.left >= each:
            if p.targeting > 0.5:
                number = f.unit_on_round(village.round_position, len(units), offset)
            else:
                word = self.model.words(Kind.VILLAGE, units[0].id, village.round_position, Process.RANDOM_DOOR)[0]
                number = word * len(units) >> 32
            visit_unit(units[number])
            village.round_position += 1
            self.visit(each)

    def report(self) -> None:
        """Book the visits."""
        measures, used = self.county.books.measures, min(self.given - self.left, self.visits)
        self.booked += used
        measures[Measure.TASK_ASSISTANT] += self.village.weight * used
        measures[Measure.VISITS] += self.village.weight * self.made
