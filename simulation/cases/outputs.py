"""Answers in the words of case files: ids, money in fen, counts."""

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from simulation.cases.answering import Answer
from simulation.cases.models import MONEY, NOBODY
from simulation.cases.posing import Question
from simulation.rules.book import RuleBook
from simulation.rules.facts import Fact
from simulation.rules.tables import NONE
from simulation.units import FEN

OWN_INCOME = (Fact.WAGE, Fact.BUSINESS, Fact.PENSION, Fact.OTHER)


def own_income(facts: npt.NDArray[np.int64]) -> int:
    """What the unit has before any aid, fen/month."""
    return int(facts[list(OWN_INCOME)].sum())


def obtained(answer: Answer, question: Question) -> dict[str, str | Fraction]:
    """The outputs of an answer; `resources` is own income, payment and bundled aid (fen/month)."""
    book = question.book
    result: dict[str, str | Fraction] = {key: Fraction(value) for key, value in answer._asdict().items()}
    result["programme"] = NOBODY if answer.programme == NONE else book.programmes[answer.programme].id
    result["grant_programme"] = NOBODY if answer.grant_programme == NONE else book.programmes[answer.grant_programme].id
    result["reason"] = book.reason(answer.reason)
    result["resources"] = Fraction(own_income(question.facts) + answer.amount + answer.bundle)
    return result


def reasons(book: RuleBook) -> list[str]:
    """Every reason a decision may give."""
    return [book.reason(code) for code in range(len(book.reasons))]


def shown(output: str, value: str | Fraction) -> str:
    """An output in words: yuan, persons or an id.

    >>> shown("amount", Fraction(116850))
    '1,168.5'
    """
    return value if isinstance(value, str) else f"{float(value / (FEN if output in MONEY else 1)):,.12g}"
