"""The order in which a programme is calculated, and what a block may therefore look at.

Groups count the covered persons; income rows may look at these; the need at counted income too; tests, payment,
supplements in addition to it and bundles at the need as well. Aid may look at the aid given before it from its income
rows on. A field that is calculated later has no value yet: it would count as 0, so the loader refuses it.
"""

from collections.abc import Iterator
from typing import Any

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.programmes.programmes import ProgrammeFile, ProgrammeSpec
from simulation.parameters.programmes.rule_walk import names_at

COVERED, COUNTED, NEED, GIVEN = "covered_persons", "counted_income", "need", "aid_given"
_GROUPS, _INCOME, _NEED, _TESTS = range(4)  # the steps, in their order
_STEPS = ("the groups of [[group]]", "income rows", "the need", "tests and payment")
_KNOWN_FROM = {COVERED: _INCOME, COUNTED: _NEED, NEED: _TESTS, GIVEN: _INCOME}
_MADE_BY = {COVERED: "from the groups", COUNTED: "from the income rows", NEED: "from [need] and its supplements"}


def steps(spec: ProgrammeSpec) -> Iterator[tuple[int, str, Any]]:
    """(step, key path, block) of everything in a programme that looks at fields."""
    for step, names in (
        (_GROUPS, ("group",)), (_INCOME, ("income",)), (_NEED, ("need",)),
        (_TESTS, ("eligibility", "assets", "benefit", "bundle")),
    ):  # fmt: skip
        for name in names:
            yield step, name, getattr(spec, name)
    for index, supplement in enumerate(spec.supplement):
        yield _NEED if supplement.adds_to == "need" else _TESTS, f"supplement.{index}", supplement
    for index, passport in enumerate(spec.passport):
        yield _NEED, f"passport.{index}", passport
    in_income = {row.schedule for row in spec.income}
    for name, schedule in spec.schedule.items():
        yield _INCOME if name in in_income else _TESTS, f"schedule.{name}", schedule


def reads_covered(spec: ProgrammeSpec) -> bool:
    """Whether the income rows of a programme look at the persons it covers, which may differ where rows are shared."""
    return COVERED in spec.income_fields


def check_order(file: ProgrammeFile, files: list[ProgrammeFile], mistakes: Mistakes) -> None:
    """Record every field that is looked at before it is calculated, or that is never calculated for its programme."""
    spec = file.spec
    for step, key, node in steps(spec):
        for path, name in names_at(node, key):
            if name not in _KNOWN_FROM:
                continue
            if name == GIVEN and not spec.is_aid:
                expected = "a field of the unit: only aid ([[passport]]) comes after other aid"
                mistakes.add(file.file, path, expected, f"{GIVEN!r} in a status or grant, where it is never known")
            elif step < _KNOWN_FROM[name]:
                expected = f"a field that is known before {_STEPS[step]}"
                mistakes.add(file.file, path, expected, f"{name!r}, which is calculated {_when(name)}")
            elif name == COUNTED and not spec.income and spec.income_from is None:
                mistakes.add(file.file, path, f"[[income]] rows or `income_from` together with {COUNTED!r}", "neither")
    owner = next((other.spec for other in files if other.spec.id == spec.income_from), None)
    if owner is not None and not spec.is_aid:
        rows = [(step, key, node) for step, key, node in steps(owner) if step == _INCOME]
        if any(name == GIVEN for _, key, node in rows for _, name in names_at(node, key)):
            found = f"{owner.id!r}, whose income rows count {GIVEN!r}"
            mistakes.add(file.file, "income_from", "income rows that a status or grant can calculate", found)


def _when(name: str) -> str:
    return _MADE_BY.get(name, "after other aid")
