"""All process parameters of one month side by side: what the compiled month takes."""

from typing import NamedTuple, Protocol

from simulation.parameters import processes as p
from simulation.parameters import staffing as s


class Processes(NamedTuple):
    """One flat NamedTuple per process group, in the order of the month."""

    earnings: p.Earnings
    job: p.Job
    illness: p.Illness
    disability: p.Disability
    disaster: p.Disaster
    demography: p.Demography
    information: p.Information
    screening: p.Screening
    visit: p.Visit
    application: p.Application
    verification: p.Verification
    review: p.Review
    temporary: p.Temporary
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


def processes_of(scenario: HasGroups, month: int) -> Processes:
    """The parameters in force in `month`."""
    names = (f"staff.{name}" if name in _STAFF else name for name in Processes._fields)
    return Processes(*(scenario.group(name, month) for name in names))  # type: ignore[arg-type]
