"""Control of enrolled cases: matches by calendar, audits, supervision, and what they end wrongly."""

from simulation.compile.kernel import inlined
from simulation.parameters.schema.casework import Control

ENTRANT_MONTHS = 12  # how long a holder counts as an entrant
YEAR = 12  # months from which on a holder may come to be paid twice anew


@inlined
def on(month: int, interval_months: float) -> bool:
    """Whether something done every `interval_months` is done in this month, the last of its interval; never for 0."""
    return interval_months > 0.5 and (month + 1) % max(int(interval_months), 1) == 0


@inlined
def either(a: float, b: float) -> float:
    """Probability of at least one of two independent events."""
    return a + b * (1.0 - a)


@inlined
def finding_chance(base: float, month: int, tenure_months: int, p: Control) -> float:
    """Monthly probability that a changed case is found: the usual match (`base`), re-matches, entrants, audits."""
    if p.enabled < 0.5:
        return base
    chance = base
    if on(month, p.recheck_interval_months):
        chance = either(chance, p.recheck_detection)
    if tenure_months < ENTRANT_MONTHS and on(month, p.fraud_match_interval_months):
        gain = p.external_gain if p.external_data > 0.5 else 0.0
        chance = either(chance, min(p.fraud_match_detection + gain, 1.0))
    return either(chance * p.followup_share, p.audit_sample_share / 12.0 * p.audit_correct_share)


@inlined
def wrongful_chance(base: float, month: int, p: Control) -> float:
    """Monthly probability that a rightful case is ended: at a re-match, or by a false match of the usual one."""
    if p.enabled < 0.5:
        return 0.0
    exits = p.wrongful_exit if on(month, p.recheck_interval_months) else 0.0
    return either(exits, base * p.anomaly_false) * p.followup_share


@inlined
def supervision(p: Control) -> float:
    """Probability that the county finds a wrong decision."""
    return p.supervision_share * p.supervision_detection if p.enabled > 0.5 else 0.0


@inlined
def entry_chance(objection: float, p: Control) -> float:
    """Probability that an entry without entitlement is found out before the first payment."""
    if p.enabled < 0.5:
        return objection
    return either(either(objection, p.audit_entry_share * p.audit_detection), supervision(p))


@inlined
def death_found(month: int, happened: bool, p: Control) -> bool:
    """Whether a death is noticed in this month: at the match of deaths, or by the usual hazard (`happened`)."""
    if p.enabled < 0.5 or p.death_match_interval_months < 0.5:
        return happened
    return on(month, p.death_match_interval_months)


@inlined
def paid_twice(tenure_months: int, p: Control) -> bool:
    """Whether a double payment that began with a year of the case still goes on: until the first match of lists."""
    return p.enabled > 0.5 and tenure_months % YEAR < p.duplicate_match_interval_months


@inlined
def sampled_chance(p: Control) -> float:
    """Monthly probability that a unit without benefit is looked at in a drive against missed cases."""
    return p.missed_audit_share / 12.0 if p.enabled > 0.5 else 0.0
