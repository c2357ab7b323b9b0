"""The case table of a county: a row for whoever is known, entitled, applied, enrolled or monitored."""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from simulation.rules.facts import ON_FILE

# the least that the 16 bits of a month hold: before every month, so most comparisons need no exception
NO_MONTH = -32768
NO_PROGRAMME = -1


class Stage(IntEnum):
    """Stage of a case."""

    LATENT = 0  # in hardship or once a case, nothing filed
    SURVEY = 1  # filed: waits for or is in the township's survey
    CONFIRM = 2  # surveyed and on notice: waits for the county
    ENROLLED = 3


class Flagged(IntEnum):
    """Whether a case is on the assistants' list."""

    NO = 0
    LISTED = 1
    LOST = 2  # flagged, but nobody will follow it up


class Noticed(IntEnum):
    """What was seen of a holder and has not yet taken effect."""

    NOTHING = 0
    CHANGE = 1  # on a care visit
    EXPOSED = 2  # in a match that shows hidden earnings too


class Assisted(IntEnum):
    """Whether somebody files for a case."""

    NO = 0
    HELPED = 1
    FORCED = 2  # without asking


type Cases = npt.NDArray[np.void]  # of CASE records

CASE: np.dtype[np.void] = np.dtype((np.record, [
    ("unit", np.int32),  # row of the unit inside the county
    ("village", np.int32),  # village inside the county
    ("stage", np.uint8),
    ("programme", np.int8),  # decided status, -1 = none
    ("amount", np.int32),  # fen/month last decided
    ("covered", np.uint8),  # persons covered by the decision
    ("entitled", np.int8),  # programme by the true facts of this month, -1 = none
    ("entitled_amount", np.int32),  # fen/month by the true facts
    ("entitled_covered", np.uint8),
    ("since", np.int16),  # month in which the present cash entitlement began
    ("reached", np.uint8),  # 1 = it has been paid; what comes later is no wait
    ("work", np.int32),  # minutes still to be worked in this stage
    ("ready", np.int32),  # working day from which the work may start
    ("start", np.int16),  # first month of payment
    ("review", np.int16),  # month of the next review
    ("retry", np.int16),  # not filed again before this month
    ("refused", np.uint8),  # 1 = the last decision was a refusal
    ("flagged", np.uint8),  # see Flagged
    ("assisted", np.uint8),  # see Assisted
    ("channel", np.uint8),  # Knowledge that led to the filing
    ("filings", np.uint16),  # number of filings so far
    ("filed", np.int32),  # working day from which the last filing counts
    ("act", np.int16),  # month in which something noticed takes effect, NO_MONTH = nothing noticed
    ("noticed", np.uint8),  # see Noticed
    ("lost", np.uint8),  # 1 = this month's payment did not arrive
    ("exit_left", np.uint8),  # months of gradual exit left
    ("monitored", np.uint8),  # 1 = on the register of low-income people
    ("watched", np.uint8),  # 1 = on the anti-return list
    ("found", np.uint8),  # 1 = recognised on a visit or in passing, not yet decided
    ("visited", np.int16),  # month of the last care visit
    ("paid", np.int32),  # fen paid this month
    ("paid_total", np.int64),  # fen paid since the policy date, or since tables began to count; no step reads it
    ("facts", np.int32, (ON_FILE,)),  # last facts on file
]))  # fmt: skip


def new_cases(capacity: int) -> Cases:
    """An empty case table; memory is touched only as cases appear."""
    return np.zeros(capacity, CASE)
