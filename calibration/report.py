"""What a calibration found, as the tables that are printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from calibration.posterior import Deviation, Pinned
from calibration.priors import Parameter
from calibration.search import Line
from calibration.waves import Wave


@dataclass(frozen=True)
class Calibration:
    """Central values, how well they meet the facts, what the facts do not pin down, and where it was written."""

    province: str | None  # that was refitted alone; None: all
    parameters: tuple[Parameter, ...]
    national: Mapping[str, float]
    provincial: Mapping[str, Mapping[str, float]]
    lines: tuple[Line, ...]
    pinned: tuple[Pinned, ...]
    deviations: tuple[Deviation, ...]
    waves: tuple[Wave, ...]
    posterior: pd.DataFrame = field(repr=False)
    borrowed: tuple[str, ...] = ()
    widened: Mapping[str, float] = field(default_factory=dict)  # fact id -> times its discrepancy was widened
    unmoved: tuple[str, ...] = ()  # ids of facts that nothing searched moves
    settings: str = ""
    written: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()

    @property
    def fitted(self) -> dict[str, float]:
        """Parameter path -> central national value."""
        return dict(self.national)

    def __str__(self) -> str:
        """Facts (failures first), parameters, deviations and waves as plain tables."""
        parts = [self._facts(), self._values(), self._deviations(), self._waves(), self._closing()]
        return "\n\n".join("\n".join(part) for part in parts if part)

    def _facts(self) -> list[str]:
        head = (
            f"{'fact':<18} {'province':<14} {'statistic':<44} {'published':>11} {'band':>23} {'simulated':>11} "
            f"{'ratio':>6}  verdict"
        )
        lines = [head, "-" * len(head)]
        order = sorted(range(len(self.lines)), key=lambda i: (self.lines[i].verdict == "in band", i))
        for line in (self.lines[i] for i in order):
            aim = line.aim
            band = f"{_number(aim.low)} to {_number(aim.high)}"
            notes = [line.verdict]
            if aim.id in self.unmoved:
                notes.append("nothing searched moves it")
            if aim.id in self.widened:
                notes.append(f"no point reaches it (error widened {self.widened[aim.id]:.1f} times)")
            lines.append(
                f"{aim.id:<18} {aim.province:<14} {aim.statistic:<44} {_number(aim.value):>11} {band:>23} "
                f"{_number(line.simulated):>11} {line.ratio:>6.2f}  {'; '.join(notes)}"
            )
        inside = sum(line.verdict == "in band" for line in self.lines)
        return [*lines, f"{inside} of {len(self.lines)} in band"]

    def _values(self) -> list[str]:
        found = {each.path: each for each in self.pinned}
        if not found:
            return []
        head = f"{'parameter':<32} {'stated':>9} {'central':>9} {'5% to 95%':>22}  posterior/prior width"
        lines = [head, "-" * len(head)]
        for one in self.parameters:
            each = found[one.path]
            mark = "  the facts do not pin it down" if each.open else ""
            interval = f"{each.low:.4g} to {each.high:.4g}"
            lines.append(
                f"{one.path:<32} {one.centre:>9.4g} {self.national[one.path]:>9.4g} {interval:>22}  "
                f"{each.width:.2f}{mark}"
            )
        return lines

    def _deviations(self) -> list[str]:
        if not self.deviations and not self.borrowed:
            return []
        head = f"{'province':<14} {'parameter':<32} {'nation':>9} {'province':>9}  deviation in spreads (5% to 95%)"
        lines = [head, "-" * len(head)]
        for each in self.deviations:
            lines.append(
                f"{each.province:<14} {each.path:<32} {each.national:>9.4g} {each.value:>9.4g}  "
                f"{each.number:+.2f} ({each.low:+.2f} to {each.high:+.2f})"
            )
        if self.borrowed:
            lines.append(f"no facts of their own, borrowed from the nation: {', '.join(self.borrowed)}")
        return lines

    def _waves(self) -> list[str]:
        return [
            f"wave {each.number}: {each.points} points; {each.left:.2g} of the prior is not ruled out at an "
            f"implausibility of {each.bound:.2f}; worst leave-one-out error {_worst(each.errors)}"
            for each in self.waves
        ]

    def _closing(self) -> list[str]:
        lines = [self.settings] if self.settings else []
        lines += [f"written to {file}" for file in self.written] or ["not written"]
        lines += [
            f"removed {file}: it deviated from other national values; `doudi calibrate {file.stem}` fits it again"
            for file in self.removed
        ]
        return lines


def _worst(errors: Mapping[str, float]) -> str:
    name = max(errors, key=lambda each: errors[each])
    return f"{errors[name]:.2f} ({name})"


def _number(value: float) -> str:
    """A figure in at most ten characters: whole where it is large."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def listed(settings: Mapping[str, object], digests: Sequence[tuple[str, str]]) -> str:
    """Settings and digests in one line."""
    said = ", ".join(f"{name} {value}" for name, value in settings.items())
    return f"{said}; digests: {', '.join(f'{name} {digest}' for name, digest in digests)}"
