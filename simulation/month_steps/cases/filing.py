"""Step 8: units that know decide whether to file."""

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined_reader, lean
from simulation.draws import ALWAYS, Kind, Process, happens, words
from simulation.ledger import Event, Measure
from simulation.month_steps.case_table import NO_PROGRAMME, Assisted, Flagged, Stage
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.month_steps.eligibility.entitlement import LARGEST_FACT, fill_facts, perceived_factor
from simulation.month_steps.outreach.outreach import idle
from simulation.month_steps.shocks.living import line_row
from simulation.parameters.schema.shocks import Shock
from simulation.population.columns import Flag
from simulation.population.people.traits import Trait
from simulation.processes import application, verification
from simulation.processes.information import Knowledge
from simulation.rules.facts import ON_FILE, Line
from simulation.rules.programme import claimed_fen, decide
from simulation.units import WORKING_DAYS, share_of

DELEGATED = int(Trait.DELEGATED)
CONSIDER_EVERY = 3  # months: without help or a fresh shock a unit thinks of claiming once a quarter (assumed)


@inlined_reader
def unit_taste(place: CountyTables, policy: Policy, rng_key: RandomKey, i: int) -> float:
    """Taste of unit i for claiming (logit), fixed for its whole history."""
    word = words(rng_key.seed, rng_key.replication, Kind.UNIT, place.units[i].id, ALWAYS, Process.TASTE)[0]
    return application.taste(word, policy.processes[0].application)


@inlined_reader
def thinks_excluded(place: CountyTables, policy: Policy, rng_key: RandomKey, i: int, assisted: bool) -> bool:
    """Whether unit i, which knows of the programme, takes itself for not entitled."""
    word = words(rng_key.seed, rng_key.replication, Kind.UNIT, place.units[i].id, ALWAYS, Process.TASTE)[1]
    in_person = assisted or place.units[i].knows >= Knowledge.VISIT
    return application.thinks_excluded(word, in_person, policy.processes[0].application)


@inlined_reader
def believed_gain(
    place: CountyTables, policy: Policy, rng_key: RandomKey, month: int, i: int, facts: npt.NDArray[np.int64]
) -> float:
    """What unit i believes it would gain: dibao lines per head and month; -1 when it believes in nothing."""
    factor = perceived_factor(place, policy, rng_key, i)
    lines = policy.lines[line_row(place.units, i)]
    fill_facts(place.units, policy.processes[0], policy.income_index, month, i, False, factor, facts)
    k, _, _, _, amount, _ = decide(policy.rules, facts, lines)
    if k < 0:
        return -1.0
    worth = amount + claimed_fen(policy.rules, k, facts, lines)
    return worth / (float(lines[Line.DIBAO]) * max(place.units[i].persons, 1))


@lean
def assess_and_record(
    place: CountyTables, policy: Policy, rng_key: RandomKey, month: int, c: int, facts: npt.NDArray[np.int64]
) -> None:
    """The facts the office has of case c from now on: declared, or true where a check finds hidden earnings."""
    p = policy.processes[0].verification
    identity = place.units[place.cases[c].unit].id
    w0, w1, _, _ = words(
        rng_key.seed, rng_key.replication, Kind.CASE, identity, place.cases[c].filings, Process.VERIFICATION
    )
    seen = verification.hidden_seen(w0, p) and verification.checked(w1, p)
    record_assessed_facts(place, policy, month, c, seen, facts)


@lean
def record_assessed_facts(
    place: CountyTables, policy: Policy, month: int, c: int, seen: bool, facts: npt.NDArray[np.int64]
) -> None:  # fmt: skip
    """The facts of this month on the file of case c: true ones if `seen`, else declared ones."""
    i = np.int64(place.cases[c].unit)
    fill_facts(place.units, policy.processes[0], policy.income_index, month, i, seen, 1.0, facts)
    for f in range(ON_FILE):
        place.cases[c].facts[f] = min(facts[f], LARGEST_FACT)


@lean
def file_case(
    place: CountyTables,
    policy: Policy,
    rng_key: RandomKey,
    when: MonthContext,
    c: int,
    assisted: bool,
    facts: npt.NDArray[np.int64],
) -> None:
    """Case c is filed in this month; work on it may start in the next."""
    cases, p = place.cases, policy.processes[0].verification
    unit, weight = place.units[cases[c].unit], place.weight[cases[c].village]
    cases[c].filings += 1
    w0 = words(rng_key.seed, rng_key.replication, Kind.CASE, unit.id, cases[c].filings, Process.CONTROL)[0]
    fast = verification.fast_tracked(unit.hides == 0, cases[c].entitled != NO_PROGRAMME, p)
    coordination = policy.processes[0].application.coordination_days if is_mover(place, cases[c].unit) else 0.0
    delegated = policy.traits[when.county, DELEGATED] > 0.5
    hours = policy.processes[0].desk.hours_month
    cases[c].stage = Stage.SURVEY
    cases[c].work = verification.survey_minutes(fast or happens(w0, p.outsourced_share), delegated, hours, p)
    cases[c].filed = (when.month + 1) * WORKING_DAYS
    cases[c].ready = cases[c].filed + verification.days_to_survey(fast, coordination, p)
    cases[c].channel = unit.knows
    cases[c].flagged = Flagged.NO
    assess_and_record(place, policy, rng_key, when.month, c, facts)
    place.books.measures[when.row, Measure.FILED] += weight
    place.books.channels[when.row, unit.knows, Event.FILED] += weight
    place.books.measures[when.row, Measure.HONEST_DECLARERS] += weight * fast
    if not assisted:
        count_burden(place, policy, rng_key, when, cases[c].unit, weight)


@inlined_reader
def is_mover(place: CountyTables, i: int) -> bool:
    """Whether unit i is registered in another county or province."""
    return place.units[i].flags & (Flag.OTHER_COUNTY | Flag.OTHER_PROVINCE) != 0


@inlined_reader
def is_outsider(place: CountyTables, i: int) -> bool:
    """Whether unit i is registered in another province."""
    return place.units[i].flags & Flag.OTHER_PROVINCE != 0


@inlined_reader
def is_online(place: CountyTables, policy: Policy, rng_key: RandomKey, i: int) -> bool:
    """Whether unit i files online when it files itself."""
    p = policy.processes[0].application
    if p.online_share <= 0.0:
        return False
    _, w1, w2, _ = words(rng_key.seed, rng_key.replication, Kind.UNIT, place.units[i].id, ALWAYS, Process.PERCEPTION)
    return application.files_online(w1, w2, place.units[i].elders < place.units[i].persons, p)


@inlined_reader
def count_burden(
    place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, i: int, weight: int
) -> None:
    """Papers and trips of unit i, which files itself, and whether it files online."""
    m, p, fewer = place.books.measures, policy.processes[0].application, policy.processes[0].verification
    mover, online = is_mover(place, i), is_online(place, policy, rng_key, i)
    trips = application.trips_made(mover, online, fewer.identity_online_share, p)
    m[when.row, Measure.FILED_OWN] += weight
    m[when.row, Measure.PAPERS] += share_of(weight, application.papers_brought(is_outsider(place, i), p))
    m[when.row, Measure.TRIPS] += share_of(weight, trips)
    if online:
        m[when.row, Measure.FILED_ONLINE] += weight
        m[when.row, Measure.FILED_ONLINE_PERSONS] += weight * np.int64(place.units[i].persons)


@inlined_reader
def relief(place: CountyTables, policy: Policy, rng_key: RandomKey, i: int, assisted: bool) -> float:
    """What unit i's way of filing takes off the usual burden (logit); nothing where somebody files for it."""
    if assisted:
        return 0.0
    fewer = policy.processes[0].verification.identity_online_share
    online = is_online(place, policy, rng_key, i)
    p = policy.processes[0].application
    return application.relief_logit(is_mover(place, i), is_outsider(place, i), online, fewer, p)


@lean
def stopped_at_the_window(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, c: int) -> bool:
    """Whether case c, about to file, is informed that it is not entitled, or turned away as a mover."""
    cases, p = place.cases, policy.processes[0]
    weight = place.weight[cases[c].village]
    if p.application.prescreen > 0.5 and cases[c].entitled == NO_PROGRAMME:
        place.books.measures[when.row, Measure.TURNED_BACK] += weight
    else:
        i = cases[c].unit
        key = place.units[i].id
        word = words(rng_key.seed, rng_key.replication, Kind.CASE, key, cases[c].filings, Process.APPEAL)[0]
        if not application.turned_away(word, is_mover(place, i), p.application):
            return False
        place.books.measures[when.row, Measure.TURNED_AWAY] += weight
    cases[c].retry = when.month + int(p.verification.retry_months)
    return True


@lean
def apply(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> None:
    """Every idle case that knows files if its taste exceeds what the claim asks of it; see CONSIDER_EVERY."""
    cases, units, p = place.cases, place.units, policy.processes[0].application
    facts = place.scratch[1]
    for c in range(place.n_cases[0]):
        i = np.int64(cases[c].unit)
        assisted, forced = cases[c].assisted > 0, cases[c].assisted == Assisted.FORCED and p.enabled > 0.5
        # help is for this month: who does not file with it has to be met again
        cases[c].assisted = Assisted.NO
        if not idle(cases[c].stage) or units[i].knows == Knowledge.NONE or units[i].persons == 0:
            continue
        if when.month < cases[c].retry or units[i].flags & Flag.BANNED:
            continue
        # by id, so that every month a third of the units thinks of it, not all in the same month
        if not (assisted or units[i].shock != Shock.NONE or (when.month + units[i].id) % CONSIDER_EVERY == 0):
            continue
        if thinks_excluded(place, policy, rng_key, i, assisted):
            continue
        # before the rules are asked: most units would not file for the largest gain there is
        taste = unit_taste(place, policy, rng_key, i) + relief(place, policy, rng_key, i, assisted)
        if not forced and application.claim_logit(2.0, assisted, p) + taste <= 0.0:
            continue
        gain = believed_gain(place, policy, rng_key, when.month, i, facts)
        files = forced or (gain >= 0.0 and application.files(gain, assisted, taste, p))
        if files and not stopped_at_the_window(place, policy, rng_key, when, c):
            file_case(place, policy, rng_key, when, c, assisted, facts)
