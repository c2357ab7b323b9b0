"""What the office sees, how long it takes, and where it errs."""

import numpy as np

from simulation.compile.kernel import inlined
from simulation.draws import happens, normal
from simulation.parameters.schema.casework import Verification
from simulation.units import WORKING_DAYS

STEPS = 2.0  # levels at which the legal days are as stated
NOTICE = 5.0  # working days of notice at which objections come as stated


@inlined
def fast_tracked(honest: bool, due: bool, p: Verification) -> bool:
    """Whether a claim is decided without survey: all four conditions ask for honesty and no anomaly in the data."""
    if p.fast_track_enabled < 0.5:
        return False
    return (honest or p.fast_track_conditions < 2.5) and (due or p.fast_track_conditions < 3.5)


@inlined
def survey_minutes(no_survey: bool, delegated: bool, hours_month: float, p: Verification) -> int:
    """Minutes of township work on a new case: intake, survey, file; confirmation where it is delegated.

    `capacity` is a least time: a post of `hours_month` works off no more claims than that.
    """
    minutes = int(p.intake_minutes + (0.0 if no_survey else p.survey_minutes) + p.filing_minutes)
    if delegated:
        minutes += int(p.delegated_minutes)
    return max(minutes, int(hours_month * 60.0 / p.capacity)) if p.capacity > 0.0 else minutes


@inlined
def days_to_survey(fast: bool, coordination_days: float, p: Verification) -> int:
    """Working days from the start of work on a claim until it may be surveyed."""
    if fast:
        return int(p.fast_track_days)
    days = p.start_days + p.delay_days + (p.steps - STEPS) * p.step_days
    return int(max(days + p.turnaround_days + p.bank_lag_days + coordination_days, 0.0))


@inlined
def days_to_confirmation(word: np.uint32, p: Verification) -> int:
    """Working days from the survey until the county may confirm: notice, handling, democratic appraisal.

    Handling spreads by `process_cv` of the limit. It is here and not before the survey, where the queue would hide it.
    """
    days = p.notice_days + p.standard_days + (p.appraisal_days if p.appraisal_enabled > 0.5 else 0.0)
    if p.process_cv > 0.0:
        days = days + p.process_cv * p.limit_days * normal(word)
    return int(max(days, 0.0))


@inlined
def earliest_decision(filed_day: int, ready_day: int, p: Verification) -> int:
    """Working day before which offices do not decide: of what is left of the legal limit they let a share pass.

    A decision that is ready after the limit waits for nothing more.
    """
    left = filed_day + p.limit_days - ready_day
    return ready_day + int(p.uses_limit * max(left, 0.0))


@inlined
def hidden_seen(word: np.uint32, p: Verification) -> bool:
    """Whether survey or data match finds the hidden earnings of a unit."""
    return happens(word, p.detection)


@inlined
def checked(word: np.uint32, p: Verification) -> bool:
    """Whether an entry is checked against data at all."""
    return p.check_in_process > 0.5 and happens(word, p.entry_check_share)


@inlined
def refusal_chance(delegated: bool, outsourced: bool, found: float, p: Verification) -> float:
    """Probability of a wrongful refusal: clerical, a wrong match, a poor contracted survey, less what is found."""
    chance = p.refusal_error + p.false_match * (1.0 - p.refusal_error)
    if outsourced:
        chance = chance + (1.0 - p.survey_accuracy)
    return chance * (p.township_error if delegated else 1.0) * (1.0 - found)


@inlined
def grant_chance(delegated: bool, outsourced: bool, found: float, p: Verification) -> float:
    """Probability of a wrongful grant where the facts on file refuse: clerical, or a false identity."""
    chance = p.grant_error + p.identity_online_share * p.identity_fraud
    if outsourced:
        chance = chance + (1.0 - p.survey_accuracy)
    return chance * (p.township_error if delegated else 1.0) * (1.0 - found)


@inlined
def favour_chance(relative: bool, found: float, p: Verification) -> float:
    """Probability that the file of a unit is kept in its favour: of staff relatives whom the county does not check."""
    return p.favouritism * (1.0 - p.relative_check) * (1.0 - found) if relative else 0.0


@inlined
def objection_chance(p: Verification) -> float:
    """Probability that the notice brings up a case which should be refused: none without notice."""
    return p.objection_prob * min(p.notice_days / NOTICE, 1.0)


@inlined
def service_days(minutes: int, hours_month: float) -> int:
    """Whole working days that a post of so many hours a month takes over a piece of work, by itself."""
    if minutes <= 0 or hours_month <= 0.0:
        return 0
    return int((minutes - 1) * WORKING_DAYS / (hours_month * 60.0))


@inlined
def day_of(minute: int, minutes_month: int, month: int) -> int:
    """Working day on which the given minute of a month's work falls."""
    if minutes_month <= 0:
        return month * WORKING_DAYS
    return month * WORKING_DAYS + minute * WORKING_DAYS // minutes_month


@inlined
def minute_of(day: int, minutes_month: int, month: int) -> int:
    """Minute of the month's work during which a working day begins (0 for days before the month)."""
    return max(day - month * WORKING_DAYS, 0) * minutes_month // WORKING_DAYS
