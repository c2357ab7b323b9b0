"""What a calibration found: the table that is printed and the file that scenarios are overlaid with."""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from calibration.fit import Searched
from calibration.targets import Fact

FILE = "calibrated.toml"


@dataclass(frozen=True)
class Line:
    """A target against the fitted model."""

    target: Fact
    simulated: float  # mean over the replications
    replications: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """Simulated over published."""
        return self.simulated / self.target.value


@dataclass(frozen=True)
class Calibration:
    """Fitted values, how well they meet the targets, and what they were fitted to."""

    province: str | None  # whose targets stand first
    values: tuple[tuple[Searched, float], ...]
    lines: tuple[Line, ...]
    evaluations: int
    scale: float
    replications: int
    seed: int
    digests: tuple[tuple[str, str], ...]  # of targets, of data, of the code version
    file: Path | None = None  # where the values were written

    @property
    def fitted(self) -> dict[str, float]:
        """Parameter path -> fitted value."""
        return {searched.path: value for searched, value in self.values}

    def __str__(self) -> str:
        """Targets and values as two plain tables."""
        return "\n".join([*self._targets(), "", *self._values(), "", *self._closing()])

    def _targets(self) -> list[str]:
        head = f"{'target':<6} {'province':<14} {'statistic':<28} {'published':>10} {'simulated':>10} {'ratio':>6}"
        lines = [head, "-" * len(head)]
        for line in self.lines:
            target = line.target
            lines.append(
                f"{target.id:<6} {target.province:<14} {target.statistic:<28} {target.value:>10,.0f} "
                f"{line.simulated:>10,.0f} {line.ratio:>6.2f}"
            )
        if self.province and self.province not in {line.target.province for line in self.lines}:
            lines.append(f"{self.province} has no published stock of its own here: one set of values for all.")
        return lines

    def _values(self) -> list[str]:
        head = f"{'parameter':<26} {'assumed':>9} {'fitted':>9}  range"
        lines = [head, "-" * (len(head) + 8)]
        for searched, value in self.values:
            end = searched.binding(value)
            mark = f"  at the {end} end" if end else ""
            bounds = f"{searched.low:g} to {searched.high:g}{mark}"
            lines.append(f"{searched.path:<26} {searched.start:>9g} {value:>9g}  {bounds}")
        return lines

    def _closing(self) -> list[str]:
        run = (
            f"{self.evaluations} evaluations at scale {self.scale:g}, {self.replications} replications, "
            f"seed {self.seed}; digests: {', '.join(f'{name} {digest}' for name, digest in self.digests)}"
        )
        return [run, f"written to {self.file}" if self.file else "not written"]

    def toml(self) -> str:
        """The overlay that scenarios read: one table per parameter, and what it was fitted to."""
        ids = ", ".join(line.target.id for line in self.lines)
        mark = "memory" if any(line.target.confidence == "memory" for line in self.lines) else "seen"
        year = max(line.target.year for line in self.lines)
        parts = [
            "# Written by `doudi calibrate`; do not edit. Fitted jointly, one set of values for all provinces.",
            "[provenance]",
            f"targets = {_text([line.target.id for line in self.lines])}",
            f"parameters = {_text([searched.path for searched, _ in self.values])}",
            f"scale = {self.scale!r}\nreplications = {self.replications}\nseed = {self.seed}",
            *(f"{name}_digest = {_text(digest)}" for name, digest in self.digests),
        ]
        for searched, value in self.values:
            source = f"fitted to published stocks at the end of {year} ({ids}) by `doudi calibrate`"
            parts += [
                f"\n[{searched.path}]",
                f"value = {value!r}\nunit = {_text(searched.unit)}",
                f'status = "calibrated"\nconfidence = "{mark}"\nsource = {_text(source)}\nyear = {year}',
                f"range = [{searched.low!r}, {searched.high!r}]",
            ]
        return "\n".join(parts) + "\n"


def _text(value: str | list[str]) -> str:
    """A TOML string, or an array of strings: the notation of JSON is valid TOML for both."""
    return json.dumps(value, ensure_ascii=False)


def check_writable(folder: Path) -> None:
    """Raise OutputError if no file can be written to `folder`: told before the long work."""
    from simulation.views.place import OutputError

    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=".doudi-")
    except OSError as error:
        raise OutputError(f"{folder / FILE}: cannot be written ({error.strerror})") from error
    os.close(handle)
    Path(name).unlink()


def write_atomically(text: str, file: Path) -> None:
    """Replace `file` in one step: whatever interrupts, it holds the old text or the new."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".doudi-", text=False)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)
