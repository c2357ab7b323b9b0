"""Offices as agents: bureau, desk and assistant."""

from typing import TYPE_CHECKING

import mesa

from benchmarks.agents import scalars as f
from simulation.draws import Kind, Process, happens
from simulation.ledger import Measure
from simulation.processes.information import Knowledge
from simulation.steps.cases import NO_PROGRAMME, Stage
from simulation.world.offices import Office

if TYPE_CHECKING:
    from benchmarks.agents.county import County, Village
    from benchmarks.agents.model import AgentModel
    from benchmarks.agents.unit import Unit


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
        self.left = self.made = 0

    def minutes(self) -> int:
        """Minutes of a month."""
        return int(self.model.p.assistant.hours_month * 60.0)

    def step(self) -> None:
        """Plan the month's visits."""
        super().step()
        self.left = self.made = f.visits_possible(self.visits, self.model.p.visit)

    def walk(self) -> None:
        """Go on from door to door with the visits that are left."""
        village, units = self.village, self.village.units
        if not units:
            return
        offset = self.model.words(Kind.VILLAGE, units[0].id, 0, Process.VISIT_ORDER)[0]
        for _ in range(self.left):
            meet(units[f.door(village.patrol, len(units), offset)])
            village.patrol += 1

    def report(self) -> None:
        """Book the visits."""
        measures, minutes = self.county.books.measures, int(self.model.p.visit.minutes)
        self.booked += self.made * minutes
        measures[Measure.TASK_ASSISTANT] += self.village.weight * self.made * minutes
        measures[Measure.VISITS] += self.village.weight * self.made


def meet(unit: "Unit") -> None:
    """Somebody stands in the door of a unit: if it is entitled it may be recognised, told and helped."""
    case = unit.case
    if unit.persons == 0 or case is None or case.stage != Stage.LATENT or case.entitled == NO_PROGRAMME:
        return
    if happens(unit.words(Process.DETECTION)[0], unit.model.p.visit.detection):
        case.assisted = 1
        if unit.knows == Knowledge.NONE:
            unit.knows = int(Knowledge.SCREENING if case.flagged else Knowledge.VISIT)
