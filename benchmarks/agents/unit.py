"""An assessment unit as an agent: its members, its shocks, its income, and the facts about it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
import numpy.typing as npt

from benchmarks.agents import scalars as f
from benchmarks.agents.case import Case
from benchmarks.agents.needs import add_needs
from simulation.draws import ALWAYS, Kind, Process, exp, happens, normal, words
from simulation.ledger import Event
from simulation.month_steps.case_table import Stage
from simulation.parameters.schema.shocks import Shock
from simulation.population.columns import Flag, Health, Work
from simulation.population.people.summary import ADULT, ELDER, WORK_ENDS
from simulation.rules.facts import ON_FILE, Fact, Line
from simulation.rules.programme import decide
from simulation.units import FEN

if TYPE_CHECKING:
    from benchmarks.agents.county import County, Village
    from benchmarks.agents.model import AgentModel

MOST_FACT = 2_000_000_000
UNKNOWN = (0,) * (len(Fact) - ON_FILE)  # facts that no column holds, see `needs`


@dataclass(slots=True)
class Person:
    """A member of a household, living, dead or yet to be born."""

    birth: int
    death: int
    unit: int
    split: int
    health: int
    work: int


class Unit(mesa.Agent):
    """One assessment unit; attributes as in `simulation.population.columns.Units`."""

    model: "AgentModel"

    def __init__(self, model: "AgentModel", county: "County", village: "Village", record: dict[str, Any]) -> None:
        super().__init__(model)
        self.county, self.village = county, village
        for name, value in record.items():
            setattr(self, name, value)
        self.quarter = [int(fen) for fen in record["quarter"]]
        self.case: Case | None = None
        self.ties: list[Unit] = []
        self.members: list[Person] = []  # person rows of the whole household
        self.household: list[Unit] = []  # units of the household by position
        self.line_row = record["registration"] * 2 + (1 if record["flags"] & Flag.LINE_URBAN else 0)

    def words(self, process: int, month: int | None = None, kind: int = Kind.UNIT) -> tuple[int, int, int, int]:
        """The four words of a process for this unit, in this month by default."""
        return self.model.words(kind, self.id, self.model.month if month is None else month, process)

    def learn(self, channel: int) -> None:
        """The unit, which did not know, learns by a channel."""
        self.knows = int(channel)
        self.county.books.channels[self.knows, Event.LEARNED] += self.village.weight

    def hears(self, tellers: int) -> bool:
        """Whether enough of its ties are paid for a word to count."""
        paid = sum(o.case is not None and o.case.stage == Stage.ENROLLED and o.case.amount > 0 for o in self.ties)
        return tellers < 2 or paid >= tellers

    @property
    def is_mover(self) -> bool:
        """Whether it is registered in another county or province."""
        return bool(self.flags & (Flag.OTHER_COUNTY | Flag.OTHER_PROVINCE))

    @property
    def files_online(self) -> bool:
        """Whether it files online when it files itself."""
        w, p = self.words(Process.PERCEPTION, ALWAYS), self.model.p.application
        return p.online_share > 0.0 and bool(f.files_online(w[1], w[2], self.elders < self.persons, p))

    @property
    def is_former_poor(self) -> bool:
        """Whether it lives in the country and was registered as poor once."""
        share = self.model.p.needs.former_poor_share
        word = words(0, 0, Kind.UNIT, self.id, 0, Process.NEEDS, 1)[2]  # a trait: neither seed nor replication
        return share > 0.0 and not self.flags & Flag.URBAN and bool(happens(word, share))

    @property
    def is_outsider(self) -> bool:
        """Whether it is registered in another province."""
        return bool(self.flags & Flag.OTHER_PROVINCE)

    @property
    def is_registered(self) -> bool:
        """Whether offices treat it as registered in the province."""
        share = self.model.p.registration.residents_served
        word = words(0, 0, Kind.UNIT, self.id, 0, Process.NEEDS, 2)[0]  # a trait: neither seed nor replication
        return not self.is_outsider or (share > 0.0 and bool(happens(word, share)))

    def lose_members(self) -> None:
        """Deaths of the coming year in the household, by its first unit."""
        if self.position != 0:
            return
        month, p = self.model.month, self.model.p.demography
        for k, person in enumerate(self.members):
            if person.birth > month or person.death <= month:
                continue
            key = self.id * 16 + min(k, 15)
            w = self.model.words(Kind.PERSON, key, month, Process.BIRTH_DEATH)
            if happens(w[0], f.death_probability((month - person.birth) // 12, p)):
                person.death = f.month_of_death(month, w[1])

    def renew(self) -> None:
        """Count the members anew; earnings follow the workers."""
        month = self.model.month
        self.persons = self.minors = self.elders = self.severe = self.ill = self.able = self.workers = 0
        for m in self.members:
            if not f.is_member(m.birth, m.death, m.unit, m.split, self.position, month):
                continue
            age = month - m.birth
            adult = age >= ADULT and not f.studies(m.work, age, m.split, month)
            is_severe = m.health & Health.SEVERE != 0
            self.persons += 1
            self.minors += age < ADULT
            self.elders += age >= ELDER
            self.severe += is_severe
            self.ill += m.health & Health.ILL != 0
            self.able += adult and not m.health & (Health.SEVERE | Health.ILL) and age < ELDER
            self.workers += adult and m.work & Work.WORKER != 0 and not is_severe and age < WORK_ENDS

    def mark_health(self, bit: int) -> bool:
        """Give the first member without it a health bit."""
        month = self.model.month
        for m in self.members:
            position = m.unit >> 4 if m.split <= month else m.unit & 15
            if position == self.position and m.birth <= month < m.death and not m.health & bit:
                m.health |= bit
                return True
        return False

    def fall_disabled(self) -> None:
        """One more member may become severely disabled."""
        chance = 3.0 * f.disability_probability(self.persons, self.severe, self.model.p.disability)
        if happens(self.words(Process.DISABILITY)[0], chance) and self.mark_health(Health.SEVERE):
            self.severe += 1
            self.able -= self.able > 0

    def fall_ill(self) -> None:
        """A spell of serious illness begins."""
        p = self.model.p.illness
        w = self.words(Process.ILLNESS_SIZE)
        self.sick = int(p.spell_months)
        self.rigid = f.rigid_yuan_month(w[0], p)
        if happens(w[1], p.lasting_share) and self.mark_health(Health.ILL):
            self.ill += 1
        self.shock = Shock.ILLNESS

    def be_struck(self) -> float:
        """Shocks of the month; the earnings factor."""
        p = self.model.p
        w = self.words(Process.MONTH_SHOCKS)
        shock = float(f.persistent_next(self.persistent / 4096.0, normal(w[0]), p.earnings))
        self.persistent = f.packed(shock)
        self.jobless = f.jobless_next(self.jobless, self.workers, w[2], p.job)
        holds = self.case is not None and self.case.stage == Stage.ENROLLED
        if self.jobless > 1 and holds and p.job.activation_share > 0.0 and f.finds_with_help(w[2], p.job):
            self.jobless = 0
        self.shock = Shock.JOB_LOSS if self.jobless == 1 else Shock.NONE
        if self.sick > 0:
            self.sick -= 1
            if self.sick == 0:
                self.rigid = 0
        elif happens(w[3], f.illness_probability(self.persons, self.elders, p.illness)):
            self.fall_ill()
        if self.county.in_disaster and f.unit_shock(self.words(Process.DISASTER_HIT)[0], p.disaster):
            self.shock = Shock.DISASTER
        return f.earnings_factor(shock, normal(w[1]), p.earnings)

    def live(self) -> None:
        """Shocks, income, trailing income and assets of the month."""
        model, p = self.model, self.model.p
        if model.month % 3 == 0:
            self.quarter = [0, *self.quarter[:3]]
        self.shock = Shock.NONE
        if self.persons == 0:
            return
        if model.month % 3 == 0:
            self.fall_disabled()
        factor, benefit = self.be_struck(), 0
        if self.case is not None and self.case.stage == Stage.ENROLLED:
            benefit = self.case.paid
            factor *= f.earnings_response(benefit > 0, p.behaviour)
        factor *= f.earnings_left(self.sick, p.illness)
        hit = self.shock == Shock.DISASTER
        wage = self.wage * f.working_share(self.jobless, self.workers)
        part = self.workers / float(self.base_workers) if self.base_workers > 0 else 1.0
        earned = factor * part * (wage + self.business * (1.0 - p.disaster.loss_share if hit else 1.0))
        income = int((earned + self.pension + self.other) * model.index * FEN + 0.5)
        self.quarter[0] += min(income, 500_000_000)
        rigid = self.rigid + (p.disaster.rebuild_yuan if hit else 0.0)
        spare = (income + benefit - model.poverty[self.line_row] * self.persons) / 100.0
        self.assets = f.assets_next(self.assets, spare, rigid, p.behaviour)

    def trailing(self) -> int:
        """Income per month (fen) over the assessment period."""
        full = int(self.model.p.earnings.assessment_months) // 3 - 1
        return sum(self.quarter[: full + 1]) // (self.model.month % 3 + 1 + 3 * full)

    def obligors(self) -> tuple[int, int, int]:
        """(income, persons, of working age) of relatives outside the unit, elsewhere or in the household."""
        income = persons = able = 0
        if self.able == 0 and self.kin_income > 0:
            persons, able = int(self.model.p.kin.child_persons), 1
            income = int(self.kin_income * self.model.index * FEN) * persons
        for other in self.household:
            if other is not self and other.persons > 0:
                income += other.trailing()
                persons += other.persons
                able += other.able
        return income, persons, able

    def shock_cost(self) -> int:
        """One-off cost (fen) of the hardship of this month."""
        if self.shock == Shock.ILLNESS:
            return self.rigid * FEN * self.sick
        return int(self.model.p.disaster.rebuild_yuan * FEN) if self.shock == Shock.DISASTER else 0

    @property
    def business_share(self) -> float:
        """Share of business in the earnings of the unit when all its workers have their jobs."""
        return float(self.business) / (self.wage + self.business) if self.wage + self.business else 0.0

    def facts(self, sees_hidden: bool = True, factor: float = 1.0) -> npt.NDArray[np.int64]:
        """The facts in the order of `simulation.rules.facts.Fact`; true ones by default."""
        index, flags = self.model.index, self.flags
        pension, other = int(self.pension * index * FEN), int(self.other * index * FEN)
        earned = max(self.trailing() - pension - other, 0)
        if not sees_hidden:
            earned -= int(earned * (self.hides / 255.0))
        business = int(earned * self.business_share)
        counted = business * self.model.p.verification.business_part
        facts = np.array([
            self.persons, self.minors, self.elders, self.severe, self.ill, self.able, self.workers,
            self.jobless > 0, int((earned - business) * factor), int(counted * factor), int(pension * factor),
            int(other * factor), self.rigid * FEN, self.rigid > 0, *self.obligors(),
            min(self.assets * FEN, MOST_FACT), flags & Flag.CAR != 0, flags & Flag.SECOND_HOME != 0,
            self.is_registered, flags & Flag.INSTITUTION != 0, max(self.persons - self.able, 0),
            self.shock, self.shock_cost(), 0, *UNKNOWN,
        ], np.int64)  # fmt: skip
        add_needs(self, facts)
        return facts

    def decide(self, facts: npt.NDArray[np.int64]) -> tuple[int, int, int]:
        """(programme, amount, covered) that the rules give for the facts."""
        found = decide(self.model.rules, facts, self.model.lines[self.line_row])
        return found[0], found[4], found[5]

    def passes_prefilter(self) -> bool:
        """Cheap test that keeps most units away from the rules."""
        trailing = self.trailing()
        declared = trailing - int(trailing * (self.hides / 255.0)) - self.rigid * FEN
        declared -= trailing * (1.0 - self.model.p.verification.business_part) * self.business_share
        return declared <= self.model.ceiling[self.line_row] * self.persons

    def come_to_notice(self) -> None:
        """Open a case if the rules would take the unit on true or on declared facts."""
        if self.case is not None or self.persons == 0 or not self.passes_prefilter():
            return
        found = self.decide(self.facts())[0] >= 0
        if not found and self.hides > 0:
            found = self.decide(self.facts(sees_hidden=False))[0] >= 0
        if found:
            self.case = Case(self)
            self.county.cases.append(self.case)

    def perceived_factor(self) -> float:
        """Factor by which the unit misjudges its income."""
        return f.perceived_factor(self.words(Process.PERCEPTION, ALWAYS)[0], self.model.p.application)

    def taste(self) -> float:
        """Fixed taste for claiming."""
        return f.taste(self.words(Process.TASTE, ALWAYS)[0], self.model.p.application)

    def poverty_line(self) -> int:
        """The unit's own dibao line (fen per person-month)."""
        return int(self.model.lines[self.line_row][Line.DIBAO])

    def seen_with_noise(self, sd: float, word: int) -> float:
        """Factor of an observer's error."""
        return exp(sd * normal(word))
