"""What a province's text leaves open, in words: lines that `doudi check PROVINCE` prints."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from simulation.messages.catalogues import labels_of
from simulation.report.words.labels import Lang, filled

if TYPE_CHECKING:
    from simulation.mechanisms.inherited import Inherited

WORDS: Final = labels_of("mechanisms", "inherited")


def inherited_lines(found: Iterable["Inherited"], lang: Lang) -> list[str]:
    """A heading and a line per lever at the national level: first those whose mechanism the province names."""
    levers = list(found)
    lines: list[str] = []
    for heading, part in (
        ("named", [each for each in levers if each.named]),
        ("silent", [each for each in levers if not each.named]),
    ):
        if part:
            lines += [filled(WORDS, heading, lang, levers=len(part)), *(_line(each, lang) for each in part)]
    return lines


def _line(each: "Inherited", lang: Lang) -> str:
    known = each.low is not None and each.high is not None and math.isfinite(each.low) and math.isfinite(each.high)
    between = filled(WORDS, "range", lang, low=f"{each.low:g}", high=f"{each.high:g}") if known else ""
    return filled(
        WORDS, "level", lang, mechanism=each.mechanism, lever=each.lever, path=each.path, value=f"{each.value:g}",
        unit=each.unit, range=between,
    )  # fmt: skip
