"""Which statistics have a published figure in which province: the rest can be neither fitted nor checked."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from calibration.dates import ends_of
from calibration.statistics import STATISTICS
from calibration.targets import Fact, load_facts
from calibration.validation.words import statistic_name

FIRST, LAST = "2021-01", "2023-12"
NOTHING: Final = "none"


def coverage(facts: Sequence[Fact] | None = None) -> dict[str, Counter[tuple[str, str]]]:
    """Number of figures by statistic, and in it by (province, `fitted` or `kept`): seen, of 2021-01 to 2023-12."""
    if facts is None:
        facts = (*load_facts(), *load_facts(role="validate"))
    counts: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in STATISTICS}
    for fact in facts:
        first, last = ends_of(fact.date)
        name = fact.statistic.partition(":")[0]
        if name in counts and fact.gates and first >= FIRST and last <= LAST:
            counts[name][fact.province, "fitted" if fact.role == "calibrate" else "kept"] += 1
    return counts


def cell(counts: Counter[tuple[str, str]], province: str) -> str:
    """`2 fitted, 3 kept`, or `none`."""
    parts = [f"{counts[province, role]} {role}" for role in ("fitted", "kept") if counts[province, role]]
    return ", ".join(parts) or NOTHING


def coverage_table(provinces: Sequence[str]) -> list[tuple[str, ...]]:
    """A row per statistic that some province has: its name and a cell per province."""
    return [
        (statistic_name(name, "en"), *(cell(counts, province) for province in provinces))
        for name, counts in coverage().items()
        if any(province in provinces for province, _ in counts)
    ]
