"""Where an indicator is among the numbers of a run, by its full name, a short one or an alias."""

from collections.abc import Sequence
from typing import Final

from simulation.simulate.errors import ExperimentError

ALIASES: Final = {
    "budget": ("ledger", "all", "benefits_yuan_year"),
    "civil_affairs": ("ledger", "all", "civil_affairs_cost_yuan_year"),
    "cost": ("ledger", "all", "total_cost_yuan_year"),
    "exclusion_error": ("truth", "all", "exclusion_error_poor_share"),
    "inclusion_error": ("truth", "all", "inclusion_error_share"),
    "poverty_gap": ("truth", "line:z", "poverty_gap_share"),
    "staff_hours": ("ledger", "all", "staff_hours_year"),
}  # fmt: skip

SHOWN_GROUPS: Final = 24  # names of groups in a message


def position_of(indicator: str, heads: Sequence[tuple[str, ...]]) -> int:
    """Place of an indicator among the numbers of a run.

    Raises ExperimentError for an unknown one: an indicator that exists for groups alone is reported with their names.
    """
    names = [f"{observer}/{group}/{name}" for observer, group, name, *_ in heads]
    wanted = "/".join(ALIASES[indicator]) if indicator in ALIASES else indicator
    for candidate in (wanted, *(name for name in names if name.endswith(f"/all/{wanted}"))):
        if candidate in names:
            return names.index(candidate)
    raise ExperimentError(_unknown(indicator, heads, names))


def _unknown(indicator: str, heads: Sequence[tuple[str, ...]], names: Sequence[str]) -> str:
    """What is wrong with the name of an indicator, and what to write."""
    from simulation.parameters.files.mistakes import nearest

    last = indicator.rpartition("/")[2]
    groups = [full for full, head in zip(names, heads, strict=True) if head[2] == last]
    if groups:
        listed = ", ".join(groups[:SHOWN_GROUPS]) + (", ..." if len(groups) > SHOWN_GROUPS else "")
        return f"no indicator {indicator!r}: {last} is reported for groups; write one of {listed}"
    whole = {head[2] for head in heads if head[1] == "all"}
    hint = nearest(indicator, sorted({*ALIASES, *whole})) or nearest(indicator, names)
    return f"no indicator {indicator!r}" + (f"; did you mean {hint!r}?" if hint else "")
