"""What one scenario changes against another, in words, with the references it gives."""

from typing import TYPE_CHECKING, Final, Literal

from simulation.parameters.edits import Edit
from simulation.parameters.provenance import LINE_LABELS
from simulation.parameters.references import cited
from simulation.parameters.reforms import END, Change
from simulation.parameters.values import FIRST_MONTH
from simulation.units import month_label

if TYPE_CHECKING:
    from simulation.parameters.scenario import Scenario

type Lang = Literal["en", "zh"]

_WORDS: Final = {
    "set": ("设为 {0}", "set to {0}"),
    "was": ("原为 {0}", "was {0}"),
    "on": ("开启", "switched on"),
    "off": ("关闭", "switched off"),
    "was_on": ("原为开启", "was on"),
    "was_off": ("原为关闭", "was off"),
    "add": ("增加 {0}", "add {0}"),
    "scale": ("乘以 {0}", "multiply by {0}"),
    "insert": ("新增规则", "rule added"),
    "remove": ("取消规则", "rule removed"),
    "insert_programme": ("新增项目", "programme added"),
    "remove_programme": ("取消项目", "programme removed"),
    "without": ("不含:", "without "),
    "start": ("自始", "from the start"),
    "from": ("自 {0} 起", "from {0}"),
    "until": ("至 {0} 之前", "until before {0}"),
    "urban": ("城镇", "urban"),
    "rural": ("农村", "rural"),
    "counties": ("{0} 个县(市、区)", "{0} counties"),
    "below": ("现值低于 {0} 者", "where below {0}"),
    "above": ("现值高于 {0} 者", "where above {0}"),
    "province": ("省份", "province"),
    "practice": ("做法", "practice"),
}
_MEAN: Final = ("(县均值)", " (mean of counties)")  # of the labels of line tables: a change is one of every county
_UNITS_ZH: Final = {
    "months": "个月", "yuan/month": "元/月", "yuan/year": "元/年", "yuan/person/year": "元/人/年", "yuan": "元",
    "yuan/person/month": "元/人/月", "persons": "人", "households": "户", "years": "年", "days": "天", "hours": "小时",
    "working days": "个工作日", "hours/month": "小时/月", "1/year": "/年", "1/month": "/月", "x": "倍",
    "visits/month": "次/月", "items": "项", "cars": "辆", "counties": "个县(市、区)",
}  # fmt: skip


class _Speaker:
    """Puts changes of one scenario into one language."""

    def __init__(self, scenario: "Scenario", lang: Lang) -> None:
        self.scenario, self.zh = scenario, lang == "zh"

    def word(self, key: str, value: object = "") -> str:
        """A phrase with its value."""
        return _WORDS[key][0 if self.zh else 1].format(value)

    def joined(self, parts: list[str]) -> str:
        """Parts of a sentence, one after the other."""
        return ("，" if self.zh else ", ").join(parts)

    def headed(self, path: str, name: str) -> str:
        """What a sentence is about, up to its colon."""
        return f"{path}{f' ({name})' if name else ''}{'：' if self.zh else ': '}"

    def label(self, path: str) -> str:
        """Name of a parameter or a line table; empty for none."""
        parameter = self.scenario.sources.parameters.get(path)
        zh, en = LINE_LABELS.get(path.removeprefix("lines."), ("", ""))
        if parameter is not None:
            zh, en = parameter.zh, parameter.en
        return zh.replace(_MEAN[0], "") if self.zh else en.replace(_MEAN[1], "")

    def unit(self, unit: str) -> str:
        """A unit behind its number; none for shares, codes and switches."""
        if unit in ("1", "code", "0 or 1"):
            return ""
        return f" {_UNITS_ZH.get(unit, unit) if self.zh else unit}"

    def cited(self, reference: str) -> str:
        """A reference in brackets; empty for none."""
        return f" [{cited(reference, zh=self.zh)}]" if reference else ""

    def dates(self, start: int, end: int) -> str:
        """From when until when."""
        since = self.word("start") if start <= FIRST_MONTH else self.word("from", month_label(start))
        return since if end >= END else self.joined([since, self.word("until", month_label(end))])

    def change(self, change: Change) -> str:
        """A changed value with its filters, dates and reference."""
        parts = [self.headed(change.path, self.label(change.path)) + self.step(change)]
        if change.area != "*":
            parts.append(self.word(change.area))
        if change.counties:
            parts.append(self.word("counties", len(change.counties)))
        parts += [
            self.word(k, f"{v:g}") for k, v in (("below", change.below), ("above", change.above)) if v is not None
        ]
        return self.joined([*parts, self.dates(change.start, change.end)]) + self.cited(change.reference)

    def step(self, change: Change) -> str:
        """The operation and what stood before it; a switch goes on or off."""
        made = self.word(change.op, f"{change.value:g}")
        parameter = self.scenario.sources.parameters.get(change.path)
        if parameter is None:
            return made
        before = parameter.at(max(change.start, FIRST_MONTH))
        if parameter.unit == "0 or 1" and change.op == "set":
            now, then = ("on" if value >= 0.5 else "off" for value in (change.value, before))
            return f"{self.word(now)} ({self.word(f'was_{then}')})"
        return f"{made}{self.unit(parameter.unit)} ({self.word('was', f'{before:g}')})"

    def edit(self, edit: Edit) -> str:
        """A rule put in or taken out, with its label, the text it rests on, and dates."""
        row = edit.row or next(iter(_rows_at(self.scenario, edit)), None)
        label = getattr(row, "why", None) or getattr(row, "label", None)
        name = "" if label is None else (label.zh if self.zh else label.en)
        texts = "; ".join(dict.fromkeys(text for text in (getattr(row, "reference", ""), edit.reference) if text))
        word = self.word(f"{edit.op}_programme" if edit.of_programme else edit.op)
        return self.headed(edit.path, name) + self.joined([word, self.dates(edit.start, edit.end)]) + self.cited(texts)


def _rows_at(scenario: "Scenario", edit: Edit) -> list[object]:
    specs = [spec for spec in scenario.programmes if spec.id == edit.programme]
    if edit.of_programme:
        return list(specs)
    rows = [row for spec in specs for row in getattr(spec, edit.block)]
    return [row for row in rows if edit.row_id in (getattr(row, "id", None), getattr(row, "status", None))]


def differences(base: "Scenario", other: "Scenario", lang: Lang = "en") -> list[str]:
    """One line per change of `other` against `base`; where they are siblings, what it leaves out as well."""
    speaker, back = _Speaker(other, lang), _Speaker(base, lang)
    lines = [speaker.change(change) for change in other.changes if change not in base.changes]
    lines += [speaker.edit(edit) for edit in other.edits if edit not in base.edits]
    without = speaker.word("without")
    lines += [without + back.change(change) for change in base.changes if change not in other.changes]
    lines += [without + back.edit(edit) for edit in base.edits if edit not in other.edits]
    if base.province != other.province:
        lines.append(speaker.headed(speaker.word("province"), "") + f"{base.province} -> {other.province}")
    if base.sources.practice != other.sources.practice:
        practices = f"{base.sources.practice} -> {other.sources.practice}"
        lines.append(speaker.headed(speaker.word("practice"), "") + practices)
    return lines + _stated_otherwise(base, other, speaker)


def _stated_otherwise(base: "Scenario", other: "Scenario", speaker: _Speaker) -> list[str]:
    """Values of the files that two provinces or practices state otherwise."""
    lines = []
    for path, parameter in other.sources.parameters.items():
        before = base.sources.parameters.get(path)
        if before is not None and before.series != parameter.series:
            values = f"{before.at(0):g} -> {parameter.at(0):g}{speaker.unit(parameter.unit)}"
            lines.append(speaker.headed(path, speaker.label(path)) + values + speaker.cited(parameter.source))
    return lines
