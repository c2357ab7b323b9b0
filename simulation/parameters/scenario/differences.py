"""What one scenario changes against another, in words, with the references it gives."""

from typing import TYPE_CHECKING, Final

from simulation.messages.catalogues import labels_of
from simulation.messages.labels import NO_WORDS, Label, Lang
from simulation.parameters.lines.line_moves import Moves, line_moves
from simulation.parameters.reforms.edits import Edit
from simulation.parameters.reforms.references import cited
from simulation.parameters.reforms.reforms import END, Change
from simulation.parameters.reforms.stated_ranges import is_beyond
from simulation.parameters.reforms.uprating import asks
from simulation.parameters.scenario.change_reading import first_read
from simulation.parameters.scenario.provenance import LINE_LABELS
from simulation.parameters.schema.fields import Read
from simulation.units import FIRST_MONTH, month_label

if TYPE_CHECKING:
    from simulation.parameters.scenario.scenario import Scenario

_WORDS: Final = labels_of("parameters", "differences")
_NAMED: Final = 3  # counties that are named
_MEAN: Final = labels_of("parameters", "scenario")["mean_of_counties"]  # in labels of line tables
_UNITS: Final = labels_of("parameters", "units")


class _Speaker:
    """Puts changes of one scenario into one language."""

    def __init__(self, scenario: "Scenario", lang: Lang) -> None:
        self.scenario, self.lang, self.zh = scenario, lang, lang == "zh"

    def word(self, key: str, *values: object) -> str:
        """A phrase with its values."""
        return str(getattr(_WORDS[key], self.lang)).format(*values)

    def joined(self, parts: list[str]) -> str:
        """Parts of a sentence, one after the other."""
        return ("，" if self.zh else ", ").join(parts)

    def headed(self, path: str, name: str) -> str:
        """What a sentence is about, up to its colon."""
        return f"{path}{f' ({name})' if name else ''}{'：' if self.zh else ': '}"

    def label(self, path: str) -> str:
        """Name of a parameter or a line table; empty for none."""
        parameter = self.scenario.sources.parameters.get(path)
        label = LINE_LABELS.get(path.removeprefix("lines."), NO_WORDS)
        if parameter is not None:
            label = Label(parameter.zh, parameter.en)
        return str(getattr(label, self.lang)).replace(getattr(_MEAN, self.lang), "")

    def unit(self, unit: str) -> str:
        """A unit behind its number; none for shares, codes and switches."""
        if unit in ("1", "code", "0 or 1"):
            return ""
        return f" {getattr(_UNITS[unit], self.lang) if unit in _UNITS else unit}"

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
