"""Plug-ins: formulas that no block can express. The only place where a new rule compiles new code.

A formula is a scalar function of facts, lines (fen) and three arguments of the file (fen), with its number
in `FORMULAS` and its line in `formula_fen`; a programme file calls it with `kind = "formula"`.
"""

from typing import Final

from simulation.compile.kernel import inlined_reader
from simulation.rules.facts import Fact

FORMULAS: Final = {"hardship_classes": 0}
_PERSONS, _DEPENDENT = int(Fact.PERSONS), int(Fact.DEPENDENT)
_OBLIGOR_ABLE, _ELDERS = int(Fact.OBLIGOR_ABLE), int(Fact.ELDERS)
_SEVERE, _ILL = int(Fact.SEVERE), int(Fact.ILL)


@inlined_reader
def hardship_classes(facts, first_fen, second_fen, third_fen):  # type: ignore[no-untyped-def]
    """Payment (fen/month) by class instead of the gap: one amount a head, by what the unit looks like.

    First class: nobody able to work and no able relative; second: an old, seriously ill or severely disabled
    member; third: all others (Yunnan's rural classes A, B, C, L32).
    """
    if facts[_DEPENDENT] >= facts[_PERSONS] and facts[_OBLIGOR_ABLE] == 0:
        return facts[_PERSONS] * first_fen
    if facts[_ELDERS] + facts[_ILL] + facts[_SEVERE] > 0:
        return facts[_PERSONS] * second_fen
    return facts[_PERSONS] * third_fen


@inlined_reader
def formula_fen(number, facts, first_fen, second_fen, third_fen):  # type: ignore[no-untyped-def]
    """Value of formula `number`, fen/month; 0 for a number without a formula."""
    if number == 0:
        return hardship_classes(facts, first_fen, second_fen, third_fen)
    return 0
