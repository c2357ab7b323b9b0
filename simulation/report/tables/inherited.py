"""What a province's text leaves open, in words: lines that `doudi check PROVINCE` prints."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from simulation.report.words.labels import Label, Lang

if TYPE_CHECKING:
    from simulation.mechanisms.inherited import Inherited

NAMED: Final = Label(
    "文本提到、未给数值的 {levers} 项：", "{levers} levers of mechanisms that the text names, without a value:"
)
SILENT: Final = Label("文本未提到的 {levers} 项：", "{levers} levers of mechanisms that the text does not mention:")
LEVEL: Final = Label(
    "  {mechanism} {lever}：未说明，取全国水平 {path} = {value}（{unit}{range}）",
    "  {mechanism} {lever}: not stated: national level: {path} = {value} ({unit}{range})",
)
RANGE: Final = Label("，范围 {low} 至 {high}", ", range {low} to {high}")


def inherited_lines(found: Iterable["Inherited"], lang: Lang) -> list[str]:
    """A heading and a line per lever at the national level: first those whose mechanism the province names."""
    levers = list(found)
    lines: list[str] = []
    for heading, part in (
        (NAMED, [each for each in levers if each.named]),
        (SILENT, [each for each in levers if not each.named]),
    ):
        if part:
            lines += [getattr(heading, lang).format(levers=len(part)), *(_line(each, lang) for each in part)]
    return lines


def _line(each: "Inherited", lang: Lang) -> str:
    known = each.low is not None and each.high is not None and math.isfinite(each.low) and math.isfinite(each.high)
    between = getattr(RANGE, lang).format(low=f"{each.low:g}", high=f"{each.high:g}") if known else ""
    return str(getattr(LEVEL, lang)).format(
        mechanism=each.mechanism, lever=each.lever, path=each.path, value=f"{each.value:g}", unit=each.unit,
        range=between,
    )  # fmt: skip
