"""A county as an agent: villages, cases, offices, and the order of the month."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import mesa
import numpy as np
import numpy.typing as npt

from benchmarks.agents import hardship, inspection, screening, visits
from benchmarks.agents import scalars as f
from benchmarks.agents.bookkeeping import count_funnel, count_household, count_programmes
from benchmarks.agents.books import Books
from benchmarks.agents.case import Case
from benchmarks.agents.needs import give_aids
from benchmarks.agents.offices import AssistantAgent, BureauAgent, DeskAgent, OfficeAgent
from simulation.draws import Kind, Process, happens
from simulation.ledger import Flow, Measure
from simulation.month_steps.case_table import Stage
from simulation.parameters.schema.shocks import URGENT, Shock
from simulation.population.columns import Flag
from simulation.population.people.traits import Trait
from simulation.rules.programme import grant
from simulation.units import FEN, WORKING_DAYS, share_of

if TYPE_CHECKING:
    from benchmarks.agents.model import AgentModel
    from benchmarks.agents.unit import Unit


@dataclass
class Village:
    """A village: its units in order, the villages it represents, and how far the round in it has got."""

    weight: int
    round_position: int
    units: "list[Unit]" = field(default_factory=list)


class County(mesa.Agent):
    """One county; `number` is its row in the tables of the scenario."""

    model: "AgentModel"

    def __init__(self, model: "AgentModel", number: int, assistance_budget: int, spent: int) -> None:
        super().__init__(model)
        self.number, self.assistance_budget, self.spent = number, assistance_budget, spent
        self.villages: list[Village] = []
        self.units: list[Unit] = []
        self.households: list[list[Unit]] = []
        self.cases: list[Case] = []
        self.bureaus: list[BureauAgent] = []
        self.desks: list[DeskAgent] = []
        self.assistants: list[AssistantAgent] = []
        self.in_disaster = False
        self.backlog = self.surveyed = 0
        self.books = Books(0)

    def begin(self) -> None:
        """New books, and the weather of the month."""
        self.books = Books(self.model.programmes)
        word = self.model.words(Kind.COUNTY, self.number, self.model.month, Process.DISASTER_COUNTY)[0]
        self.in_disaster = happens(word, self.model.p.disaster.county_prob_month)

    def before_offices(self) -> None:
        """Truth, information, screening, and the work that lies on the desks."""
        month = self.model.month
        for case in self.cases:
            case.judge_truth()
        for case in self.cases:
            if case.stage == Stage.ENROLLED and case.amount > 0 and case.start < month:
                case.tell_ties()
        screening.inform(self)
        screening.screen(self)
        p = self.model.p.review
        self.backlog, minutes = 0, f.review_minutes(p)
        for case in self.cases:
            if case.stage == Stage.SURVEY and case.ready < (month + 1) * WORKING_DAYS:
                self.backlog += case.work
            elif case.stage == Stage.ENROLLED and case.review <= month and p.enabled > 0.5:
                self.backlog += minutes

    def after_offices(self) -> None:
        """Discovery, filing, payment, decisions, upkeep, books."""
        visits.discover(self)
        self.help_at_once()
        for case in self.cases:
            case.consider_filing()
        self.pay()
        self.serve_queues()
        self.maintain()
        for household in self.households:
            count_household(self, household)
        count_programmes(self)
        if self.model.month % 3 == 2:
            count_funnel(self)
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

    def help_at_once(self) -> None:
        """Temporary assistance from the desks' time and the county's budget."""
        used, free = 0, sum(desk.available - desk.booked for desk in self.desks)
        serves = self.model.p.application.enabled >= 0.5 and self.model.p.temporary.seek_prob > 0.0
        asking = (u for u in self.units if u.persons and not u.flags & Flag.BANNED)
        for unit in asking if serves else ():
            cost = hardship.sudden_cost(unit)
            w = unit.words(Process.TEMPORARY)
            if cost > 0.0 and hardship.asks(unit, cost, w[0]):
                used += self.help_unit(unit, hardship.facts_shown(unit, cost), free - used, w)
        self.books.measures[Measure.TASK_DESK] += used
        for whole in (False, True):
            for desk in self.desks:
                used = desk.go_first(used, whole)

    def help_unit(self, unit: "Unit", facts: npt.NDArray[np.int64], free: int, w: Sequence[int]) -> int:
        """Grant what the rules give; minutes taken."""
        p = self.model.p.temporary
        k, amount = grant(self.model.rules, facts, self.model.lines[unit.line_row])
        if k < 0 or free <= 0 or 0 <= self.assistance_budget < amount:
            return 0
        if self.assistance_budget >= 0:
            self.assistance_budget -= amount
        first, weight = happens(w[1], p.assist_first_share), unit.village.weight
        days = p.emergency_days if first or URGENT[unit.shock] else p.waiting_days
        self.books.measures[Measure.TEMPORARY_WAIT_DAYS] += weight * int(days)
        self.pay_grant(unit, k, amount)
        if first and happens(w[2], p.wrong_share):
            self.books.measures[Measure.TEMPORARY_WRONG_FEN] += weight * amount
            self.books.measures[Measure.RECOVERED_FEN] += weight * share_of(amount, p.recovery)
        return min(int(p.minutes) // 3 if first else int(p.minutes), free)

    def pay_grant(self, unit: "Unit", k: int, amount: int) -> None:
        """Enter one grant in the books."""
        weight = unit.village.weight
        self.spent += amount
        self.books.measures[Measure.TEMPORARY_CASES] += weight
        self.books.measures[Measure.TEMPORARY_OUTSIDERS] += weight * unit.is_outsider
        self.books.measures[Measure.PAID_UNIT_SUM_FEN] += weight * amount
        self.books.measures[Measure.DISASTER_PERSONS] += weight * unit.persons * (unit.shock == Shock.DISASTER)
        away = weight * amount if unit.registration != self.number else 0
        here = share_of(away, self.model.p.temporary.host_share)
        self.books.money[k][3] += weight * amount - away + here
        self.books.money[k][4] += away - here
        self.books.flows[k][Flow.PAID_PERSONS] += weight * unit.persons
        self.books.flows[k][Flow.PAID_UNITS] += weight

    def pay(self) -> None:
        """Pay every enrolled case, and split the payments over the paying levels."""
        money = self.books.money
        for case in self.cases:
            case.lost = 0
            if case.stage == Stage.ENROLLED and case.start <= self.model.month:
                payer = 4 if case.unit.registration != self.number else 3
                money[case.programme][payer] += case.village.weight * case.be_paid()
        give_aids(self)
        for row in money:
            own, away = row[3], row[4]
            row[3] = row[4] = 0
            for total, payer in ((own, 3), (away, 4)):
                shares = accumulate(self.model.payers[self.number])
                up_to = [0, *(min(share_of(total, share), total) for share in shares)]
                for level, (before, after) in enumerate(pairwise(up_to)):
                    row[level] += after - before
                row[payer] += total - up_to[-1]

    def serve(
        self, stage: int, offices: Sequence[OfficeAgent], hours_month: float
    ) -> tuple[list[tuple[Case, int]], int]:
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
        ends = (month + 1) * WORKING_DAYS
        suffices = sum(case.work for *_, case in waiting) <= min(pace, planned)
        for _, _, number, case in sorted(waiting, key=lambda entry: entry[:3]):
            alone = case.ready + f.service_days(case.work, hours_month)
            if suffices:
                if alone < ends:
                    worked += case.work
                    case.work = 0
                    finished.append((number, case, max(alone, month * WORKING_DAYS)))
                continue
            clock = max(clock, f.minute_of(case.ready, pace, month))
            done = min(case.work, pace - clock, planned - worked)
            if done < case.work and done <= 0:
                break
            case.work -= done
            clock += done
            worked += done
            if case.work == 0:
                day = f.day_of(max(clock - 1, 0), pace, month)
                finished.append((number, case, max(day, min(alone, ends - 1))))
        return [(case, day) for _, case, day in sorted(finished, key=lambda entry: entry[0])], worked

    def serve_queues(self) -> None:
        """The township surveys, the county confirms."""
        p = self.model.p.verification
        for case in self.cases:
            case.may_give_up()
        surveyed, worked = self.serve(Stage.SURVEY, self.desks, self.model.p.desk.hours_month)
        self.surveyed = worked
        self.book(self.desks, worked, Measure.TASK_DESK)
        for case, day in surveyed:
            ready = day + f.days_to_confirmation(case.words(Process.CONTROL)[1], p)
            case.stage, case.ready = int(Stage.CONFIRM), f.earliest_decision(case.filed, ready, p)
            case.work = 0 if self.delegated else int(p.review_minutes)
        confirmed, worked = self.serve(Stage.CONFIRM, self.bureaus, self.model.p.bureau.hours_month)
        self.book(self.bureaus, worked, Measure.TASK_BUREAU)
        funds = self.funds_left()
        for case, day in confirmed:
            funds -= case.conclude(day, funds)

    def funds_left(self) -> int:
        """Fen a month that the county may still commit to."""
        cap = self.model.p.budget.cap_yuan_person_month
        if cap <= 0.0:
            return 1 << 60
        committed = sum(case.amount for case in self.cases if case.stage == Stage.ENROLLED)
        return int(cap * FEN * self.residents) - committed

    @property
    def residents(self) -> int:
        """Persons of the county's sample."""
        return sum(bureau.persons for bureau in self.bureaus)

    @property
    def travel(self) -> float:
        """Time of a visit relative to elsewhere."""
        return self.model.traits[self.number][Trait.TRAVEL]

    @property
    def delegated(self) -> bool:
        """Whether townships decide."""
        return self.model.traits[self.number][Trait.DELEGATED] > 0.5

    def book(self, offices: Iterable[OfficeAgent], minutes: int, measure: int) -> None:
        """Book minutes on offices in order."""
        self.books.measures[measure] += minutes
        for office in offices:
            minutes = office.book(minutes)

    def maintain(self) -> None:
        """Upkeep of every enrolled case in the desk time left after the surveys."""
        free, spent, p = sum(desk.queue for desk in self.desks) - self.surveyed, 0, self.model.p
        holders = sum(case.stage == Stage.ENROLLED for case in self.cases)
        handed_out = p.statement.handout_copies / 1000.0 * self.residents / max(holders, 1)
        copies = f.statement_probability(handed_out, p.information, p.statement)
        for case in self.cases:
            if case.stage == Stage.ENROLLED:
                spent += case.maintain(free - spent, copies)
        self.book(self.desks, spent, Measure.TASK_DESK)


MINUTES: dict[type[OfficeAgent], tuple[Measure, Measure]] = {
    BureauAgent: (Measure.MINUTES_BUREAU, Measure.AVAILABLE_BUREAU),
    DeskAgent: (Measure.MINUTES_DESK, Measure.AVAILABLE_DESK),
    AssistantAgent: (Measure.MINUTES_ASSISTANT, Measure.AVAILABLE_ASSISTANT),
}
