"""The facts of a unit that no column holds: traits fixed by its id, shares by the group `needs`."""

import numpy as np

from simulation.compile.kernel import inlined_reader
from simulation.draws import TWO32, Kind, Process, happens, words
from simulation.month_steps.county_tables import Params
from simulation.population.columns import Flag, UnitTable
from simulation.rules.facts import Fact
from simulation.rules.tables import Quantity
from simulation.units import FEN

# what a rule sees otherwise when a parameter of the group changes: the facts below, and quantities made of them
FILLED = frozenset({
    *(int(fact) for fact in Fact if fact >= Fact.GRADE3), int(Quantity.RIGID_ILLNESS), int(Quantity.UNGRADED_SEVERE),
    int(Quantity.CERTIFIED_SEVERE), *(code for code in Quantity if code >= Quantity.TYPE_EMERGENCY),
})  # fmt: skip

RETIREMENT = 60  # years: from here nobody counts as able to work


@inlined_reader
def is_former_poor(units: UnitTable, p: Params, i: int) -> bool:
    """Whether unit i lives in the country and was registered as poor once; fixed by its id."""
    share = p.needs.former_poor_share
    if share <= 0.0 or units[i].flags & Flag.URBAN:
        return False
    return happens(words(0, 0, Kind.UNIT, units[i].id, 0, Process.NEEDS, 1)[2], share)  # type: ignore[no-any-return]


@inlined_reader
def youngest_obligor(units: UnitTable, p: Params, i: int, relatives: int, able_here: bool, word: np.uint32) -> int:
    """Age of the youngest relative who owes unit i support; 0 without one.

    Children of units with elders, parents of the others. A relative who shares the dwelling and can work (`able_here`)
    is below retirement.
    """
    if relatives <= 0:
        return 0
    low, high = p.needs.parent_age_low, p.needs.parent_age_high
    if units[i].elders > 0:
        low, high = p.needs.obligor_age_low, p.needs.obligor_age_high
    years = int(low + (high - low) * (np.int64(word) / TWO32))
    return min(years, RETIREMENT - 1) if able_here else years


@inlined_reader
def fill_work(units: UnitTable, p: Params, i: int, facts: np.ndarray) -> None:  # type: ignore[type-arg]
    """Children who need a carer, and who works for wages without social insurance: one draw each for a unit."""
    n = p.needs
    w0, w1, _, _ = words(0, 0, Kind.UNIT, units[i].id, 0, Process.NEEDS, 2)
    facts[Fact.INFANTS] = 1 if facts[Fact.MINORS] > 0 and happens(w0, n.infant_share) else 0
    for_wages = facts[Fact.WAGE] > facts[Fact.BUSINESS]
    insured = happens(w1, n.insured_urban if units[i].flags & Flag.URBAN else n.insured_rural)
    at_work = min(facts[Fact.WORKERS] - facts[Fact.JOBLESS], facts[Fact.ABLE])
    facts[Fact.UNINSURED] = max(at_work, 0) if for_wages and not insured else 0


@inlined_reader
def fill_needs(units: UnitTable, p: Params, i: int, facts: np.ndarray) -> None:  # type: ignore[type-arg]
    """Facts from `Fact.GRADE3` on of unit i, for the facts that are in `facts` already; nothing while unknown.

    The draws hold neither seed nor replication: a trait belongs to the unit as its health does.
    """
    n = p.needs
    if n.known < 0.5:
        return
    identity = units[i].id
    w0, w1, w2, w3 = words(0, 0, Kind.UNIT, identity, 0, Process.NEEDS)
    u0, u1, _, u3 = words(0, 0, Kind.UNIT, identity, 0, Process.NEEDS, 1)
    urban = 1 if units[i].flags & Flag.LINE_URBAN else 0
    severe, elders = np.int64(units[i].severe), np.int64(units[i].elders)
    full = happens(w0, n.care_full_share)
    facts[Fact.GRADE3] = 1 if happens(w1, n.grade3_share) else 0
    facts[Fact.FRAIL_ELDERS] = 1 if elders > 0 and happens(w2, n.frail_share) else 0
    facts[Fact.CARE_FULL] = severe if full else 0
    facts[Fact.CARE_PARTIAL] = severe if not full and happens(w0, n.care_full_share + n.care_partial_share) else 0
    facts[Fact.STUDENTS] = np.int64(units[i].minors) if happens(w3, n.student_share) else 0
    facts[Fact.DISABLED] = severe + facts[Fact.GRADE3]
    facts[Fact.MEDICAL_COST] = int(facts[Fact.RIGID] * n.medical_multiple)
    facts[Fact.RENT] = int(n.rent_yuan * FEN) if units[i].flags & Flag.RENTING else 0
    facts[Fact.UNFIT_HOME] = 1 if urban == 0 and happens(u0, n.unfit_share) else 0
    facts[Fact.JOB_SEEKERS] = facts[Fact.JOBLESS]
    needing = min(elders + severe, facts[Fact.PERSONS])  # an elder may be severely disabled
    facts[Fact.SERVICE_NEEDS] = needing if happens(u1, n.service_share) else 0
    facts[Fact.FORMER_POOR] = 1 if is_former_poor(units, p, i) else 0
    facts[Fact.URBAN] = urban
    facts[Fact.RIGID_EDUCATION] = int(facts[Fact.RIGID] * n.schooling_part) if facts[Fact.STUDENTS] > 0 else 0
    facts[Fact.RIGID_DISABILITY] = int(facts[Fact.RIGID] * n.rehabilitation_part) if facts[Fact.DISABLED] > 0 else 0
    fill_work(units, p, i, facts)
    facts[Fact.DISREGARDED] = int(facts[Fact.OTHER] * n.disregarded_part)
    relatives = facts[Fact.OBLIGOR_PERSONS]
    elsewhere = 1 if units[i].able == 0 and units[i].kin_income > 0 else 0
    facts[Fact.OBLIGOR_YOUNGEST] = youngest_obligor(units, p, i, relatives, facts[Fact.OBLIGOR_ABLE] > elsewhere, u3)
    facts[Fact.OBLIGOR_OWN_INCOME] = int(facts[Fact.OBLIGOR_INCOME] * n.obligor_own_part)
    facts[Fact.OBLIGOR_DISABLED] = relatives if happens(u0 ^ u1, n.obligor_disabled_share) else 0
