"""The files that a fit writes: central values of the nation and of provinces that deviate, and the posterior draws."""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from calibration.priors import Parameter
from simulation.parameters.reforms.posterior import BORROWED, NUMBER

FILE: Final = "calibrated.toml"
FOLDER: Final = "calibrated"


@dataclass(frozen=True)
class Provenance:
    """What a fit was made from."""

    targets: tuple[str, ...]  # ids of the facts
    confidence: str  # memory where any fact is only remembered
    year: int  # of the newest fact
    scale: float
    replications: int
    seed: int
    digests: tuple[tuple[str, str], ...]
    borrowed: tuple[str, ...] = ()  # provinces without facts of their own


def overlay(
    parameters: Sequence[Parameter], values: Mapping[str, float], provenance: Provenance, province: str | None = None
) -> str:
    """The TOML that scenarios are overlaid with: one table a parameter, and what it was fitted to."""
    whose = f"the deviations of {province}" if province else "the nation; provinces that deviate are in calibrated/"
    parts = [
        f"# Written by `doudi calibrate`; do not edit. Central values of {whose}.",
        "[provenance]",
        f"targets = {_text(list(provenance.targets))}",
        f"parameters = {_text([one.path for one in parameters if one.path in values])}",
        f"borrowed = {_text(list(provenance.borrowed))}",
        f"scale = {provenance.scale!r}\nreplications = {provenance.replications}\nseed = {provenance.seed}",
        *(f"{name}_digest = {_text(digest)}" for name, digest in provenance.digests),
    ]
    for one in parameters:
        if one.path not in values:
            continue
        what = "provincial deviation fitted" if province else "fitted"
        source = (
            f"{what} to published figures up to {provenance.year} ({_listed(provenance.targets)}) by `doudi calibrate`"
        )
        parts += [
            f"\n[{one.path}]",
            f"value = {values[one.path]!r}\nunit = {_text(one.unit)}",
            f'status = "calibrated"\nconfidence = "{provenance.confidence}"',
            f"source = {_text(source)}\nyear = {provenance.year}",
            f"range = [{one.low!r}, {one.high!r}]",
        ]
    return "\n".join(parts) + "\n"


def _listed(ids: Sequence[str], most: int = 8) -> str:
    """Ids in one line; many are counted, for `targets` of the file lists them all."""
    return ", ".join(ids) if len(ids) <= most else f"{len(ids)} facts: {', '.join(ids[:3])}, ..."


def _text(value: str | list[str]) -> str:
    """A TOML string, or an array of strings: the notation of JSON is valid TOML for both."""
    return json.dumps(value, ensure_ascii=False)


def posterior_text(table: pd.DataFrame) -> str:
    """The draws as CSV, one row a draw."""
    return str(table.to_csv(lineterminator="\n"))


def stored_posterior(file: Path) -> pd.DataFrame:
    """The draws as `posterior_text` wrote them; a scenario that was loaded from the same folder has checked it."""
    table = pd.read_csv(file, index_col=NUMBER, dtype={BORROWED: str})
    table[BORROWED] = table[BORROWED].fillna("")
    return table


def check_writable(folder: Path) -> None:
    """Raise OutputError if no file can be written to `folder`: said before the long work."""
    from simulation.report.output_folder import OutputError

    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=".doudi-")
    except OSError as error:
        raise OutputError(f"{folder / FILE}: cannot be written ({error.strerror})") from error
    os.close(handle)
    Path(name).unlink()


def write_atomically(text: str, file: Path) -> None:
    """Replace `file` in one step: whatever interrupts, it contains the old text or the new."""
    file.parent.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".doudi-", text=False)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)
