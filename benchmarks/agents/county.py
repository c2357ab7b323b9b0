"""A county as an agent: villages, cases, offices, and the order of the month."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import mesa

from benchmarks.agents import inspection
from benchmarks.agents import scalars as f
from benchmarks.agents.bookkeeping import count_household, count_programmes
from benchmarks.agents.books import Books
from benchmarks.agents.case import Case
from benchmarks.agents.offices import AssistantAgent, BureauAgent, DeskAgent, OfficeAgent, meet
from simulation.draws import Kind, Process, happens
from simulation.ledger import Flow, Measure
from simulation.rules.programme import grant
from simulation.steps.cases import Stage
from simulation.units import WORKING_DAYS, share_of
from simulation.world.columns import Flag

if TYPE_CHECKING:
    from benchmarks.agents.model import AgentModel
    from benchmarks.agents.unit import Unit


@dataclass
class Village:
    """A village: its units in order, the villages it stands for, and where the walk round it stands."""

    weight: int
    patrol: int
    units: "list[Unit]" = field(default_factory=list)


class County(mesa.Agent):
    """One county; `number` is its row in the tables of the scenario."""

    model: "AgentModel"

    def __init__(self, model: "AgentModel", number: int, purse: int, spent: int) -> None:
        super().__init__(model)
        self.number, self.purse, self.spent = number, purse, spent
        self.villages: list[Village] = []
        self.units: list[Unit] = []
        self.households: list[list[Unit]] = []
        self.cases: list[Case] = []
        self.bureaus: list[BureauAgent] = []
        self.desks: list[DeskAgent] = []
        self.assistants: list[AssistantAgent] = []
        self.struck = False
        self.backlog = self.surveyed = 0
        self.books = Books(0)

    def begin(self) -> None:
        """New books, and the weather of the month."""
        self.books = Books(self.model.programmes)
        word = self.model.words(Kind.COUNTY, self.number, self.model.month, Process.DISASTER_COUNTY)[0]
        self.struck = happens(word, self.model.p.disaster.county_prob_month)

    def before_offices(self) -> None:
        """Truth, information, screening, and the work that lies on the desks."""
        month = self.model.month
        for case in self.cases:
            case.judge_truth()
        for case in self.cases:
            if case.stage == Stage.ENROLLED and case.amount > 0 and case.start < month:
                case.tell_ties()
        for case in self.cases:
            case.hear()
        for case in self.cases:
            case.be_screened()
        self.backlog, minutes = 0, int(self.model.p.review.minutes)
        for case in self.cases:
            if case.stage == Stage.SURVEY and case.ready < (month + 1) * WORKING_DAYS:
                self.backlog += case.work
            elif case.stage == Stage.ENROLLED and case.review <= month:
                self.backlog += minutes

    def after_offices(self) -> None:
        """Discovery, filing, payment, decisions, upkeep, books."""
        self.discover()
        self.help_at_once()
        for case in self.cases:
            case.consider_filing()
        self.pay()
        self.serve_queues()
        self.maintain()
        for household in self.households:
            count_household(self, household)
        count_programmes(self)
        for office in self.offices():
            weight = office.village.weight if isinstance(office, AssistantAgent) else 1
            minutes, available = MINUTES[type(office)]
            self.books.measures[minutes] += weight * office.booked
            self.books.measures[available] += weight * office.available
        if self.model.month % 3 == 2:
            inspection.inspect(self)

    def offices(self) -> Iterable[OfficeAgent]:
        """All offices in the order of the staff table."""
        return (*self.bureaus, *self.desks, *self.assistants)

    def discover(self) -> None:
        """Visits: units on the list in the order of their keyed draws, then from door to door."""
        minutes = int(self.model.p.visit.minutes)
        helper = {id(a.village): a for a in self.assistants}
        listed = [
            (case.unit.words(Process.VISIT_ORDER)[0] // 2, number, case)
            for number, case in enumerate(self.cases)
            if case.flagged and case.stage == Stage.LATENT
        ]
        spare = sum(desk.visits // minutes for desk in self.desks)
        by_desk = 0
        for _, _, case in sorted(listed, key=lambda entry: entry[:2]):
            assistant = helper[id(case.village)]
            if assistant.left > 0:
                assistant.left -= 1
            elif by_desk < spare:
                by_desk += 1
            else:
                continue
            meet(case.unit)
            case.flagged = 0
        for assistant in self.assistants:
            assistant.walk()
            assistant.report()
        for desk in self.desks:
            taken = min(by_desk, desk.visits // minutes)
            by_desk -= taken
            desk.booked += taken * minutes
            self.books.measures[Measure.TASK_DESK] += taken * minutes

    def help_at_once(self) -> None:
        """Temporary assistance from the desks' reserve and the county's purse."""
        p, used = self.model.p.temporary, 0
        reserve = sum(desk.reserve for desk in self.desks)
        asking = (u for u in self.units if u.hit and u.knows and u.persons and not u.flags & Flag.BANNED)
        for unit in asking if self.model.p.application.enabled >= 0.5 else ():
            w = unit.words(Process.TEMPORARY)
            if not happens(w[0], p.seek_prob):
                continue
            k, amount = grant(self.model.rules, unit.facts(), self.model.lines[unit.tariff])
            work = int(p.minutes) // 3 if happens(w[1], p.assist_first_share) else int(p.minutes)
            if k < 0 or used >= reserve or 0 <= self.purse < amount:
                continue
            used += min(work, reserve - used)
            if self.purse >= 0:
                self.purse -= amount
            self.pay_grant(unit, k, amount)
        self.books.measures[Measure.TASK_DESK] += used
        for desk in self.desks:
            taken = min(used, desk.reserve)
            desk.booked += taken
            used -= taken

    def pay_grant(self, unit: "Unit", k: int, amount: int) -> None:
        """Enter one grant in the books."""
        weight = unit.village.weight
        self.spent += amount
        self.books.measures[Measure.TEMPORARY_CASES] += weight
        self.books.measures[Measure.PAID_UNIT_SUM_FEN] += weight * amount
        self.books.money[k][4 if unit.registration != self.number else 3] += weight * amount
        self.books.flows[k][Flow.PAID_PERSONS] += weight * unit.persons
        self.books.flows[k][Flow.PAID_UNITS] += weight

    def pay(self) -> None:
        """Pay every enrolled case, and split the payments over the paying levels."""
        money = self.books.money
        for case in self.cases:
            if case.stage == Stage.ENROLLED and case.start <= self.model.month:
                purse = 4 if case.unit.registration != self.number else 3
                amount, kind = case.be_paid()
                money[case.programme][purse] += case.village.weight * amount
                money[-1][purse] += case.village.weight * kind
        for row in money:
            own, away = row[3], row[4]
            row[3] = row[4] = 0
            for total, purse in ((own, 3), (away, 4)):
                parts = [share_of(total, self.model.payers[self.number][level]) for level in range(3)]
                for level, part in enumerate(parts):
                    row[level] += part
                row[purse] += total - sum(parts)

    def serve(self, stage: int, offices: Sequence[OfficeAgent]) -> tuple[list[tuple[Case, int]], int]:
        """Work a stage's queue in order; the finished cases with their working day, and the minutes worked."""
        month, waiting = self.model.month, []
        pace = sum(office.available - office.reserve for office in offices)
        planned = sum(office.queue for office in offices)
        for number, case in enumerate(self.cases):
            if case.stage == stage and case.ready < (month + 1) * WORKING_DAYS:
                word = self.model.words(Kind.CASE, case.unit.id, case.filings, Process.VISIT_ORDER)[1]
                waiting.append((case.ready, word >> 10, number, case))
        clock = worked = 0
        finished = []
        for _, _, number, case in sorted(waiting, key=lambda entry: entry[:3]):
            clock = max(clock, f.minute_of(case.ready, pace, month))
            done = min(case.work, pace - clock, planned - worked)
            if done < case.work and done <= 0:
                break
            case.work -= done
            clock += done
            worked += done
            if case.work == 0:
                day = max(f.day_of(max(clock - 1, 0), pace, month), case.ready)
                finished.append((number, case, day))
        return [(case, day) for _, case, day in sorted(finished, key=lambda entry: entry[0])], worked

    def serve_queues(self) -> None:
        """The township surveys, the county confirms."""
        p = self.model.p.verification
        surveyed, worked = self.serve(Stage.SURVEY, self.desks)
        self.surveyed = worked
        self.book(self.desks, worked, Measure.TASK_DESK)
        for case, day in surveyed:
            case.stage, case.ready = int(Stage.CONFIRM), day + int(p.notice_days)
            case.work = int(p.review_minutes)
        confirmed, worked = self.serve(Stage.CONFIRM, self.bureaus)
        self.book(self.bureaus, worked, Measure.TASK_BUREAU)
        for case, _ in confirmed:
            case.conclude()

    def book(self, offices: Iterable[OfficeAgent], minutes: int, measure: int) -> None:
        """Book minutes on offices in order."""
        self.books.measures[measure] += minutes
        for office in offices:
            minutes = office.book(minutes)

    def maintain(self) -> None:
        """Upkeep of every enrolled case in the desk time left after the surveys."""
        free, spent = sum(desk.queue for desk in self.desks) - self.surveyed, 0
        for case in self.cases:
            if case.stage == Stage.ENROLLED:
                spent += case.maintain(free - spent)
        self.book(self.desks, spent, Measure.TASK_DESK)


MINUTES: dict[type[OfficeAgent], tuple[Measure, Measure]] = {
    BureauAgent: (Measure.MINUTES_BUREAU, Measure.AVAILABLE_BUREAU),
    DeskAgent: (Measure.MINUTES_DESK, Measure.AVAILABLE_DESK),
    AssistantAgent: (Measure.MINUTES_ASSISTANT, Measure.AVAILABLE_ASSISTANT),
}
