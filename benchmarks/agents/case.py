"""The case of a unit: what is true, what is on file, what was decided, and what happens to it."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from benchmarks.agents import scalars as f
from simulation.draws import Kind, Process, happens
from simulation.ledger import WAIT_DAYS, Flow, Measure
from simulation.processes.information import Knowledge
from simulation.rules.exit import gradual_amount
from simulation.rules.facts import Fact, Line
from simulation.rules.programme import assess, bundle_fen, counted_income, exit_terms
from simulation.steps.cases import NEVER, NO_PROGRAMME, Stage
from simulation.steps.filing import CONSIDER_EVERY
from simulation.units import WORKING_DAYS, share_of
from simulation.world.columns import Flag

if TYPE_CHECKING:
    from benchmarks.agents.unit import Unit

MOST_FACT = 2_000_000_000


class Case:
    """Attributes as in `simulation.steps.cases.CASE`."""

    def __init__(self, unit: "Unit") -> None:
        self.unit, self.village = unit, unit.village
        self.stage = int(Stage.LATENT)
        self.programme = self.entitled = NO_PROGRAMME
        self.since = self.retry = NEVER
        self.amount = self.covered = self.entitled_amount = self.entitled_covered = 0
        self.work = self.ready = self.start = self.review = self.refused = self.flagged = self.assisted = 0
        self.channel = self.filings = self.exit_left = self.paid = self.paid_total = 0
        self.file = np.zeros(len(Fact), np.int64)

    def add(self, measure: int, amount: int = 1) -> None:
        """Count something, weighted by the villages this one stands for."""
        self.unit.county.books.measures[measure] += self.village.weight * amount

    def flow(self, programme: int, flow: int, amount: int) -> None:
        """Count people or units of a programme, weighted."""
        self.unit.county.books.flows[programme][flow] += self.village.weight * amount

    @property
    def waits(self) -> bool:
        """Whether an application is under way."""
        return self.stage in (Stage.SURVEY, Stage.CONFIRM)

    def judge_truth(self) -> None:
        """True entitlement of this month, and since when the unit is entitled to cash."""
        self.entitled, self.entitled_amount, self.entitled_covered = NO_PROGRAMME, 0, 0
        if self.unit.persons > 0:
            self.entitled, self.entitled_amount, self.entitled_covered = self.unit.decide(self.unit.facts())
        if self.entitled_amount <= 0:
            self.since = NEVER
        elif self.since == NEVER:
            self.since = self.unit.model.month
        self.paid = 0

    def tell_ties(self) -> None:
        """A paid unit tells each of its ties with a small probability."""
        unit, model = self.unit, self.unit.model
        for other in unit.ties:
            if other.knows == Knowledge.NONE and other.persons > 0:
                word = model.pair_words(unit.id, other.id, Process.WORD_OF_MOUTH)[0]
                if happens(word, model.p.information.tell_prob_month):
                    other.knows = int(Knowledge.WORD_OF_MOUTH)
                    self.add(Measure.LEARNED_BY_WORD)

    def hear(self) -> None:
        """Publicity or a hospital's referral may reach the unit."""
        unit, p = self.unit, self.unit.model.p
        if unit.knows != Knowledge.NONE or unit.persons == 0:
            return
        w = unit.words(Process.CAMPAIGN)
        if happens(w[0], f.campaign_probability(p.information)):
            unit.knows = int(Knowledge.CAMPAIGN)
        elif unit.hit == 1 and happens(w[1], p.screening.referral):
            unit.knows = int(Knowledge.REFERRAL)

    def be_screened(self) -> None:
        """Shared data may flag the unit."""
        if self.stage != Stage.LATENT or self.flagged or self.unit.persons == 0:
            return
        month, p = self.unit.model.month, self.unit.model.p.screening
        months = -1 if self.since == NEVER else month - self.since
        if not f.may_be_flagged(self.unit.words(Process.SCREENING)[1], months, p):
            return
        if months < 0 or f.leaves_trace(self.unit.words(Process.SCREENING, 0)[0], p):
            self.flagged = 1
            self.add(Measure.FLAGS)

    def put_on_file(self) -> None:
        """The facts the office has: declared, or true where hidden earnings are found."""
        model = self.unit.model
        word = model.words(Kind.CASE, self.unit.id, self.filings, Process.VERIFICATION)[0]
        seen = f.hidden_seen(word, model.p.verification)
        self.file = np.minimum(self.unit.facts(sees_hidden=seen), MOST_FACT)

    def value_in_kind(self, programme: int, facts: npt.NDArray[np.int64]) -> int:
        """Value in kind (fen/month) of a status."""
        return bundle_fen(self.unit.model.rules, programme, facts, self.unit.model.lines[self.unit.tariff])

    def believed_gain(self) -> float:
        """What the unit believes it would gain, in dibao lines per head and month."""
        unit = self.unit
        facts = unit.facts(sees_hidden=False, factor=unit.perceived_factor())
        k, amount, _ = unit.decide(facts)
        if k < 0:
            return -1.0
        return (amount + self.value_in_kind(k, facts)) / (float(unit.poverty_line()) * max(unit.persons, 1))

    def consider_filing(self) -> None:
        """An idle case that knows, or is helped, files if its taste exceeds what the claim asks of it."""
        unit, p = self.unit, self.unit.model.p.application
        assisted, self.assisted = self.assisted > 0, 0
        if self.stage != Stage.LATENT or unit.knows == Knowledge.NONE or unit.persons == 0:
            return
        if unit.model.month < self.retry or unit.flags & Flag.BANNED:
            return
        if not (assisted or unit.hit > 0 or (unit.model.month + unit.id) % CONSIDER_EVERY == 0):
            return
        taste = unit.taste()
        if f.claim_logit(2.0, assisted, p) + taste <= 0.0:
            return
        gain = self.believed_gain()
        if gain >= 0.0 and f.files(gain, assisted, taste, p):
            self.submit()

    def submit(self) -> None:
        """The case is filed; work on it may start next month."""
        p = self.unit.model.p.verification
        self.filings += 1
        self.stage, self.work = int(Stage.SURVEY), f.survey_minutes(p)
        self.ready = (self.unit.model.month + 1) * WORKING_DAYS + int(p.start_days + p.delay_days)
        self.channel, self.flagged = self.unit.knows, 0
        self.put_on_file()
        self.add(Measure.FILED)

    def enter(self, programme: int, persons: int, units: int) -> None:
        """Count an entry."""
        self.flow(programme, Flow.ENTRY_PERSONS, persons)
        self.flow(programme, Flow.ENTRY_UNITS, units)

    def leave(self, programme: int, persons: int, units: int) -> None:
        """Count an exit."""
        self.flow(programme, Flow.EXIT_PERSONS, persons)
        self.flow(programme, Flow.EXIT_UNITS, units)

    def mistaken_grant(self, k: int) -> tuple[int, int, int]:
        """A mistaken grant of the main programme: its income goes on file a third too low."""
        model, lower = self.unit.model, self.file.copy()
        for fact in (Fact.WAGE, Fact.BUSINESS, Fact.OTHER):
            lower[fact] = lower[fact] * 2 // 3
        main = model.rules.main
        reason, _, _, amount, covered = assess(model.rules, main, lower, model.lines[self.unit.tariff])
        if reason != 0 or amount <= 0:
            return k, 0, int(self.file[Fact.PERSONS])
        self.file = lower
        return main, amount, covered

    def conclude(self) -> None:
        """Decide on the facts on file, with clerical errors fixed per filing."""
        model = self.unit.model
        k, amount, covered = self.unit.decide(self.file)
        w = model.words(Kind.CASE, self.unit.id, self.filings, Process.CLERICAL)
        if k >= 0 and f.refused_by_mistake(w[0], model.p.verification):
            k = NO_PROGRAMME
        elif amount == 0 and f.granted_by_mistake(w[1], model.p.verification):
            k, amount, covered = self.mistaken_grant(k)
        if k < 0:
            self.stage, self.programme, self.amount, self.refused = int(Stage.LATENT), NO_PROGRAMME, 0, 1
            self.retry = model.month + int(model.p.verification.retry_months)
            self.add(Measure.REFUSED)
            return
        self.add(Measure.GRANTED)
        self.stage, self.programme, self.amount, self.covered = int(Stage.ENROLLED), k, amount, covered
        self.start, self.refused, self.exit_left = model.month + 1, 0, 0
        self.review = model.month + f.interval_months(self.unit.able, model.p.review)
        self.enter(k, covered, 1)

    def be_paid(self) -> tuple[int, int]:
        """(amount, value in kind) of this month (fen); the first payment ends the wait."""
        month, k = self.unit.model.month, self.programme
        if self.start == month and month >= 0 and self.since != NEVER:
            days = (month - self.since) * WORKING_DAYS
            self.unit.county.books.waits[min(max(days, 0), WAIT_DAYS - 1)] += self.village.weight
        kind = self.value_in_kind(k, self.file)
        self.add(Measure.PAID_UNIT_SUM_FEN, self.amount + kind)
        self.paid = self.amount
        if month >= 0:
            self.paid_total += self.amount
        if self.amount > 0:
            self.flow(k, Flow.PAID_PERSONS, self.covered)
            self.flow(k, Flow.PAID_UNITS, 1)
        return self.amount, kind

    def stop(self) -> None:
        """Leave the status for good."""
        self.leave(self.programme, self.covered, 1)
        self.stage, self.programme = int(Stage.LATENT), NO_PROGRAMME
        self.amount = self.covered = self.exit_left = 0

    def switch(self, k: int, amount: int, covered: int) -> None:
        """Move to status k, or keep it, with a new amount and cover."""
        if k != self.programme:
            self.leave(self.programme, self.covered, 1)
            self.enter(k, covered, 1)
            self.programme = k
        elif covered > self.covered:
            self.enter(k, covered - self.covered, 0)
        elif covered < self.covered:
            self.leave(k, self.covered - covered, 0)
        self.amount, self.covered = amount, covered

    def reassess(self) -> None:
        """Decide anew on the facts on file: same status, another one, gradual exit, or the end."""
        model = self.unit.model
        lines = model.lines[self.unit.tariff]
        k, amount, covered = self.unit.decide(self.file)
        if amount > 0 or (k >= 0 and self.amount == 0):
            self.exit_left = 0
            self.switch(k, amount, covered)
            return
        if self.exit_left > 0:
            return
        months, ceiling, profile = exit_terms(model.rules, self.programme)
        counted = counted_income(model.rules, self.programme, self.file, lines)
        line, persons = int(lines[Line.DIBAO]), int(self.file[Fact.PERSONS])
        kept = gradual_amount(months, ceiling, profile, 0, self.amount, counted, line, persons)
        if kept > 0:
            self.exit_left, self.amount = min(months, 255), kept
        else:
            self.fall_to(k, amount, covered)

    def fall_to(self, k: int, amount: int, covered: int) -> None:
        """Take the status without cash that is left, or none."""
        if k >= 0:
            self.switch(k, amount, covered)
        else:
            self.stop()

    def look_again(self) -> None:
        """Fresh facts on file, a part of what was overpaid recovered, a new decision."""
        over = self.amount - self.entitled_amount
        self.put_on_file()
        self.reassess()
        if over > 0 and self.paid > 0 and self.exit_left == 0 and self.amount < self.paid:
            self.add(Measure.RECOVERED_FEN, share_of(over, self.unit.model.p.review.recovery_share))

    def maintain(self, free_minutes: int) -> int:
        """Upkeep of the month; returns the desk minutes it took (never more than `free_minutes`)."""
        unit, model, p = self.unit, self.unit.model, self.unit.model.p.review
        w = unit.words(Process.REVIEW)
        if unit.persons == 0:
            if happens(w[0], p.deceased_prob_month):
                self.stop()
            return 0
        if self.exit_left > 0:
            self.exit_left -= 1
            if self.exit_left == 0:
                self.fall_to(*unit.decide(self.file))
            return 0
        difference = abs(self.entitled_amount - self.amount)
        changed = self.entitled != self.programme or difference * 10 > self.amount
        noticed = changed and (f.reported(w[1], p) or f.matched(w[2], p))
        stated = happens(w[3], f.statement_probability(model.p.information))
        minutes = int(p.minutes)
        if self.review <= model.month and minutes <= free_minutes:
            self.review = model.month + f.interval_months(unit.able, p)
            self.add(Measure.REVIEWS)
            self.look_again()
            return minutes
        if noticed or (stated and self.entitled_amount > self.amount):
            self.look_again()
        elif model.uprated:
            self.reassess()
        return 0
