"""Loops over a county for tests: what the rules and the office would see of every unit."""

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import compiled
from simulation.month_steps.county_tables import CountyTables, Policy
from simulation.month_steps.eligibility.entitlement import fill_facts
from simulation.month_steps.eligibility.needs import fill_needs
from simulation.month_steps.shocks.living import line_row
from simulation.rules.facts import ON_FILE, Fact
from simulation.rules.programme import decide

_FACTS = len(Fact)


@compiled
def taken(place: CountyTables, policy: Policy, month: int) -> npt.NDArray[np.bool_]:
    """(units,) whether the rules would give a status on the true or on the declared facts."""
    out = np.zeros(place.units.size, np.bool_)
    facts = np.zeros(_FACTS, np.int64)
    for i in range(place.units.size):
        if place.units[i].persons > 0:
            lines = policy.lines[line_row(place.units, i)]
            fill_facts(place.units, policy.processes[0], policy.income_index, month, i, True, 1.0, facts)
            found = decide(policy.rules, facts, lines)[0] >= 0
            fill_facts(place.units, policy.processes[0], policy.income_index, month, i, False, 1.0, facts)
            out[i] = found or decide(policy.rules, facts, lines)[0] >= 0
    return out


@compiled
def facts_of_cases(place: CountyTables, policy: Policy, month: int, sees_hidden: bool) -> npt.NDArray[np.int64]:
    """(cases, facts) the facts of every case's unit, with or without what it hides."""
    out = np.zeros((place.n_cases[0], _FACTS), np.int64)
    for c in range(place.n_cases[0]):
        i = np.int64(place.cases[c].unit)
        fill_facts(place.units, policy.processes[0], policy.income_index, month, i, sees_hidden, 1.0, out[c])
    return out


@compiled
def decided_on_file(place: CountyTables, policy: Policy) -> npt.NDArray[np.int64]:
    """(cases, 3) status, amount and persons covered that the rules give on the facts on file and on needs."""
    out = np.zeros((place.n_cases[0], 3), np.int64)
    facts = np.zeros(_FACTS, np.int64)
    for c in range(place.n_cases[0]):
        for f in range(ON_FILE):
            facts[f] = place.cases[c].facts[f]
        fill_needs(place.units, policy.processes[0], np.int64(place.cases[c].unit), facts)
        lines = policy.lines[line_row(place.units, np.int64(place.cases[c].unit))]
        k, _, _, _, amount, covered = decide(policy.rules, facts, lines)
        out[c, 0], out[c, 1], out[c, 2] = k, amount, covered
    return out


@compiled
def lines_of_cases(place: CountyTables, policy: Policy) -> npt.NDArray[np.int64]:
    """(cases, lines) fen per person-month of the county and area of every case's unit."""
    out = np.zeros((place.n_cases[0], policy.lines.shape[1]), np.int64)
    for c in range(place.n_cases[0]):
        out[c] = policy.lines[line_row(place.units, np.int64(place.cases[c].unit))]
    return out
