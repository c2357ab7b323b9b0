"""One answer, three ways: plain Python, the compiled functions one by one, and the array path over many units."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from types import FunctionType
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.cases.posing import DECISION, Question
from simulation.rules import exit as leaving
from simulation.rules import programme, rows
from simulation.rules.facts import Fact, Line
from simulation.rules.tables import Rules

NOT_ASKED: Final = -1
_DIBAO, _PERSONS = int(Line.DIBAO), int(Fact.PERSONS)


class Answer(NamedTuple):
    """What the rules say; money in fen, programmes as places in legal order (-1 = none)."""

    programme: int
    reason: int
    need: int
    counted: int
    amount: int
    covered: int
    bundle: int
    grant_programme: int
    grant: int
    kept: int  # paid while leaving gradually; -1 = not asked


class Functions(NamedTuple):
    """The functions of the rules that an answer is made of."""

    decide: Callable[..., Any]
    assess: Callable[..., Any]
    bundle_fen: Callable[..., Any]
    grant: Callable[..., Any]
    exit_terms: Callable[..., Any]
    gradual_amount: Callable[..., Any]

    @classmethod
    def of(cls, programmes: Any, exits: Any) -> "Functions":
        """Those of the modules `rules.programme` and `rules.exit`."""
        return cls._make([*(getattr(programmes, name) for name in cls._fields[:-1]), exits.gradual_amount])


COMPILED: Final = Functions.of(programme, leaving)


def plain(function: Any) -> Any:
    """The Python function behind a compiled one, with everything it calls in plain Python too."""
    inner = getattr(function, "py_func", None)
    if inner is None:  # already Python (NUMBA_DISABLE_JIT)
        return function
    names = {name: plain(inner.__globals__[name]) for name in inner.__code__.co_names if name in inner.__globals__}
    return FunctionType(inner.__code__, inner.__globals__ | names, inner.__name__, inner.__defaults__)


def plain_rules(rules: Rules) -> Any:
    """The rule tables as lists of dicts of Python numbers, which plain Python reads many times faster."""
    return Rules._make(_rows(table) if isinstance(table, np.ndarray) else table for table in rules)


def _rows(table: npt.NDArray[Any]) -> list[Any]:
    names = table.dtype.names
    return table.tolist() if names is None else [dict(zip(names, row, strict=True)) for row in table.tolist()]


def answer(use: Functions, rules: Any, question: Question, facts: Any, lines: Any) -> Answer:
    """The answer to one question, through whichever functions and tables are given."""
    of = question.of
    if of == DECISION:
        k, reason, need, counted, amount, covered = use.decide(rules, facts, lines)
    else:
        reason, need, counted, amount, covered = use.assess(rules, of, facts, lines)
        k = of if reason == 0 else -1
    kept = NOT_ASKED
    if question.elapsed >= 0:
        terms = use.exit_terms(rules, of)
        old = question.old_amount_fen
        kept = use.gradual_amount(*terms, question.elapsed, old, counted, lines[_DIBAO], facts[_PERSONS])
    bundle = use.bundle_fen(rules, k, facts, lines)
    granted, grant = use.grant(rules, facts, lines)
    return Answer(*map(int, (k, reason, need, counted, amount, covered, bundle, granted, grant, kept)))


def in_python(
    questions: Iterable[Question], use: Functions | None = None, tables: dict[int, Any] | None = None
) -> list[Answer]:
    """Answers in plain Python.

    `use` puts other functions in the place of the rules' own; `tables` keeps `plain_rules` by the id of the rules.
    """
    functions = use or Functions._make(map(plain, COMPILED))
    kept = {} if tables is None else tables
    answers = []
    for question in questions:
        key = id(question.rules)
        if key not in kept:
            kept[key] = plain_rules(question.rules)
        answers.append(answer(functions, kept[key], question, question.facts.tolist(), question.lines.tolist()))
    return answers


def one_by_one(questions: Iterable[Question]) -> list[Answer]:
    """Answers of the compiled functions, called as the calculator calls them."""
    return [answer(COMPILED, q.rules, q, q.facts, q.lines) for q in questions]


def in_rows(questions: Sequence[Question]) -> list[Answer]:
    """Answers of the array path, one call for all units that share rules and programme.

    Bundles and grants in addition to a programme taken alone and gradual exits have no array form of their
    own; they are asked one by one.
    """
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, question in enumerate(questions):
        groups[id(question.rules), question.of].append(place)
    answers = one_by_one(questions)
    for (_, of), places in groups.items():
        asked = [questions[place] for place in places]
        facts = np.array([q.facts for q in asked])
        # as the simulated world has them
        lines = rows.precomputed_amounts(asked[0].rules, np.array([q.lines for q in asked]))
        if of == DECISION:
            columns: tuple[str, ...] = rows.DECISION
            table = rows.decide_rows(asked[0].rules, facts, lines)
        else:
            columns = rows.ASSESSMENT
            table = rows.assess_rows(asked[0].rules, of, facts, lines)
        for place, row in zip(places, table.tolist(), strict=True):
            answers[place] = answers[place]._replace(**dict(zip(columns, row, strict=True)))
    return answers
