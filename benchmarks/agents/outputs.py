"""What departments would look for in the books: papers and trips, joint cases, breaches, relatives, held cards."""

from typing import TYPE_CHECKING

from benchmarks.agents import scalars as f
from simulation.draws import ALWAYS, Process, happens
from simulation.ledger import Measure
from simulation.month_steps.case_table import Stage
from simulation.population.columns import Flag
from simulation.units import share_of

if TYPE_CHECKING:
    from benchmarks.agents.case import Case
    from benchmarks.agents.claim import Claim


def count_filing(claim: "Claim", assisted: bool, fast: bool) -> None:
    """An honest declaration; papers and trips of a unit that files itself, and whether it files online."""
    unit, p, m = claim.unit, claim.unit.model.p, claim.unit.county.books.measures
    weight, fewer = claim.village.weight, p.verification.identity_online_share
    m[Measure.HONEST_DECLARERS] += weight * fast
    if assisted:
        return
    online = unit.files_online
    m[Measure.FILED_OWN] += weight
    m[Measure.PAPERS] += share_of(weight, f.papers_brought(unit.is_outsider, p.application))
    m[Measure.TRIPS] += share_of(weight, f.trips_made(unit.is_mover, online, fewer, p.application))
    m[Measure.FILED_ONLINE] += weight * online
    m[Measure.FILED_ONLINE_PERSONS] += weight * unit.persons * online


def count_joint(claim: "Claim") -> None:
    """A grant that brings linked benefits."""
    items, m = claim.unit.model.p.application.bundled_items, claim.unit.county.books.measures
    if items > 1.0:
        m[Measure.JOINT_CASES] += claim.village.weight
        m[Measure.JOINT_ITEMS] += share_of(claim.village.weight, items)


def count_breach(case: "Case") -> None:
    """A breach by its grade, where breaches are recorded."""
    p = case.unit.model.p.credit
    if p.enabled > 0.5:
        serious = f.is_serious(case.unit.hides / 255.0, p)
        case.add(Measure.BREACHES_SERIOUS if serious else Measure.BREACHES_GENERAL)


def count_paid(case: "Case") -> None:
    """A card held by others, and former poor, among those paid."""
    p = case.unit.model.p.payment
    if p.enabled > 0.5:
        case.add(Measure.HELD_CARDS, int(happens(case.unit.words(Process.PAYMENT, ALWAYS)[2], p.card_held_share)))
    if case.unit.is_former_poor:
        case.add(Measure.FORMER_POOR_PAID, case.covered)


def count_relatives(case: "Case") -> None:
    """Close relatives of staff among applicants and holders."""
    if case.stage != Stage.LATENT and case.unit.flags & Flag.STAFF_RELATIVE:
        case.add(Measure.RELATIVES_UNITS)
        case.add(Measure.RELATIVES_PERSONS, case.unit.persons)
