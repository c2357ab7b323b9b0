"""Dates of changes: `from` is the first and `to` the last day in force, so both are the ends of a month."""

import datetime
from typing import Annotated

from pydantic import AfterValidator

from simulation.units import first_day, last_day, month_of


def first_of_month(date: datetime.date) -> datetime.date:
    """The date itself. Raises ValueError, naming the dates to write instead, unless it is the first of a month."""
    if date.day == 1:
        return date
    month = month_of(date)
    raise ValueError(f"the first day of a month: {first_day(month)} or {first_day(month + 1)}")


def last_of_month(date: datetime.date) -> datetime.date:
    """The date itself. Raises ValueError, naming the dates to write instead, unless it is the last of a month."""
    month = month_of(date)
    before, own = last_day(month - 1), last_day(month)
    if date == own:
        return date
    if date.day == 1:
        raise ValueError(f"the last day in force, which is the last of a month: {before} where it ends before {date}")
    raise ValueError(f"the last day in force, which is the last of a month: {own} or {before}")


FromDate = Annotated[datetime.date, AfterValidator(first_of_month)]
ToDate = Annotated[datetime.date, AfterValidator(last_of_month)]


def month_from(text: str) -> int:
    """Month index of the first month in force: "2024-01" or "2024-01-01". Raises ValueError as `first_of_month`."""
    return month_of(first_of_month(_date(text)) if len(text) > len("2024-01") else _date(f"{text}-01"))


def month_to(text: str) -> int:
    """Month index after the last month in force: "2024-06" or "2024-06-30". Raises ValueError as `last_of_month`."""
    return month_of(last_of_month(_date(text)) if len(text) > len("2024-01") else _date(f"{text}-01")) + 1


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except (ValueError, TypeError):
        raise ValueError("a month such as 2024-01") from None
