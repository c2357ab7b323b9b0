"""Traits of a unit that rules test in addition to income and health, and the aid in kind that a county gives."""

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from benchmarks.agents import scalars as f
from simulation.draws import ALWAYS, TWO32, Kind, Process, happens, words
from simulation.ledger import LEVELS, MOST_AIDS, Aided, Measure
from simulation.month_steps.case_table import Stage
from simulation.population.columns import Flag
from simulation.population.people.traits import Trait
from simulation.processes.application import ITEMS
from simulation.rules.aid import aid_persons, offered_fen
from simulation.rules.facts import ON_FILE, Fact
from simulation.rules.programme import covered_persons, own_bundle_fen
from simulation.rules.tables import PaidBy, Shared
from simulation.units import FEN, share_of

if TYPE_CHECKING:
    from benchmarks.agents.case import Case
    from benchmarks.agents.county import County
    from benchmarks.agents.unit import Unit

OWN = MOST_AIDS - 1  # row of the bundle of status files
SIXTY = 60  # years: nobody of this age counts as able to work


def youngest_obligor(unit: "Unit", relatives: int, able_here: bool, word: int) -> int:
    """Age of the youngest relative who owes support: a child of elders, a parent of others."""
    n = unit.model.p.needs
    low, high = (n.obligor_age_low, n.obligor_age_high) if unit.elders else (n.parent_age_low, n.parent_age_high)
    age = int(low + (high - low) * (word / TWO32))
    if able_here:
        age = min(age, SIXTY - 1)
    return age if relatives else 0


def add_needs(unit: "Unit", facts: npt.NDArray[np.int64]) -> None:
    """Write the facts that no column holds behind those that are in `facts`."""
    n = unit.model.p.needs
    if n.known < 0.5:
        return
    w, u = (words(0, 0, Kind.UNIT, unit.id, 0, Process.NEEDS, draw) for draw in (0, 1))
    v = words(0, 0, Kind.UNIT, unit.id, 0, Process.NEEDS, 2)
    urban = unit.flags & Flag.LINE_URBAN != 0
    full = happens(w[0], n.care_full_share)
    partial = not full and happens(w[0], n.care_full_share + n.care_partial_share)
    grade3, students = int(happens(w[1], n.grade3_share)), unit.minors if happens(w[3], n.student_share) else 0
    rigid, relatives = int(facts[Fact.RIGID]), int(facts[Fact.OBLIGOR_PERSONS])
    insured = happens(v[1], n.insured_urban if unit.flags & Flag.URBAN else n.insured_rural)
    at_work = max(min(int(facts[Fact.WORKERS] - facts[Fact.JOBLESS]), int(facts[Fact.ABLE])), 0)
    unverified = facts[Fact.WAGE] > facts[Fact.BUSINESS] and not insured
    able_here = int(facts[Fact.OBLIGOR_ABLE]) > (unit.able == 0 and unit.kin_income > 0)
    found = {
        Fact.GRADE3: grade3, Fact.FRAIL_ELDERS: unit.elders > 0 and happens(w[2], n.frail_share),
        Fact.CARE_FULL: unit.severe * full, Fact.CARE_PARTIAL: unit.severe * partial, Fact.STUDENTS: students,
        Fact.DISABLED: unit.severe + grade3, Fact.MEDICAL_COST: int(rigid * n.medical_multiple),
        Fact.RENT: int(n.rent_yuan * FEN) if unit.flags & Flag.RENTING else 0,
        Fact.UNFIT_HOME: not urban and happens(u[0], n.unfit_share), Fact.JOB_SEEKERS: facts[Fact.JOBLESS],
        Fact.SERVICE_NEEDS: min(unit.elders + unit.severe, int(facts[Fact.PERSONS])) * happens(u[1], n.service_share),
        Fact.INFANTS: unit.minors > 0 and happens(v[0], n.infant_share),
        Fact.UNINSURED: at_work if unverified else 0,
        Fact.FORMER_POOR: unit.is_former_poor, Fact.URBAN: urban,
        Fact.RIGID_EDUCATION: int(rigid * n.schooling_part) if students else 0,
        Fact.RIGID_DISABILITY: int(rigid * n.rehabilitation_part) if unit.severe + grade3 else 0,
        Fact.DISREGARDED: int(int(facts[Fact.OTHER]) * n.disregarded_part),
        Fact.OBLIGOR_YOUNGEST: youngest_obligor(unit, relatives, able_here, int(u[3])),
        Fact.OBLIGOR_OWN_INCOME: int(int(facts[Fact.OBLIGOR_INCOME]) * n.obligor_own_part),
        Fact.OBLIGOR_DISABLED: relatives * happens(u[0] ^ u[1], n.obligor_disabled_share),
    }  # fmt: skip
    for fact, value in found.items():
        facts[fact] = value


def seen_now(unit: "Unit", file: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The facts on file of a case, with the traits that the unit has now."""
    facts = file.copy()
    facts[ON_FILE:] = 0
    add_needs(unit, facts)
    return facts


class Offered:
    """What the holders of a county are offered in a month, by row of the ledger's aids."""

    def __init__(self) -> None:
        self.here: Counter[int] = Counter()
        self.away: Counter[int] = Counter()
        self.units: Counter[int] = Counter()
        self.persons: Counter[int] = Counter()
        self.asking: Counter[int] = Counter()

    def add(self, case: "Case") -> None:
        """What one holder is offered: the bundle of its status, and the aids that stack on it."""
        unit, rules = case.unit, case.unit.model.rules
        k, facts, lines = case.programme, seen_now(unit, case.file), unit.model.lines[unit.line_row]
        covered, weight = covered_persons(rules, k, facts), case.village.weight
        pays = self.away if unit.registration != unit.county.number else self.here
        p, linked = unit.model.p.application, 1.0
        if p.bundled_items < ITEMS:
            linked = f.linked_share(unit.words(Process.STATEMENT, ALWAYS)[2], p)
        pays[OWN] += weight * share_of(own_bundle_fen(rules, k, facts, lines), linked)
        first = len(unit.county.books.flows) - 1
        total = given = 0
        for row in range(rules.programmes[k]["passport_first"], rules.programmes[k]["passport_end"]):
            aid = rules.passports[row]["aid"]
            held = rules.programmes[aid]
            if held["excludes"] & given or (value := offered_fen(rules, row, k, facts, lines, covered, total)) <= 0:
                continue
            given, total = given | held["bit"], total + value
            drawn = linked if held["paid_by"] <= PaidBy.OTHER_DEPARTMENTS else 1.0
            persons, place = weight * aid_persons(rules, row, facts, covered), int(aid) - first
            reached = drawn * min(held["reach"], 1.0)
            pays[place] += weight * share_of(value, drawn)
            self.units[place] += share_of(weight, reached)
            self.persons[place] += share_of(persons, reached)
            self.asking[place] += weight if held["shared"] == Shared.HOUSEHOLDS else persons


def give_aids(county: "County") -> None:
    """Give what comes with a status, as far as the county's part of a supply goes, and enter it under its payer."""
    offered, rules, books = Offered(), county.model.rules, county.books
    for case in county.cases:
        if case.stage == Stage.ENROLLED and case.start <= county.model.month:
            offered.add(case)
    first = len(books.flows) - 1
    for place in {*offered.here, *offered.away}:
        payer, often = PaidBy.CIVIL_AFFAIRS, 1.0
        if place != OWN:
            held = rules.programmes[first + place]
            payer = PaidBy(int(held["paid_by"]))
            if held["shared"] != Shared.NOBODY:
                people = county.model.traits[county.number][Trait.PEOPLE]
                often = held["supply"] * people / max(offered.asking[place], 1)
                often = min(often, 1.0) if held["shared"] == Shared.HOUSEHOLDS else often
        here, away = int(often * offered.here[place]), int(often * offered.away[place])
        books.aids[place][Aided.UNITS] += share_of(offered.units[place], min(often, 1.0))
        books.aids[place][Aided.PERSONS] += share_of(offered.persons[place], min(often, 1.0))
        books.aids[place][Aided.VALUE_FEN] += here + away
        books.measures[Measure.PAID_UNIT_SUM_FEN] += here + away
        if payer == PaidBy.CIVIL_AFFAIRS:
            books.money[-1][3] += here
            books.money[-1][4] += away
        else:
            books.money[-1][LEVELS + payer - 1] += here + away
