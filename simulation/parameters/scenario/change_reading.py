"""In which months a value is read, and what a change dated between them does."""

from collections.abc import Iterable, Mapping

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.reforms.reforms import END, Change
from simulation.parameters.scenario.in_force import POLICY_MONTH
from simulation.parameters.schema.fields import Read
from simulation.parameters.values.values import Parameter
from simulation.units import FIRST_MONTH, MONTHS_PER_YEAR, last_day, month_label

_WHEN: dict[Read, str] = {
    "month": f"a last day not before {last_day(FIRST_MONTH)}: that month is the first that is simulated",
    "quarter": "dates that include the last month of a quarter, when it is read",
    "year": "dates that include a January, when it is read",
    "policy_month": f"dates that include {month_label(POLICY_MONTH)}, when it is read for all months",
    "start": f"dates that include {month_label(FIRST_MONTH)}, the start of the warm-up, when alone it is read",
    "never": "a value that the model reads",
}


def reads(read: Read, month: int) -> bool:
    """Whether a value is read in a month; before -24 everything stays constant, as in that month."""
    if read == "quarter":
        return month % 3 == 2
    if read == "year":
        return month % MONTHS_PER_YEAR == 0
    if read == "policy_month":
        return month == POLICY_MONTH
    return month == FIRST_MONTH if read == "start" else read == "month"


def first_read(read: Read, start: int, end: int) -> int | None:
    """First month from `start` to before `end` in which a value is read; None if there is none."""
    first = max(start, FIRST_MONTH)
    within = range(first, min(end, max(first, POLICY_MONTH) + MONTHS_PER_YEAR + 1))
    return next((month for month in within if reads(read, month)), None)


def check_read(parameters: Mapping[str, Parameter], made: Iterable[Change], mistakes: Mistakes) -> None:
    """Record changes of a file that are in force in no month in which their value is read."""
    for change in made:
        parameter = parameters.get(change.path)
        read: Read = parameter.read if parameter is not None else "month"
        if change.start < change.end and first_read(read, change.start, change.end) is None:
            mistakes.add(change.file, change.key, _WHEN[read], _period(read, change.start, change.end))


def _period(read: Read, start: int, end: int) -> str:
    if read == "never":
        return "one that nothing reads yet: a change of it does nothing"
    first = "the start" if start <= FIRST_MONTH else month_label(start)
    return f"{first} and later" if end >= END else f"{first} to {month_label(end - 1)}"
