"""Cases against the rules, through every path: what was expected, what was obtained."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from simulation.cases.answering import Answer, in_python, in_rows, one_by_one
from simulation.cases.outputs import obtained, shown
from simulation.cases.posing import Question
from simulation.cases.reading import write_obtained
from simulation.cases.suite import Asked, Check, Suite, load

type Ask = Callable[[Sequence[Question]], list[Answer]]

PATHS: dict[str, Ask] = {"python": in_python, "compiled": one_by_one, "array": in_rows}


@dataclass(frozen=True)
class Failure:
    """One output that is not as expected; `path` names the way through which it was obtained."""

    file: str
    case: str
    output: str
    expected: str
    got: str
    path: str = ""


@dataclass
class CaseResults:
    """Result of a run."""

    passed: int = 0
    failures: list[Failure] = field(default_factory=list)
    failed: int = 0
    obtained: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)  # file -> case -> output -> value


def run(suite: Suite, paths: Mapping[str, Ask] = PATHS) -> CaseResults:
    """Every check and property through every path."""
    outcome = CaseResults()
    questions = [asked.posed.question for check in suite.checks for asked in check.asked]
    answers = {name: path(questions) for name, path in paths.items()}
    start = 0
    for check in suite.checks:
        end = start + len(check.asked)
        held = {name: rows[start:end] for name, rows in answers.items()}
        _count(outcome, failures_of(check, held))
        first = next(iter(held.values()))
        outputs = obtained(first[0], check.asked[0].posed.question)
        wanted = {key: shown(key, outputs[key]) for key in check.asked[0].expected}
        outcome.obtained.setdefault(check.file, {})[check.name] = wanted
        start = end
    for grid in suite.grids:
        wrong = grid.violations({name: path for name, path in paths.items() if name != "python"} or paths)
        _count(outcome, [Failure(grid.file, grid.name, *each) for each in wrong])
    return outcome


def run_files(files: Sequence[Path], *, write_back: bool = False) -> CaseResults:
    """Case files or folders (by default all that ship) through every path.

    `write_back` writes what was obtained into the CSV files among `files`. Raises ScenarioError for mistaken files.
    """
    outcome = run(load(files))
    for file in files if write_back else ():
        if file.suffix == ".csv":
            write_obtained(file, outcome.obtained.get(str(file), {}))
    return outcome


def _count(outcome: CaseResults, failures: list[Failure]) -> None:
    outcome.failures += failures
    outcome.failed += bool(failures)
    outcome.passed += not failures


def failures_of(check: Check, held: Mapping[str, Sequence[Answer]]) -> list[Failure]:
    """What is wrong with the answers of one check, path by path; a fault of all paths is reported once."""
    failures = []
    first = next(iter(held))
    for path, answers in held.items():
        found_ = [obtained(answer, asked.posed.question) for answer, asked in zip(answers, check.asked, strict=True)]
        if path != first and list(answers) == list(held[first]):
            continue
        if path != first:
            pair = (str(tuple(held[first])), str(tuple(answers)))
            failures.append(Failure(check.file, check.name, "all", *pair, f"{first} and {path} differ"))
        for asked, outputs in zip(check.asked, found_, strict=True):
            failures += _wrong(check, asked, outputs, path)
        if check.must_differ and all(found_[0][key] == found_[1][key] for key in check.asked[0].expected):
            same = ", ".join(shown(key, found_[0][key]) for key in check.asked[0].expected)
            failures.append(Failure(check.file, check.name, "difference", "a lever that acts", same, path))
    return failures


def _wrong(check: Check, asked: Asked, outputs: Mapping[str, str | Fraction], path: str) -> list[Failure]:
    failures = []
    for key, wanted in asked.expected.items():
        got = outputs[key]
        if isinstance(got, str) or isinstance(wanted, str):
            wrong = got != wanted
        else:
            wrong = abs(got - wanted) > asked.tolerance_fen
        if wrong:
            failures.append(Failure(check.file, check.name, key, shown(key, wanted), shown(key, got), path))
    return failures
