"""The case of a unit: its claim, and what happens to a decision in force: payment, review, change, end."""

import numpy as np

from benchmarks.agents import scalars as f
from benchmarks.agents.claim import Claim
from benchmarks.agents.needs import seen_now
from benchmarks.agents.outputs import count_breach, count_paid
from simulation.draws import Process, happens
from simulation.ledger import WAIT_DAYS, Flow, Measure
from simulation.month_steps.case_table import NO_MONTH, NO_PROGRAMME, Noticed, Stage
from simulation.processes.control import YEAR
from simulation.rules.exit import gradual_amount, next_amount
from simulation.rules.facts import Fact, Line
from simulation.rules.programme import counted_income, exit_terms
from simulation.units import WORKING_DAYS, share_of

LEDGERS = (
    Measure.LEDGER_PAYMENTS_WRONG, Measure.LEDGER_SYSTEM_WRONG, Measure.LEDGER_STATISTICS_WRONG,
    Measure.LEDGER_NOTICE_WRONG,
)  # fmt: skip


class Case(Claim):
    """Attributes as in `simulation.month_steps.case_table.CASE`."""

    def be_paid(self) -> int:
        """What is spent on it in this month (fen)."""
        month, k = self.unit.model.month, self.programme
        self.reconcile()
        spent = self.amount + self.lose()
        self.add(Measure.PAID_UNIT_SUM_FEN, spent)
        if self.lost:
            return spent
        self.paid = self.amount
        if month >= 0:
            self.paid_total += self.amount
        if self.amount > 0:
            self.end_wait()
            self.flow(k, Flow.PAID_PERSONS, self.covered)
            self.flow(k, Flow.PAID_UNITS, 1)
            count_paid(self)
        return spent

    def reconcile(self) -> None:
        """The records of the case in four ledgers."""
        self.add(Measure.LEDGER_RECORDS)
        chance = f.record_error(self.unit.model.p.payment)
        wrong = [happens(word, chance) for word in self.unit.words(Process.LEDGERS)] if chance > 0.0 else []
        for measure, is_wrong in zip(LEDGERS, wrong, strict=False):
            if is_wrong:
                self.add(measure)
        if any(wrong):
            self.add(Measure.LEDGERS_DISAGREE)

    def end_wait(self) -> None:
        """Cash that arrives ends the wait."""
        month = self.unit.model.month
        if self.since != NO_MONTH and not self.reached:
            self.reached = True
            if month >= 0:
                days = (month - self.since) * WORKING_DAYS
                self.unit.county.books.waits[min(days, WAIT_DAYS - 1)] += self.village.weight

    def lose(self) -> int:
        """Whether the payment is lost; what is paid a second time."""
        unit, p = self.unit, self.unit.model.p
        if unit.persons == 0:
            self.add(Measure.DECEASED_FEN, self.amount)
        if happens(unit.words(Process.PAYMENT)[0], f.lost_chance(p.payment, p.control)):
            self.lost = 1
            self.add(Measure.LOST_FEN, self.amount)
        tenure = unit.model.month - self.start
        began = unit.model.month - tenure % YEAR
        twice = f.paid_twice(tenure, p.control)
        if twice and happens(unit.words(Process.PAYMENT, began)[1], p.control.duplicate_rate):
            self.add(Measure.DUPLICATE_FEN, self.amount)
            return self.amount
        return 0

    def exit_status(self) -> None:
        """Leave the status for good."""
        self.count_exit(self.programme, self.covered, 1)
        self.stage, self.programme = int(Stage.LATENT), NO_PROGRAMME
        self.amount = self.covered = self.exit_left = self.noticed = 0
        self.act = NO_MONTH

    def change_status(self, k: int, amount: int, covered: int) -> None:
        """Move to status k, or keep it, with a new amount and cover."""
        if k != self.programme:
            self.count_exit(self.programme, self.covered, 1)
            self.count_entry(k, covered, 1)
            self.programme = k
        elif covered > self.covered:
            self.count_entry(k, covered - self.covered, 0)
        elif covered < self.covered:
            self.count_exit(k, self.covered - covered, 0)
        self.amount, self.covered = amount, covered

    def reassess(self) -> None:
        """Decide anew on the facts on file: same status, another one, gradual exit, or the end."""
        model = self.unit.model
        lines = model.lines[self.unit.line_row]
        k, amount, covered = self.unit.decide(seen_now(self.unit, self.file))
        if amount > 0 or (k >= 0 and self.amount == 0):
            self.exit_left = 0
            self.change_status(k, amount, covered)
            return
        if self.exit_left > 0:
            return
        months, ceiling, profile = exit_terms(model.rules, self.programme)
        counted = counted_income(model.rules, self.programme, seen_now(self.unit, self.file), lines)
        line, persons = int(lines[Line.DIBAO]), int(self.file[Fact.PERSONS])
        kept = gradual_amount(months, ceiling, profile, 0, self.amount, counted, line, persons)
        if kept > 0:
            self.exit_left, self.amount = min(months, 255), kept
        else:
            self.fall_to(k, amount, covered)

    def fall_to(self, k: int, amount: int, covered: int) -> None:
        """Take the status without cash that is left, or none."""
        if k >= 0:
            self.change_status(k, amount, covered)
        else:
            self.exit_status()

    def look_again(self, breach: bool, exposed: bool) -> None:
        """Fresh facts on file, a part of what was overpaid recovered, a new decision; a breach may bar the unit."""
        over, before, p = self.amount - self.entitled_amount, self.amount, self.unit.model.p
        chance = p.verification.detection * f.visited_part(p.review)
        seen = exposed or (p.verification.check_after > 0.5 and happens(self.words(Process.VERIFICATION)[0], chance))
        if exposed or not self.is_favoured():
            self.record_assessed_facts(seen)
        self.reassess()
        self.add(Measure.CHANGES_FOUND, int(self.amount != before))
        if over > 0 and self.paid > 0 and self.exit_left == 0 and self.amount < self.paid:
            self.add(Measure.RECOVERED_FEN, share_of(over, p.review.recovery_share))
            months = f.barred_months(self.unit.hides / 255.0, p.credit)
            if breach and self.stage == Stage.LATENT:
                count_breach(self)
                if months > 0:
                    self.retry = self.unit.model.month + months
                    self.add(Measure.BARRED)

    def maintain(self, free_minutes: int, copies: float) -> int:
        """Upkeep of the month; returns the desk minutes it took (never more than `free_minutes`).

        `copies`: probability of a statement of entitlement.
        """
        w = self.unit.words(Process.REVIEW)
        self.add(Measure.STATEMENTS, int(happens(w[3], copies)))
        claims_rest = f.claims_rest_probability(copies, self.unit.model.p.statement)
        if self.unit.persons == 0:
            self.be_buried(w[0])
        elif self.exit_left > 0:
            self.go_on_leaving(w[3], claims_rest)
        elif not self.ends_wrongly():
            return self.keep_up(free_minutes, w, claims_rest)
        return 0

    def rests_on_change(self) -> bool:
        """Whether a rule or line on which the decision rests changed; one in a gradual exit passes no status."""
        changed = self.unit.model.changed[self.unit.line_row]
        return bool(changed[NO_PROGRAMME if self.exit_left > 0 else self.programme])

    def go_on_leaving(self, word: int, claims_rest: float) -> None:
        """A month of gradual exit; new lines, or a statement of need, end it."""
        model = self.unit.model
        short = self.entitled_amount > self.amount
        if short and happens(word, claims_rest):
            self.look_again(False, False)
        elif self.rests_on_change():
            self.reassess()
        if self.exit_left > 0:
            _, _, profile = exit_terms(model.rules, self.programme)
            self.amount = next_amount(profile, self.amount, self.exit_left)
            self.exit_left -= 1
            if self.exit_left == 0:
                self.fall_to(*self.unit.decide(seen_now(self.unit, self.file)))

    def be_buried(self, word: int) -> None:
        """Payment ends when the death is noticed."""
        p, month = self.unit.model.p, self.unit.model.month
        found = self.act != NO_MONTH or f.death_found(month, happens(word, p.review.deceased_prob_month), p.control)
        if found and self.act == NO_MONTH:
            self.act = month + int(p.control.death_notice_lag_months if p.control.enabled > 0.5 else 0.0)
        if found and self.act <= month:
            self.exit_status()

    def ends_wrongly(self) -> bool:
        """A match may end a rightful case."""
        p, month = self.unit.model.p, self.unit.model.month
        chance = f.wrongful_chance(self.usual_match, month, p.control)
        if self.has_changed() or self.in_transition():
            return False
        if not happens(self.unit.words(Process.CONTROL)[0], chance):
            return False
        self.exit_status()
        self.refused, self.retry = 1, month + 1
        self.add(Measure.WRONGFUL_EXITS)
        return True

    def in_transition(self) -> bool:
        """Whether the unit was lifted out of poverty and keeps its status and amount for now."""
        model = self.unit.model
        return bool(f.is_frozen(model.month, model.p.review)) and self.unit.is_former_poor

    @property
    def usual_match(self) -> float:
        """Monthly probability that the usual match of registers notices a change."""
        p = self.unit.model.p
        return float(p.review.match_prob_month) if p.verification.check_after > 0.5 else 0.0

    def takes_effect(self, noticed: bool, word: int, frozen: bool) -> bool:
        """Whether something noticed, now or before, takes effect; while frozen it waits."""
        p, month = self.unit.model.p, self.unit.model.month
        if self.act == NO_MONTH and noticed:
            days = p.control.anomaly_days if p.control.enabled > 0.5 else 0.0
            days = p.visit.resolution_days if self.noticed == Noticed.CHANGE else days
            self.act = month + f.months_to_effect(np.uint32(word), days, p.review)
        if self.act == NO_MONTH or self.act > month or frozen:
            return False
        self.act = NO_MONTH
        return True

    def keep_up(self, free_minutes: int, w: tuple[int, int, int, int], claims_rest: float) -> int:
        """Reports, matches, statements, the review."""
        unit, model, p = self.unit, self.unit.model, self.unit.model.p
        changed, minutes = self.has_changed(), f.review_minutes(p.review)
        is_reported = changed and f.reported(w[1], p.review, p.credit)
        tenure = model.month - self.start
        match = changed and happens(w[2], f.finding_chance(self.usual_match, model.month, tenure, p.control))
        exposed = self.noticed == Noticed.EXPOSED or (match and not happens(w[2], self.usual_match))
        frozen = self.entitled_amount < self.amount and self.in_transition()
        self.add(Measure.PROBLEMS_SOLVED, int(self.noticed == Noticed.CHANGE and changed))
        noticed = self.takes_effect(is_reported or match or (changed and self.noticed > 0), w[3], frozen)
        self.noticed = int(Noticed.EXPOSED) if exposed and self.act != NO_MONTH else 0
        anew = self.rests_on_change()
        short = not anew and self.entitled_amount > self.amount
        stated = short and happens(w[3], claims_rest)
        due = p.review.enabled > 0.5 and self.review <= model.month and minutes <= free_minutes and not frozen
        if due:
            self.review = model.month + f.interval_months(unit.able, p.review)
            self.add(Measure.REVIEWS)
        if due or noticed or stated:
            self.look_again(not is_reported, exposed)
        elif anew:
            self.reassess()
        return minutes if due else 0
