"""Checks across the blocks of all programmes: names, references, cycles, order, declared notches."""

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel

from simulation.parameters.mistakes import Mistakes
from simulation.parameters.programmes import AmountSpec, ProgrammeFile, ProgrammeSpec
from simulation.parameters.values import Parameter
from simulation.rules.facts import Fact, Line
from simulation.rules.tables import Quantity

FACTS = {fact.name.lower(): int(fact) for fact in Fact}
QUANTITIES = FACTS | {quantity.name.lower(): int(quantity) for quantity in Quantity}
LINES = {line.name.lower(): int(line) for line in Line}
MONEY = {"wage", "business", "pension", "other", "rigid", "obligor_income", "assets", "shock_cost"} | {
    "counted_income",
    "labour_income",
    "income",
}
_MULTIPLE_UNITS = {"1", "months", "x line"}
_MONEY_UNITS = {"yuan", "yuan/month", "yuan/person/month"}


def check_programmes(
    files: list[ProgrammeFile], parameters: dict[str, Parameter], broken: set[str], mistakes: Mistakes
) -> None:
    """Record every mistake that the form of one file cannot show.

    `broken`: programmes whose own files are mistaken; what refers to them is not reported again.
    """
    ids = [file.spec.id for file in files]
    for file in files:
        if ids.count(file.spec.id) > 1:
            mistakes.add(file.file, "id", "an id of its own", file.spec.id)
        _check_names(file, mistakes)
        _check_references(file, parameters, broken, mistakes)
        _check_income(file, files, broken, mistakes)
        _check_units(file, parameters, mistakes)
    _check_order(files, broken, mistakes)


def _check_order(files: list[ProgrammeFile], broken: set[str], mistakes: Mistakes) -> None:
    mains = [file for file in files if file.spec.main]
    if len(mains) > 1 or (not mains and not broken):
        mistakes.add("scenarios/programmes", "main", "exactly one programme with `main = true`", len(mains))
    seen: dict[int, str] = {}
    for file in files:
        if file.spec.order in seen:
            mistakes.add(file.file, "order", "an order of its own", f"{file.spec.order}, as in {seen[file.spec.order]}")
        seen[file.spec.order] = file.file


def walk(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every (key path, value) inside a model, models and leaves alike."""
    yield path, node
    if isinstance(node, BaseModel):
        for name, field in type(node).model_fields.items():
            yield from walk(getattr(node, name), ".".join(p for p in (path, field.alias or name) if p))
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from walk(item, f"{path}.{index}")
    elif isinstance(node, dict):
        for name, item in node.items():
            yield from walk(item, f"{path}.{name}")


def _check_names(file: ProgrammeFile, mistakes: Mistakes) -> None:
    for path, value in walk(file.spec):
        key = path.rsplit(".", 1)[-1]
        if not isinstance(value, str):
            continue
        if path.startswith("covered.") and value not in FACTS:
            mistakes.unknown(file.file, path, "fact", value, FACTS)
        elif key in ("field", "per") and value not in QUANTITIES:
            mistakes.unknown(file.file, path, "field", value, QUANTITIES)
        elif key == "line" and value not in LINES:
            mistakes.unknown(file.file, path, "line", value, LINES)
        elif path.startswith("income.") and key == "schedule" and value not in file.spec.schedule:
            mistakes.unknown(file.file, path, "schedule", value, file.spec.schedule)
    rules = [row.id for row in file.spec.eligibility] + [row.id for row in file.spec.assets]
    for name in sorted({name for name in rules if rules.count(name) > 1}):
        mistakes.add(file.file, "eligibility", "rule ids of their own", f"{name!r} twice")


def reference_path(programme: str, reference: str) -> str:
    """Parameter path that `$name` or `$other.name` in a programme's file stands for."""
    name = reference.removeprefix("$")
    return name if "." in name else f"{programme}.{name}"


def _check_references(
    file: ProgrammeFile, parameters: dict[str, Parameter], broken: set[str], mistakes: Mistakes
) -> None:
    for path, value in walk(file.spec):
        if isinstance(value, str) and value.startswith("$"):
            target = reference_path(file.spec.id, value)
            own = file.spec.id + "."
            stated = target in parameters or target.removeprefix(own) in file.params
            if not stated and target.partition(".")[0] not in broken:
                names = [f"${n}" for n in file.params] + [f"${n}" for n in parameters if "." in value]
                mistakes.unknown(file.file, path, "parameter", value, names)


def _check_income(file: ProgrammeFile, files: list[ProgrammeFile], broken: set[str], mistakes: Mistakes) -> None:
    source = file.spec.income_from
    if source is None or source in broken:
        return
    owners = {other.spec.id: other.spec for other in files}
    if source not in owners:
        mistakes.unknown(file.file, "income_from", "programme", source, owners)
    elif owners[source].income_from is not None:
        mistakes.add(file.file, "income_from", "a programme with income rows of its own", source)


def _check_units(file: ProgrammeFile, parameters: dict[str, Parameter], mistakes: Mistakes) -> None:
    for path, value in walk(file.spec):
        if not (isinstance(value, str) and value.startswith("$")):
            continue
        parameter = parameters.get(reference_path(file.spec.id, value))
        key = path.rsplit(".", 1)[-1]
        wanted = {"multiple": _MULTIPLE_UNITS, "yuan": _MONEY_UNITS, "share": {"1"}, "withdraw": {"1"}}.get(key)
        if ".rate." in path:
            wanted = {"1"}
        if parameter is not None and wanted is not None and parameter.unit not in wanted:
            mistakes.add(
                file.file,
                path,
                f"a parameter in {' or '.join(sorted(wanted))}",
                f"{value} in {parameter.unit}",
            )


def check_notches(spec: ProgrammeSpec, file: str, value: Callable[[str, Any], float], mistakes: Mistakes) -> None:
    """Record every cliff that is not declared with `notch = true`.

    A test on money is a cliff unless the payment has run out where the test fails: a pure top-up without
    supplements, bundle or minimum, tested on counted income at the very amount of its need.
    """
    tests = [(f"eligibility.{row.id}", row.test.field, row.test.amount, row.notch) for row in spec.eligibility]
    tests += [(f"assets.{row.id}", row.field, row.limit, row.notch) for row in spec.assets]
    for key, tested, amount, declared in tests:
        smooth = tested == "counted_income" and _runs_out(spec, amount, value)
        if tested in MONEY and not declared and not smooth:
            mistakes.add(file, key, "`notch = true`: this test is a cliff", "an undeclared notch")


def _runs_out(spec: ProgrammeSpec, amount: AmountSpec | None, value: Callable[[str, Any], float]) -> bool:
    if amount is None or spec.benefit.kind != "top_up" or spec.supplement or spec.bundle or spec.benefit.minimum:
        return False
    if (amount.line, amount.per) != (spec.need.line, spec.need.per) or amount.line is None:
        return False
    withdraw = value(spec.id, spec.benefit.withdraw)
    return withdraw * value(spec.id, amount.multiple) >= value(spec.id, spec.need.multiple) and not amount.yuan
