"""Properties over a grid of households: what may never be true, such as a marginal rate above one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from simulation.cases.answering import Answer
from simulation.cases.arithmetic import FormulaError, holds
from simulation.cases.models import MONEY, NAMES, Given, Property, Setting, words
from simulation.cases.outputs import obtained, reasons
from simulation.cases.posing import Place, Posed, Question, pose
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.tables import NONE
from simulation.units import FEN

type Ask = Callable[[Sequence[Question]], list[Answer]]


@dataclass(frozen=True)
class Grid:
    """A property with its points; `further` holds each point moved by `width` yuan of the first varied field."""

    file: str
    name: str
    sources: tuple[str, ...]
    mechanisms: tuple[str, ...]
    rule: Property
    points: tuple[Posed, ...]
    further: tuple[Posed, ...]

    def violations(self, paths: Mapping[str, Ask]) -> list[tuple[str, str, str, str]]:
        """(output, expected, got, path) of the first point that breaks the property on each path."""
        wrong = []
        for path, ask in paths.items():
            answers = ask([posed.question for posed in (*self.points, *self.further)])
            here, there = answers[: len(self.points)], answers[len(self.points) :]
            rows = zip(self.points, here, self.further, there, strict=True)
            broken = next((row for row in rows if self._broken(*row, ask)), None)
            if broken is not None:
                at = ", ".join(f"{name} {float(broken[0].names(name)):,.10g}" for name in self.rule.vary)
                wrong.append(("property", f"never {self.rule.never}", f"{self.rule.never} at {at}", path))
        return wrong

    def _broken(self, point: Posed, here: Answer, beyond: Posed, there: Answer, ask: Ask) -> bool:
        names = replace(point.names, outputs=self.outputs(point, here, beyond, there))
        return holds(self.rule.never, names) and not self._exempt(here, there, beyond, ask)

    def outputs(self, point: Posed, here: Answer, beyond: Posed, there: Answer) -> dict[str, Fraction]:
        """What `never` may name at a point: amounts in yuan, persons, and `emtr`."""
        outputs = {
            key: Fraction(value) / (FEN if key in MONEY else 1)
            for key, value in obtained(here, point.question).items()
            if key not in NAMES
        }
        gain = Fraction(obtained(there, beyond.question)["resources"]) / FEN - outputs["resources"]
        return outputs | {"emtr": 1 - gain / Fraction(str(self.rule.width))}

    def _exempt(self, here: Answer, there: Answer, beyond: Posed, ask: Ask) -> bool:
        """Whether the status held here ends by a declared cliff that the property lets pass."""
        if here.programme in (NONE, there.programme):
            return False
        question = beyond.question
        alone = Question(question.rules, question.book, question.facts, question.lines, here.programme)
        return question.book.reason(ask([alone])[0].reason) in words(self.rule.exempt)


def grid_of(
    rule: Property, setting: Setting, scenario: Scenario, household: dict[str, Given], place: Place
) -> Grid | None:
    """A property put into its scenario, or None and mistakes."""
    known = reasons(scenario.rule_book())
    for name in words(rule.exempt):
        if name not in known:
            place.mistakes.unknown(place.file, f"{place.check}: exempt", "rule", name, known)
    first = next(iter(rule.vary))
    axes = [_axis(*grid) for grid in rule.vary.values()]
    points, further = [], []
    for values in product(*axes):
        given = household | rule.given | dict(zip(rule.vary, values, strict=True))
        moved = given | {first: values[0] + rule.width}
        pair = [pose(scenario, setting, each, None, place) for each in (given, moved)]
        if pair[0] is None or pair[1] is None:
            return None  # the same mistake at every point
        points.append(pair[0])
        further.append(pair[1])
    about = (tuple(words(rule.source)), tuple(words(rule.mechanism)))
    made = Grid(place.file, rule.name, *about, rule, tuple(points), tuple(further))
    return made if _readable(made, place) else None


def _readable(grid: Grid, place: Place) -> bool:
    """Whether `never` can be evaluated; a mistake says why not."""
    point, beyond = grid.points[0], grid.further[0]
    zero = Answer(*([NONE] + [0] * 6 + [NONE] + [0] * 2))
    names = replace(point.names, outputs=grid.outputs(point, zero, beyond, zero))
    try:
        holds(grid.rule.never, names)
    except FormulaError as mistake:
        place.add("never", mistake.expected, mistake.found, mistake.nearest)
        return False
    return True


def _axis(first: float, last: float, step: float) -> list[float]:
    return [first + i * step for i in range(int((last - first) / step + 1e-9) + 1)]
