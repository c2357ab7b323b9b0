"""Sudden hardship of a unit as an agent: what falls on it, whether it asks, what it shows at the desk."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from benchmarks.agents import scalars as f
from simulation.draws import ALWAYS, Process, happens
from simulation.month_steps.case_table import Stage
from simulation.parameters.schema.shocks import Shock
from simulation.rules.facts import Fact
from simulation.units import FEN

if TYPE_CHECKING:
    from benchmarks.agents.unit import Unit

MOST_RIGID = 65_535 * FEN


def sudden_cost(unit: "Unit") -> float:
    """Cost (yuan) of what falls on a unit in this month: its shock, else ordinary care, schooling, a funeral."""
    p = unit.model.p
    if unit.shock == Shock.ILLNESS:
        return float(unit.rigid * unit.sick)
    if unit.shock == Shock.JOB_LOSS:
        return unit.wage / max(unit.workers, 1) * unit.model.index * f.job_spell_months(p.job)  # type: ignore[no-any-return]
    if unit.shock == Shock.DISASTER:
        return float(p.disaster.rebuild_yuan)
    return care_cost(unit) + schooling_cost(unit) + funeral_cost(unit)


def care_cost(unit: "Unit") -> float:
    """Ordinary health spending, in the month in which it falls due."""
    p, month = unit.model.p.illness, unit.model.month
    if p.ordinary_yuan_year <= 0.0 or not f.bill_is_due(unit.id, month):
        return 0.0
    lasting = unit.words(Process.ORDINARY_CARE, ALWAYS)[0]
    fresh = unit.words(Process.ORDINARY_CARE, month - month % 12)[0]
    frail = min(unit.elders + unit.severe + unit.ill, unit.persons)
    income = (float(unit.wage) + unit.business + unit.pension + unit.other) * 12 / max(unit.persons, 1)
    return float(f.ordinary_yuan_year(lasting, fresh, unit.persons, frail, income, unit.model.index, p))


def schooling_cost(unit: "Unit") -> float:
    """Of a minor who begins a costly school."""
    word = unit.words(Process.SUDDEN_NEED)[0]
    return float(f.schooling_yuan(word, unit.minors, unit.model.month, unit.model.p.hardship))


def funeral_cost(unit: "Unit") -> float:
    """Of a member who dies in this month, where elders live and others are left."""
    month, cost = unit.model.month, float(unit.model.p.hardship.funeral_yuan)
    if not unit.elders or unit.persons < 2:
        return 0.0
    for m in unit.members:
        position = m.unit >> 4 if m.split <= month else m.unit & 15
        if m.death == month and position == unit.position:
            return cost
    return 0.0


def asks(unit: "Unit", cost: float, word: int) -> bool:
    """Whether it turns to the village or the desk."""
    p, case, month, index = unit.model.p, unit.case, unit.model.month, unit.model.index
    draws = case is not None and case.stage == Stage.ENROLLED and case.amount > 0 and case.start <= month
    income = (float(unit.trailing()) + (case.amount if case is not None and draws else 0)) / FEN
    share = f.need_share(cost, income, float(unit.assets), unit.persons, index, p.hardship)
    chance = f.asks_probability(p.temporary.seek_prob, unit.knows != 0, share, p.hardship)
    return f.is_large(cost, income, p.hardship) and bool(happens(word, chance))


def facts_shown(unit: "Unit", cost: float) -> npt.NDArray[np.int64]:
    """Its facts; a cost that is no shock is expenditure, spread over a year."""
    facts = unit.facts()
    if unit.shock == Shock.NONE:
        facts[Fact.SHOCK], facts[Fact.SHOCK_COST], facts[Fact.RIGID_PERSONS] = Shock.ILLNESS, int(cost * FEN), 1
        facts[Fact.RIGID] = min(facts[Fact.RIGID] + int(cost * FEN) // 12, MOST_RIGID)
    return facts
