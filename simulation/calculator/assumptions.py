"""The four assumptions on which every cliff rests, and the parameters of the scenario that carry them.

The provinces' texts state none of them (values of the seed catalogue XP-03, ZJ-30, YN-04, XP-27), so each figure
of a cliff or a marginal rate comes with what it would be at both ends of their ranges, one at a time.

    dibao_topup_share               share of the gap that is paid: line and withdrawal rate fall together, so that
                                    a softer taper of a scenario stays what it is
    passported_value                every amount that an aid programme or a bundle names, near-poor bundles apart
    gradual_exit_profile            what is paid while leaving gradually: acts on the first year after a rise
    special_assist_near_poor_share  the share of an aid that near-poor statuses open, and their own bundles
"""

from functools import lru_cache
from typing import Final, NamedTuple

from simulation.messages.catalogues import labels_of
from simulation.parameters.programmes.programmes import ProgrammeSpec
from simulation.parameters.programmes.rule_blocks import AmountSpec, PassportSpec
from simulation.parameters.programmes.rule_walk import reference_path
from simulation.parameters.scenario.scenario import Scenario

NEAR_POOR: Final = ("marginal", "expenditure", "expansion_band")
GAP: Final = "dibao_topup_share"
NAMES: Final = labels_of(
    "calculator", "assumptions",
    order=(GAP, "passported_value", "gradual_exit_profile", "special_assist_near_poor_share"),
)  # fmt: skip
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
    main = next(spec for spec in specs if spec.main)
    gap = [reference_path(main.id, each) for each in (main.need.share, main.benefit.withdraw) if isinstance(each, str)]
    opened = [path for spec in specs for row in spec.passport if row.status in NEAR_POOR for path in _shares(spec, row)]
    near = tuple(dict.fromkeys([*opened, *(p for spec in specs if spec.id in NEAR_POOR for p in _bundle_paths(spec))]))
    passported = [path for spec in specs for path in _bundle_paths(spec)]
    passported += [path for spec in specs if spec.passport for path in _references(spec.id, spec.need)]
    return {
        GAP: tuple(gap),
        "passported_value": tuple(path for path in dict.fromkeys(passported) if path not in near),
        "gradual_exit_profile": (f"{main.id}.gradual_exit_profile",),
        "special_assist_near_poor_share": near,
    }


def _bundle_paths(spec: ProgrammeSpec) -> list[str]:
    return [path for row in spec.bundle for path in _references(spec.id, row.amount)]


def _shares(spec: ProgrammeSpec, passport: PassportSpec) -> list[str]:
    """Paths of the parameters that say which share of an aid a status opens."""
    shares = passport.share if isinstance(passport.share, list) else [passport.share]
    return [reference_path(spec.id, share) for share in shares if isinstance(share, str)]


def _references(programme: str, amount: AmountSpec) -> list[str]:
    """Paths of the parameters that an amount names."""
    return [reference_path(programme, number) for number in (amount.yuan, amount.multiple) if isinstance(number, str)]


@lru_cache(maxsize=16)
def variants(scenario: Scenario) -> tuple[Variant, ...]:
    """The scenario as it is, then each assumption at the low and the high end of its stated range.

    A code (the profile) takes every value of its range, for there is nothing between them.
    """
    found = [Variant(BASE, "", (), scenario)]
    for assumption, paths in paths_of(scenario).items():
        ends = _shares_of_the_gap(scenario, *paths) if assumption == GAP and len(paths) > 1 else _ends(scenario, paths)
        for end, values in ends:
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


def _shares_of_the_gap(scenario: Scenario, share: str, withdraw: str) -> list[tuple[str, dict[str, float]]]:
    """Both ends of the share of the gap that is paid; the withdrawal rate keeps its relation to the share."""
    known = scenario.sources.parameters[share]
    relation = scenario.value(withdraw) / max(scenario.value(share), known.range_low)
    ends = (("low", known.range_low), ("high", known.range_high))
    return [(end, {share: paid, withdraw: min(1.0, relation * paid)}) for end, paid in ends]
