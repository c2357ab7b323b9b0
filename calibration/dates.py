"""Dates of the table as months from January 2023 = 0, the policy month of the model's calendar."""

import re
from typing import Final

from simulation.units import BASE_YEAR, MONTHS_PER_YEAR

DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(/\d{4}-(0[1-9]|1[0-2]))?)?")


def ends_of(date: str) -> tuple[str, str]:
    """First and last month (YYYY-MM) of YYYY, YYYY-MM or YYYY-MM/YYYY-MM."""
    if len(date) == 4:
        return f"{date}-01", f"{date}-12"
    first, _, last = date.partition("/")
    return first, last or first


def month_of(month: str) -> int:
    """Months from January 2023 to a month YYYY-MM."""
    return (int(month[:4]) - BASE_YEAR) * MONTHS_PER_YEAR + int(month[5:7]) - 1
