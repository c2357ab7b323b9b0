"""All process parameters of one month side by side: what the compiled month takes."""

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from simulation.parameters.schema import casework as c
from simulation.parameters.schema import claims
from simulation.parameters.schema import discovery as d
from simulation.parameters.schema import monitoring as m
from simulation.parameters.schema import needs as n
from simulation.parameters.schema import processes as p
from simulation.parameters.schema import staffing as s
from simulation.parameters.schema import statements as st
from simulation.parameters.schema.effective import apply_levers


class Processes(NamedTuple):
    """One flat NamedTuple per process group, in the order of the month."""

    earnings: p.Earnings
    job: p.Job
    illness: p.Illness
    disability: p.Disability
    disaster: p.Disaster
    hardship: p.Hardship
    demography: p.Demography
    kin: p.Kin
    registration: p.Registration
    needs: n.Needs
    information: d.Information
    statement: st.Statement
    screening: m.Screening
    visit: d.Visit
    application: claims.Application
    verification: c.Verification
    review: c.Review
    control: c.Control
    payment: c.Payment
    credit: c.Credit
    temporary: c.Temporary
    budget: c.Budget
    behaviour: p.Behaviour
    register: p.Register
    observers: p.Observers
    assistant: s.Assistant
    desk: s.Desk
    bureau: s.Bureau


class HasGroups(Protocol):
    """Anything that knows its parameter groups by name and month (a Scenario)."""

    def group(self, name: str, month: int) -> tuple[float, ...]:
        """The NamedTuple of one group in one month."""
        ...


_STAFF = ("assistant", "desk", "bureau")


def _record_of(group: type) -> np.dtype[np.void]:
    return np.dtype((np.record, [(name, np.float64) for name in group.__annotations__]))


PROCESSES: np.dtype[np.void] = np.dtype(
    (np.record, [(name, _record_of(group)) for name, group in Processes.__annotations__.items()])
)


def processes_of(scenario: HasGroups, month: int) -> npt.NDArray[np.void]:
    """(1,) record of the parameters in force in `month`: `record[0].job.loss_prob_month`."""
    record = np.zeros(1, PROCESSES)
    for name in Processes._fields:
        group = scenario.group(f"staff.{name}" if name in _STAFF else name, month)
        for field, value in zip(group._fields, group, strict=True):  # type: ignore[attr-defined]
            record[name][field] = value
    apply_levers(record, scenario, month)
    return record
