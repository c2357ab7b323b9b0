"""The four assumptions on which every cliff rests, and the parameters of the scenario that carry them.

The provinces' texts state none of them (values of the seed catalogue XP-03, ZJ-30, YN-04, XP-27), so each figure
of a cliff or a marginal rate comes with what it would be at both ends of their ranges, one at a time.

    dibao_topup_share               withdrawal rate of the top-up (no parameter scales the gap itself)
    passported_value                every amount that a bundle of aid in kind names, near-poor statuses apart
    gradual_exit_profile            what is paid while leaving gradually: acts on the first year after a rise
    special_assist_near_poor_share  every amount of the near-poor bundle, the part of the package opened to it
"""

from functools import lru_cache
from typing import Final, NamedTuple

from simulation.parameters.programmes import AmountSpec, ProgrammeSpec
from simulation.parameters.scenario import Scenario

NEAR_POOR: Final = ("marginal",)
NAMES: Final = {
    "dibao_topup_share": ("低保补差比例", "Share of the gap that dibao tops up"),
    "passported_value": ("联动救助价值", "Value of the aid that comes with a status"),
    "gradual_exit_profile": ("渐退方式", "Profile of the gradual exit"),
    "special_assist_near_poor_share": ("专项救助向边缘家庭开放比例", "Package opened to near-poor households"),
}
BASE: Final = ""


class Variant(NamedTuple):
    """A scenario with one assumption at an end of its range; `assumption` is empty for the scenario as it is."""

    assumption: str
    end: str  # "low", "high", or the code
    values: tuple[tuple[str, float], ...]
    scenario: Scenario


def paths_of(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """The parameters behind each assumption."""
    specs = scenario.sources.programmes
    main = next(spec.id for spec in specs if spec.main)
    near = tuple(path for spec in specs if spec.id in NEAR_POOR for path in _bundle_paths(spec))
    passported = (path for spec in specs for path in _bundle_paths(spec))
    return {
        "dibao_topup_share": (f"{main}.withdraw_rate",),
        "passported_value": tuple(path for path in dict.fromkeys(passported) if path not in near),
        "gradual_exit_profile": (f"{main}.gradual_exit_profile",),
        "special_assist_near_poor_share": near,
    }


def _bundle_paths(spec: ProgrammeSpec) -> list[str]:
    return [path for row in spec.bundle for path in _references(spec.id, row.amount)]


def _references(programme: str, amount: AmountSpec) -> list[str]:
    """Paths of the parameters that an amount names."""
    names = [str(n).removeprefix("$") for n in (amount.yuan, amount.multiple) if isinstance(n, str)]
    return [name if "." in name else f"{programme}.{name}" for name in names]


@lru_cache(maxsize=16)
def variants(scenario: Scenario) -> tuple[Variant, ...]:
    """The scenario as it is, then each assumption at the low and the high end of its stated range.

    A code (the profile) takes every value of its range, for there is nothing between them.
    """
    found = [Variant(BASE, "", (), scenario)]
    for assumption, paths in paths_of(scenario).items():
        for end, values in _ends(scenario, paths):
            if any(scenario.value(path) != value for path, value in values.items()):
                changed = scenario.change(values, name=f"{assumption} {end}")
                found.append(Variant(assumption, end, tuple(values.items()), changed))
    return tuple(found)


def _ends(scenario: Scenario, paths: tuple[str, ...]) -> list[tuple[str, dict[str, float]]]:
    """(name of the end, values) over the ranges of the parameters."""
    known = [scenario.sources.parameters[path] for path in paths]
    if len(known) == 1 and known[0].unit == "code":
        codes = range(int(known[0].range_low), int(known[0].range_high) + 1)
        return [(str(code), {known[0].path: float(code)}) for code in codes]
    return [(end, {p.path: float(getattr(p, f"range_{end}")) for p in known}) for end in ("low", "high")]
