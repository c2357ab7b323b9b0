"""A claim: from what is true of a unit, through what is on its file, to the decision."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from benchmarks.agents import scalars as f
from benchmarks.agents.bookkeeping import type_of
from benchmarks.agents.needs import seen_now
from benchmarks.agents.outputs import count_filing, count_joint
from simulation.draws import ALWAYS, Kind, Process, happens
from simulation.ledger import CHANNELS, WAIT_MONTHS, Event, Flow, Measure
from simulation.month_steps.case_table import NO_MONTH, NO_PROGRAMME, Assisted, Stage
from simulation.month_steps.cases.filing import CONSIDER_EVERY
from simulation.population.columns import Flag
from simulation.processes.information import Knowledge
from simulation.rules.facts import Fact
from simulation.rules.programme import assess, claimed_fen, is_in_force
from simulation.units import WORKING_DAYS

if TYPE_CHECKING:
    from benchmarks.agents.unit import Unit

MOST_FACT = 2_000_000_000


class Claim:
    """What leads to a decision; attributes as in `simulation.month_steps.case_table.CASE`."""

    def __init__(self, unit: "Unit") -> None:
        self.unit, self.village = unit, unit.village
        self.stage = int(Stage.LATENT)
        self.programme = self.entitled = NO_PROGRAMME
        self.since = self.retry = NO_MONTH
        self.amount = self.covered = self.entitled_amount = self.entitled_covered = 0
        self.work = self.ready = self.start = self.review = self.refused = self.flagged = self.assisted = 0
        self.channel = self.filings = self.exit_left = self.paid = self.paid_total = 0
        self.filed, self.act, self.noticed, self.lost, self.reached = 0, NO_MONTH, 0, 0, False
        self.monitored = self.watched = self.found = 0
        self.visited = NO_MONTH
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
        """True entitlement of this month; since when the unit is entitled to cash, and whether it still waits."""
        self.entitled, self.entitled_amount, self.entitled_covered = NO_PROGRAMME, 0, 0
        if self.unit.persons > 0:
            self.entitled, self.entitled_amount, self.entitled_covered = self.unit.decide(self.unit.facts())
        month = self.unit.model.month
        if self.entitled_amount <= 0:
            self.since, self.reached = NO_MONTH, False
        elif self.since == NO_MONTH:
            self.since = month
            self.reached = self.stage == Stage.ENROLLED and self.amount > 0 and self.start <= month
        if month >= 0 and self.entitled_amount > 0 and not self.reached:
            self.unit.county.books.unpaid[min(month - self.since, WAIT_MONTHS - 1)] += self.village.weight
        self.paid = 0

    def tell_ties(self) -> None:
        """A paid unit informs each of its ties with a small probability."""
        unit, model, p = self.unit, self.unit.model, self.unit.model.p.information
        for other in unit.ties:
            if other.knows == Knowledge.NONE and other.persons > 0:
                word = model.pair_words(unit.id, other.id, Process.WORD_OF_MOUTH)[0]
                if happens(word, f.telling_probability(p)) and other.hears(f.tellers_needed(p)):
                    other.learn(Knowledge.WORD_OF_MOUTH)
                    self.add(Measure.LEARNED_BY_WORD)

    def assess_and_record(self) -> None:
        """The facts the office has: declared, or true where a check finds hidden earnings."""
        p, w = self.unit.model.p.verification, self.words(Process.VERIFICATION)
        self.record_assessed_facts(f.hidden_seen(w[0], p) and f.checked(w[1], p))

    def record_assessed_facts(self, seen: bool) -> None:
        """The facts of this month, true ones if `seen`."""
        self.file = np.minimum(self.unit.facts(sees_hidden=seen), MOST_FACT)

    def words(self, process: int) -> tuple[int, int, int, int]:
        """Words of the present filing."""
        return self.unit.model.words(Kind.CASE, self.unit.id, self.filings, process)

    def has_changed(self) -> bool:
        """Whether the true entitlement differs from what is decided."""
        difference = abs(self.entitled_amount - self.amount)
        return self.entitled != self.programme or difference * 10 > self.amount

    def value_in_kind(self, programme: int, facts: npt.NDArray[np.int64]) -> int:
        """Value in kind (fen/month) of a status."""
        return claimed_fen(self.unit.model.rules, programme, facts, self.unit.model.lines[self.unit.line_row])

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
        assisted, forced = self.assisted > 0, self.assisted == Assisted.FORCED and p.enabled > 0.5
        self.assisted = 0
        if self.stage != Stage.LATENT or unit.knows == Knowledge.NONE or unit.persons == 0:
            return
        if unit.model.month < self.retry or unit.flags & Flag.BANNED:
            return
        if not (assisted or unit.shock > 0 or (unit.model.month + unit.id) % CONSIDER_EVERY == 0):
            return
        in_person = assisted or unit.knows >= Knowledge.VISIT
        if f.thinks_excluded(unit.words(Process.TASTE, ALWAYS)[1], in_person, p):
            return
        taste = unit.taste() + self.relief(assisted)
        if not forced and f.claim_logit(2.0, assisted, p) + taste <= 0.0:
            return
        gain = self.believed_gain()
        files = forced or (gain >= 0.0 and f.files(gain, assisted, taste, p))
        if files and not self.stopped_at_the_window():
            self.submit(assisted)

    def relief(self, assisted: bool) -> float:
        """What the unit's way of filing takes off the usual burden (logit)."""
        unit, p = self.unit, self.unit.model.p
        if assisted:
            return 0.0
        fewer = p.verification.identity_online_share
        return float(f.relief_logit(unit.is_mover, unit.is_outsider, unit.files_online, fewer, p.application))

    def stopped_at_the_window(self) -> bool:
        """Whether the unit is informed that it is not entitled, or turned away as a mover."""
        p, model = self.unit.model.p, self.unit.model
        if p.application.prescreen > 0.5 and self.entitled == NO_PROGRAMME:
            self.add(Measure.TURNED_BACK)
        elif f.turned_away(self.words(Process.APPEAL)[0], self.unit.is_mover, p.application):
            self.add(Measure.TURNED_AWAY)
        else:
            return False
        self.retry = model.month + int(p.verification.retry_months)
        return True

    def submit(self, assisted: bool) -> None:
        """The case is filed; work on it may start next month."""
        unit, model = self.unit, self.unit.model
        p = model.p.verification
        self.filings += 1
        contracted = happens(self.words(Process.CONTROL)[0], p.outsourced_share)
        fast = f.fast_tracked(unit.hides == 0, self.entitled != NO_PROGRAMME, p)
        no_survey = fast or contracted
        self.stage = int(Stage.SURVEY)
        self.work = f.survey_minutes(no_survey, unit.county.delegated, model.p.desk.hours_month, p)
        self.filed = (model.month + 1) * WORKING_DAYS
        coordination = model.p.application.coordination_days if unit.is_mover else 0.0
        self.ready = self.filed + f.days_to_survey(fast, coordination, p)
        self.channel, self.flagged = unit.knows, 0
        self.assess_and_record()
        self.add(Measure.FILED)
        unit.county.books.channels[unit.knows, Event.FILED] += self.village.weight
        count_filing(self, assisted, fast)

    def may_give_up(self) -> None:
        """Who waits may give up."""
        p, model = self.unit.model.p, self.unit.model
        chance = f.gives_up_chance(p.application)
        if chance > 0.0 and self.waits and happens(self.unit.words(Process.APPEAL)[1], chance):
            self.stage, self.retry = int(Stage.LATENT), model.month + int(p.verification.retry_months)
            self.add(Measure.ABANDONED)

    def count_entry(self, programme: int, persons: int, units: int) -> None:
        """Count an entry."""
        self.flow(programme, Flow.ENTRY_PERSONS, persons)
        self.flow(programme, Flow.ENTRY_UNITS, units)

    def count_exit(self, programme: int, persons: int, units: int) -> None:
        """Count an exit."""
        self.flow(programme, Flow.EXIT_PERSONS, persons)
        self.flow(programme, Flow.EXIT_UNITS, units)

    def mistaken_grant(self, k: int, favoured: bool) -> tuple[int, int, int]:
        """A mistaken grant of the main programme: income goes on file a third too low, or none that is earned."""
        model, lower = self.unit.model, seen_now(self.unit, self.file)
        for fact in (Fact.WAGE, Fact.BUSINESS, Fact.OTHER):
            lower[fact] = 0 if favoured else lower[fact] * 2 // 3
        main = model.rules.main
        reason, _, _, amount, covered = assess(model.rules, main, lower, model.lines[self.unit.line_row])
        if reason != 0 or amount <= 0 or not is_in_force(model.rules, main):
            return k, 0, int(self.file[Fact.PERSONS])
        self.file = lower
        return main, amount, covered

    def refuses_anyway(self, word: int) -> bool:
        """Voted out as an outsider, or without authorisation."""
        p = self.unit.model.p
        votes = p.verification.appraisal_enabled > 0.5 and self.unit.is_mover
        if votes and happens(word, p.verification.appraisal_bias):
            self.add(Measure.VOTED_OUT)
            return True
        return not happens(self.unit.words(Process.HONESTY, ALWAYS)[1], p.application.authorisation_share)

    def is_favoured(self) -> bool:
        """Whether staff keep the file in favour of a relative of theirs (fixed per filing)."""
        p, relative = self.unit.model.p, bool(self.unit.flags & Flag.STAFF_RELATIVE)
        chance = f.favour_chance(relative, f.supervision(p.control), p.verification)
        return happens(self.words(Process.APPEAL)[2], chance)

    def judge(self) -> tuple[int, int, int]:
        """(programme, amount, covered) on the facts on file, with errors fixed per filing."""
        unit, p = self.unit, self.unit.model.p
        k, amount, covered = unit.decide(seen_now(unit, self.file))
        w, v = self.words(Process.CLERICAL), self.words(Process.CONTROL)
        delegated, found = unit.county.delegated, f.supervision(p.control)
        outsourced = happens(v[0], p.verification.outsourced_share)
        if k >= 0 and happens(w[0], f.refusal_chance(delegated, outsourced, found, p.verification)):
            return NO_PROGRAMME, amount, covered
        favoured = self.is_favoured()
        wrong = favoured or happens(w[1], f.grant_chance(delegated, outsourced, found, p.verification))
        if amount == 0 and wrong:
            k, amount, covered = self.mistaken_grant(k, favoured)
        if k >= 0 and self.refuses_anyway(v[3]):
            return NO_PROGRAMME, amount, covered
        out = f.entry_chance(f.objection_chance(p.verification), p.control)
        if amount > 0 and self.entitled_amount <= 0 and happens(v[2], out):
            self.add(Measure.FOUND_AT_ENTRY)
            self.record_assessed_facts(True)
            return self.entitled, 0, self.entitled_covered
        return k, amount, covered

    def conclude(self, day: int, funds: int) -> int:
        """Decide on a working day; returns the fen a month it commits."""
        model, p = self.unit.model, self.unit.model.p
        k, amount, covered = self.judge()
        if k >= 0 and amount > max(funds, 0):
            self.ready = (model.month + 1) * WORKING_DAYS
            self.add(Measure.RATIONED)
            return 0
        days = day - self.filed
        self.add(Measure.DECISIONS)
        self.add(Measure.DECISION_DAYS, days)
        self.add(Measure.DECISION_DAYS_SQUARED, days * days)
        self.add(Measure.OVERDUE, int(days > p.verification.limit_days))
        if k < 0:
            self.be_refused()
            return 0
        self.add(Measure.GRANTED)
        channels = self.unit.county.books.channels
        for group in (self.channel, CHANNELS + type_of(self.unit)):
            channels[group, Event.GRANTED] += self.village.weight
            channels[group, Event.WAIT_DAYS] += self.village.weight * days
        count_joint(self)
        self.stage, self.programme, self.amount, self.covered = int(Stage.ENROLLED), k, amount, covered
        self.start, self.refused, self.exit_left = model.month + 1, 0, 0
        self.review = model.month + f.interval_months(self.unit.able, p.review)
        if self.found:
            self.add(Measure.FOUND_PERSONS, covered)
            self.add(Measure.PROBLEMS_SOLVED)
            self.found = 0
        self.count_entry(k, covered, 1)
        delay = f.delay_days(p.payment)
        if delay > 0:
            self.start = (day + delay) // WORKING_DAYS + 1
        return amount

    def be_refused(self) -> None:
        """A refusal, and perhaps an appeal against it."""
        p, month = self.unit.model.p.verification, self.unit.model.month
        self.stage, self.programme, self.amount, self.refused = int(Stage.LATENT), NO_PROGRAMME, 0, 1
        self.retry, self.found = month + int(p.retry_months), 0
        self.add(Measure.REFUSED)
        if self.entitled_amount > 0 and happens(self.words(Process.APPEAL)[3], p.appeal_share):
            self.retry, self.assisted = month + 1, int(Assisted.HELPED)
            self.add(Measure.APPEALS)
