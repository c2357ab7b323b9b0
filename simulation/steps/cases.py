"""The case table of a county: a row for whoever is known, entitled, applied, enrolled or monitored."""

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.rules.facts import Fact

NEVER = -32768
NO_PROGRAMME = -1


class Stage(IntEnum):
    """Where a case stands."""

    LATENT = 0  # in hardship or once a case, nothing filed
    SURVEY = 1  # filed: waits for or is in the township's survey
    CONFIRM = 2  # surveyed and on notice: waits for the county
    ENROLLED = 3


class Cases(NamedTuple):
    """Columns of the case table; `facts` are the last facts on file. About 190 bytes a row."""

    unit: npt.NDArray[np.int32]  # row of the unit inside the county
    village: npt.NDArray[np.int32]  # village inside the county
    stage: npt.NDArray[np.uint8]
    programme: npt.NDArray[np.int8]  # decided status, -1 = none
    amount: npt.NDArray[np.int32]  # fen/month last decided
    covered: npt.NDArray[np.uint8]  # persons covered by the decision
    entitled: npt.NDArray[np.int8]  # programme by the true facts of this month, -1 = none
    entitled_amount: npt.NDArray[np.int32]  # fen/month by the true facts
    entitled_covered: npt.NDArray[np.uint8]
    since: npt.NDArray[np.int16]  # month in which the present cash entitlement began
    work: npt.NDArray[np.int32]  # minutes still to be worked in this stage
    ready: npt.NDArray[np.int32]  # working day from which the work may start
    start: npt.NDArray[np.int16]  # first month of payment
    review: npt.NDArray[np.int16]  # month of the next review
    retry: npt.NDArray[np.int16]  # not filed again before this month
    refused: npt.NDArray[np.uint8]  # 1 = the last decision was a refusal
    flagged: npt.NDArray[np.uint8]  # 1 = on the assistants' list
    assisted: npt.NDArray[np.uint8]  # 1 = somebody will file for it
    channel: npt.NDArray[np.uint8]  # Knowledge that led to the filing
    filings: npt.NDArray[np.uint16]  # number of filings so far
    exit_left: npt.NDArray[np.uint8]  # months of gradual exit left
    paid: npt.NDArray[np.int32]  # fen paid this month
    paid_total: npt.NDArray[np.int64]  # fen paid since the policy date
    facts: npt.NDArray[np.int32]  # (case, facts) last facts on file


def _scalar_type(hint: Any) -> Any:
    """The scalar type of an array annotation, however numpy spells it."""
    last = hint.__args__[-1]
    return last.__args__[0] if hasattr(last, "__args__") else last


def new_cases(capacity: int) -> Cases:
    """An empty case table; memory is touched only as cases appear."""
    arrays = {
        name: np.zeros((capacity, len(Fact)) if name == "facts" else capacity, _scalar_type(hint))
        for name, hint in Cases.__annotations__.items()
    }
    return Cases(**arrays)
