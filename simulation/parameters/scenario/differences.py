"""What one scenario changes against another, in words, with the references it gives."""

from typing import TYPE_CHECKING, Final, Literal

from simulation.parameters.lines.line_moves import Moves, line_moves
from simulation.parameters.reforms.edits import Edit
from simulation.parameters.reforms.references import cited
from simulation.parameters.reforms.reforms import END, Change
from simulation.parameters.reforms.stated_ranges import is_beyond
from simulation.parameters.reforms.uprating import asks
from simulation.parameters.scenario.change_reading import first_read
from simulation.parameters.scenario.provenance import LINE_LABELS
from simulation.parameters.schema.fields import Read
from simulation.parameters.values.values import FIRST_MONTH
from simulation.units import month_label

if TYPE_CHECKING:
    from simulation.parameters.scenario.scenario import Scenario

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
    "until": ("至 {0} 底", "to the end of {0}"),
    "uprated": (
        "此后每年随基准同幅增长 (uprated = true)",
        "growing each January as the baseline does (uprated = true)",
    ),
    "frozen": (
        "各年不变，而基准逐年增长 (uprated = false)",
        "the same in every year, while the baseline grows (uprated = false)",
    ),
    "beyond": ("超出所列区间 {0} 至 {1}", "beyond its stated range {0} to {1}"),
    "early": (
        "政策月 (2023-01) 之前即生效：预热期与基准不同",
        "in force before the policy month (2023-01): its warm-up differs from the baseline's",
    ),
    "over": (
        "政策月 (2023-01) 之前即结束：只改变预热期",
        "over before the policy month (2023-01): it changes the warm-up alone",
    ),
    "unread": ("这些月份模型不读取该值：没有作用", "not read in these months: it does nothing"),
    "never": ("模型目前不读取该值：没有作用", "read nowhere yet: it does nothing"),
    "first_acts": ("首次起作用于 {0}", "first acts in {0}"),
    "quarter": ("每季末月读取", "read in the last month of each quarter"),
    "year": ("每年 1 月读取，全年有效", "read in January for the whole year"),
    "policy_month": ("只在 2023-01 读取，适用于所有月份", "read in 2023-01 alone, for all months"),
    "rise": ("{0} 个上调{1}", "{0} rise{1}"),
    "fall": ("{0} 个下调{1}", "{0} fall{1}"),
    "of": ("{0} 年，{1} 个县(市、区)中 {2}", "{0}: {2}, of {1} counties"),
    "years": ("{0} 至 {1}", "{0} to {1}"),
    "more": ("等", " and others"),
    "urban": ("城镇", "urban"),
    "rural": ("农村", "rural"),
    "counties": ("{0} 个县(市、区)", "{0} counties"),
    "below": ("现值低于 {0} 者", "where below {0}"),
    "above": ("现值高于 {0} 者", "where above {0}"),
    "province": ("省份", "province"),
    "practice": ("做法", "practice"),
}
_NAMED: Final = 3  # counties that are named
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

    def word(self, key: str, *values: object) -> str:
        """A phrase with its values."""
        return _WORDS[key][0 if self.zh else 1].format(*values)

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
        return since if end >= END else self.joined([since, self.word("until", month_label(end - 1))])

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
        if asks(change.path, change.op):
            parts.append(self.word("uprated" if change.uprated else "frozen"))
        parts += [self.dates(change.start, change.end), *self.timing(change), *self.beyond(change)]
        return self.joined(parts) + self.cited(change.reference)

    def timing(self, change: Change) -> list[str]:
        """What the dates of a change do where that is not plain: before the policy month, or between two readings."""
        parameter = self.scenario.sources.parameters.get(change.path)
        read: Read = parameter.read if parameter is not None else "month"
        notes = self.early(change.start, change.end)
        if read in ("month", "start"):
            return notes
        first = first_read(read, change.start, change.end)
        if first is None:
            return [*notes, self.word("never" if read == "never" else "unread")]
        if first > max(change.start, FIRST_MONTH):
            notes.append(self.word("first_acts", month_label(first)))
        return [*notes, self.word(read)]

    def early(self, start: int, end: int) -> list[str]:
        """What a change does whose dates lie before the policy month."""
        return [] if start >= 0 else [self.word("over" if end <= 0 else "early")]

    def beyond(self, change: Change) -> list[str]:
        """That a value lies outside its stated range, and why."""
        span = is_beyond(self.scenario, change)
        if span is None:
            return []
        return [
            self.word("beyond", *(f"{end:g}" for end in span))
            + (f" ({change.beyond_range})" * bool(change.beyond_range))
        ]

    def step(self, change: Change) -> str:
        """The operation and what was there before it; a switch goes on or off."""
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
        return (
            self.headed(edit.path, name)
            + self.joined([word, self.dates(edit.start, edit.end), *self.early(edit.start, edit.end)])
            + self.cited(texts)
        )

    def moves(self, moves: list[Moves]) -> list[str]:
        """A sentence per moved line: in each year, in how many counties it is higher or lower than the baseline's."""
        sentences = []
        for path in dict.fromkeys(each.path for each in moves):
            alike: list[list[Moves]] = []  # years in a row in which the same counties move
            for each in (each for each in moves if each.path == path):
                if alike and each.follows(alike[-1][-1]):
                    alike[-1].append(each)
                else:
                    alike.append([each])
            years = ("；" if self.zh else "; ").join(self.years(part[0], part[-1].year) for part in alike)
            sentences.append(self.headed(path, self.label(path)) + years)
        return sentences

    def years(self, moves: Moves, last: int) -> str:
        """One or more years of a moved line."""
        parts = [
            self.word(key, len(names), self.some(names, moves.counties))
            for key, names in (("rise", moves.rising), ("fall", moves.falling)) if names
        ]  # fmt: skip
        when = str(last) if moves.year == last else self.word("years", moves.year, last)
        return self.word("of", when, moves.counties, self.joined(parts))

    def some(self, names: tuple[str, ...], counties: int) -> str:
        """The first names of the fewer counties in brackets; none where it is most of them."""
        if 2 * len(names) > counties:
            return ""
        more = self.word("more") if len(names) > _NAMED else ""
        return f" ({('、' if self.zh else ', ').join(names[:_NAMED])}{more})"


def _rows_at(scenario: "Scenario", edit: Edit) -> list[object]:
    specs = [spec for spec in scenario.programmes if spec.id == edit.programme]
    if edit.of_programme:
        return list(specs)
    rows = [row for spec in specs for row in getattr(spec, edit.block)]
    return [row for row in rows if edit.row_id in (getattr(row, "id", None), getattr(row, "status", None))]


def differences(base: "Scenario", other: "Scenario", lang: Lang = "en", months: int = 36) -> list[str]:
    """One line per change of `other` against `base`; where they are siblings, what it leaves out as well.

    Then one per line that moves, with the counties in which it rises and falls in each year of `months`.
    """
    speaker, back = _Speaker(other, lang), _Speaker(base, lang)
    lines = [speaker.change(change) for change in other.changes if change not in base.changes]
    lines += [speaker.edit(edit) for edit in other.edits if edit not in base.edits]
    without = speaker.word("without")
    lines += [without + back.change(change) for change in base.changes if change not in other.changes]
    lines += [without + back.edit(edit) for edit in base.edits if edit not in other.edits]
    lines += speaker.moves(line_moves(base, other, months))
    if base.province != other.province:
        lines.append(speaker.headed(speaker.word("province"), "") + f"{base.province} -> {other.province}")
    if base.sources.practice != other.sources.practice:
        practices = f"{base.sources.practice} -> {other.sources.practice}"
        lines.append(speaker.headed(speaker.word("practice"), "") + practices)
    return lines + _stated_otherwise(base, other, speaker)


def siblings(base: "Scenario", other: "Scenario") -> bool:
    """Whether `other` leaves out something of `base`: two practices over one province, none of which is a baseline."""
    changed = any(change not in other.changes for change in base.changes)
    return changed or any(edit not in other.edits for edit in base.edits)


def notable(base: "Scenario", other: "Scenario", lang: Lang = "en") -> list[str]:
    """Of what `other` changes, what is not plain: dates, ranges, uprating."""
    speaker = _Speaker(other, lang)
    changes = [change for change in other.changes if change not in base.changes]
    lines = [
        speaker.change(change)
        for change in changes
        if asks(change.path, change.op) or speaker.timing(change) or speaker.beyond(change)
    ]
    edits = [edit for edit in other.edits if edit not in base.edits and speaker.early(edit.start, edit.end)]
    return lines + [speaker.edit(edit) for edit in edits]


def _stated_otherwise(base: "Scenario", other: "Scenario", speaker: _Speaker) -> list[str]:
    """Values of the files that two provinces or practices state otherwise."""
    lines = []
    for path, parameter in other.sources.parameters.items():
        before = base.sources.parameters.get(path)
        if before is not None and before.series != parameter.series:
            values = f"{before.at(0):g} -> {parameter.at(0):g}{speaker.unit(parameter.unit)}"
            lines.append(speaker.headed(path, speaker.label(path)) + values + speaker.cited(parameter.source))
    return lines
