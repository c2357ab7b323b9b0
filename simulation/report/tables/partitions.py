"""Long tables as files: a file contains parts of one kind or wholes, never a part together with a sum that it is in.

A plain sum over a file counts nothing twice. `NAME.csv` has the wholes, `NAME_by_KIND.csv` their parts of a kind.
"""

from collections.abc import Sequence
from typing import Final, Protocol

import pandas as pd

WHOLES: Final = ("all", "line", "before", "with_staff")  # kinds of group that are measures of the whole province


def indicator_frames(name: str, frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """An indicator table as one frame of wholes and one for each kind of group (`programme`, `payer`, `cause` ...)."""
    kinds = frame["group"].astype(str).str.partition(":")[0]
    return _apart(name, frame, kinds.where(~kinds.isin(WHOLES), "all"))


def group_frames(name: str, frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """A table with a column `group_kind` as one frame of wholes and one for each kind."""
    return _apart(name, frame, frame["group_kind"])


def _apart(name: str, frame: pd.DataFrame, kinds: pd.Series) -> dict[str, pd.DataFrame]:
    names = {kind: name if kind == "all" else f"{name}_by_{kind}" for kind in ("all", *kinds.unique())}
    parts = {file: frame[kinds == kind].reset_index(drop=True) for kind, file in names.items()}
    return {file: part for file, part in parts.items() if len(part)}


def step_frames(name: str, frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The steps from one total to another, with both totals in columns of their own."""
    totals = frame.set_index("step")["yuan_year"]
    steps = frame[~frame["step"].isin(("baseline", "reform"))]
    return {
        name: steps.assign(
            baseline_total_yuan_year=totals["baseline"], reform_total_yuan_year=totals["reform"]
        ).reset_index(drop=True)
    }  # fmt: skip


class ByMonth(Protocol):
    """What has spending by month."""

    def budget_by_month(self, by: Sequence[str] = ()) -> pd.DataFrame:
        """Spending by month and the parts named in `by`."""


def budget_frames(held: ByMonth) -> dict[str, pd.DataFrame]:
    """Spending by month: by programme and payer, by each of them alone (a band is that of its own sum), in all."""
    return {
        "budget_by_month": held.budget_by_month(by=("programme", "payer")),
        "budget_by_programme": held.budget_by_month(by=("programme",)),
        "budget_by_payer": held.budget_by_month(by=("payer",)),
        "budget_totals": held.budget_by_month(by=()),
    }


class ByYear(Protocol):
    """What has spending and persons by calendar year."""

    def by_year(self, *, total: bool = False) -> pd.DataFrame:
        """By programme, or spending of all programmes together."""


def year_frames(held: ByYear) -> dict[str, pd.DataFrame]:
    """Spending and persons by calendar year and programme, and spending in all."""
    return {"by_year": held.by_year(), "by_year_total": held.by_year(total=True)}
