"""What the quiz holds to be true: its questions run in every province often enough, kept in `quiz_truths.csv`.

`make_truths` makes the file anew.

A row is a question in a province: the figure under the baseline and under the setting (means over replications), the
relative change with its 95% interval, and the digests of both scenarios. Scale, seed, replications and the version of
the model's code are in every row. A question is asked where the interval lies wholly inside one of the answers and
both digests are those of the scenarios in use; elsewhere it is not asked.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simulation.app.figures import totals
from simulation.app.quiz import CHOICES, QUESTIONS, Question
from simulation.app.settings import reform
from simulation.indicators.uncertainty import paired_standard_error, student_t
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate import one_replication
from simulation.simulate.period import period_of
from simulation.simulate.replications import Ticker, replicate
from simulation.simulate.run_record import ledger_digest

FILE: Final = "quiz_truths.csv"
SCALE: Final = 0.003
REPLICATIONS: Final = 12
SEED: Final = 20231
MONTHS: Final = 12


@dataclass(frozen=True)
class Truth:
    """The answer to a question in a province."""

    province: str
    question: str
    figure: str
    period: str
    before: float  # mean over replications, in the figure's unit
    after: float
    change: float  # of the means, relative
    low: float  # 95% interval of the change
    high: float
    right: str  # id of the choice that contains the whole interval; empty where none does
    scale: float
    seed: int
    replications: int
    baseline_digest: str
    reform_digest: str
    results_digest: str  # of the baseline's books over all replications: differs once the model gives other numbers

    def fresh(self, base: Scenario) -> bool:
        """Whether it was made with this baseline, and its setting still makes the same reform of it."""
        asked = {each.id: each for each in QUESTIONS}.get(self.question)
        return (
            asked is not None and self.figure == asked.figure and self.baseline_digest == base.digest
            and self.reform_digest == reform(base, asked.setting).digest
        )  # fmt: skip


def relative_change(before: npt.ArrayLike, after: npt.ArrayLike) -> tuple[float, float, float]:
    """(change, low, high) of the mean of `after` against that of `before`, both by replication, with Student's t.

    The ratio of two means: its residual in a replication is after - (1 + change) x before.
    """
    a, b = np.asarray(before, float), np.asarray(after, float)
    change = b.mean() / a.mean() - 1.0
    half = student_t(len(a)) * float(paired_standard_error((b - (1.0 + change) * a) / a.mean()))
    return float(change), float(change - half), float(change + half)


def right_choice(low: float, high: float) -> str:
    """Id of the choice that contains the whole interval; empty where the interval reaches over a border.

    Empty too where nothing differs at all: the province has that setting already, and there is nothing to guess.

    >>> right_choice(0.11, 0.13), right_choice(0.09, 0.13), right_choice(0.0, 0.0)
    ('up_much', '', '')
    """
    if low == high == 0.0:
        return ""
    return next((each.id for each in CHOICES if each.low <= low and high < each.high), "")


def make(
    base: Scenario, scale: float = SCALE, replications: int = REPLICATIONS, seed: int = SEED,
    threads: int | None = None, questions: Sequence[Question] = QUESTIONS,
) -> list[Truth]:  # fmt: skip
    """The truths of a province: all questions on the same samples, a warm-up each."""
    settings = Settings(scale, MONTHS, replications, seed, threads=threads)
    settings.check()
    period = period_of((), MONTHS)
    asked = [reform(base, each.setting) for each in questions]

    def one(number: int, each: Settings) -> tuple[str, list[dict[str, float]]]:
        state, _ = one_replication.warmed_up(base, each, number, books=False)
        ledgers = [one_replication.branch(state, scenario, base, each)[1] for scenario in (base, *asked)]
        cut = [ledger.within(period.first, period.end) for ledger in ledgers]
        found = [totals(*pair) for pair in zip(cut, (base, *asked), strict=True)]
        return ledger_digest([ledgers[0]]), found

    done = replicate(base, settings, Ticker(None, replications, base.province), one)
    rows = []
    for place, (question, scenario) in enumerate(zip(questions, asked, strict=True), 1):
        before = np.array([found[0][question.figure] for _, found in done])
        after = np.array([found[place][question.figure] for _, found in done])
        change, low, high = relative_change(before, after)
        rows.append(Truth(
            base.province, question.id, question.figure, period.name, float(before.mean()), float(after.mean()),
            change, low, high, right_choice(low, high), scale, seed, replications, base.digest, scenario.digest,
            done[0][0],
        ))  # fmt: skip
    return rows


def write(rows: Iterable[Truth], file: Path) -> None:
    """All rows as CSV, figures to ten digits."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(field.name for field in fields(Truth))
        for row in rows:
            cells = (getattr(row, field.name) for field in fields(Truth))
            writer.writerow(f"{cell:.10g}" if isinstance(cell, float) else cell for cell in cells)


def read(file: Path) -> list[Truth]:
    """The rows of a file. ValueError for other columns than these."""
    with file.open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        names = [field.name for field in fields(Truth)]
        if reader.fieldnames != names:
            raise ValueError(f"{file.name}: expected the columns {', '.join(names)}, got {reader.fieldnames}")
        kinds: dict[str, Any] = {field.name: field.type for field in fields(Truth)}
        return [Truth(**{name: kinds[name](row[name]) for name in names}) for row in reader]


@cache
def shipped() -> dict[tuple[str, str], Truth]:
    """The file that ships, by province and question."""
    with resources.as_file(resources.files("simulation.app") / FILE) as file:
        return {(row.province, row.question): row for row in read(file)}


def clear_questions(base: Scenario) -> list[Truth]:
    """The questions that may be asked of a province: a fresh truth, wholly inside one answer."""
    found = (shipped().get((base.province, each.id)) for each in QUESTIONS)
    return [each for each in found if each is not None and each.right and each.fresh(base)]
