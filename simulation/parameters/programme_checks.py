"""Checks across the blocks of all programmes: names, references, order, units, circles."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from simulation.parameters.mistakes import Mistakes
from simulation.parameters.names import LINES, MONEY, QUANTITIES
from simulation.parameters.programmes import ProgrammeFile
from simulation.parameters.rule_blocks import AmountSpec, Test
from simulation.parameters.values import Parameter
from simulation.rules.formulas import FORMULAS

_SHARES = {"1"}
_MONTHLY = {"yuan", "yuan/month", "yuan/person/month"}
_UNITS = {
    "multiple": {"1", "months", "x line"},
    "yuan": _MONTHLY,
    "yuan_year": {"yuan/year", "yuan/person/year"},
    "share": _SHARES,
    "withdraw": _SHARES,
    "exempt": _SHARES,
    "persists": _SHARES,
    "enabled": {"0 or 1"},
    "unless_enabled": {"0 or 1"},
    "taper": {"code"},
    "profile": {"code"},
    "months": {"months"},
    "ceiling": {"1", "x line"},
}


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
        _check_passports(file, files, broken, mistakes)
        _check_units(file, parameters, mistakes)
        _check_sides(file, mistakes)
    _check_order(files, broken, mistakes)
    _check_circles(files, mistakes)


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
    known = {"field": QUANTITIES, "per": QUANTITIES, "line": LINES, "formula": FORMULAS}
    for path, value in walk(file.spec):
        key = path.rsplit(".", 1)[-1]
        if not isinstance(value, str):
            continue
        if key in known and value not in known[key]:
            mistakes.unknown(file.file, path, "field" if key == "per" else key, value, known[key])
        elif path.startswith(("income.", "benefit.")) and key == "schedule" and value not in file.spec.schedule:
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


def _check_passports(file: ProgrammeFile, files: list[ProgrammeFile], broken: set[str], mistakes: Mistakes) -> None:
    """Aid stacks on monthly statuses, once on each, and excludes aid only."""
    statuses = {f.spec.id for f in files if f.spec.period == "month" and not f.spec.is_aid}
    aids = {f.spec.id for f in files if f.spec.is_aid} - {file.spec.id}
    seen: set[str] = set()
    for index, row in enumerate(file.spec.passport):
        key = f"passport.{index}.status"
        if row.status not in statuses | broken:
            mistakes.unknown(file.file, key, "status", row.status, statuses)
        if row.status in seen:
            mistakes.add(file.file, key, "each status once", row.status)
        seen.add(row.status)
    for index, other in enumerate(file.spec.excludes):
        if other not in aids | broken:
            mistakes.unknown(file.file, f"excludes.{index}", "aid programme", other, aids)


def _check_circles(files: list[ProgrammeFile], mistakes: Mistakes) -> None:
    """No programme may depend on itself by way of others; each circle is told once."""
    needs = {f.spec.id: {f.spec.income_from or "", *f.spec.excludes} - {""} for f in files}
    told: set[frozenset[str]] = set()

    def follow(trail: tuple[str, ...]) -> None:
        for other in sorted(needs.get(trail[-1], ())):
            if other in trail:
                circle = (*trail[trail.index(other) :], other)
                if frozenset(circle) not in told:
                    told.add(frozenset(circle))
                    file = next(f.file for f in files if f.spec.id == circle[0])
                    mistakes.add(file, "id", "no circular reference", " -> ".join(circle))
            else:
                follow((*trail, other))

    for start in sorted(needs):
        follow((start,))


def _check_units(file: ProgrammeFile, parameters: dict[str, Parameter], mistakes: Mistakes) -> None:
    for path, value in walk(file.spec):
        if not (isinstance(value, str) and value.startswith("$")):
            continue
        parameter = parameters.get(reference_path(file.spec.id, value))
        parts = path.split(".")
        wanted = _UNITS.get(parts[-2] if parts[-1].isdigit() else parts[-1])
        if ".rate." in path:
            wanted = _SHARES
        elif path.startswith("schedule.") and (".from." in path or ".amount." in path):
            wanted = _MONTHLY
        if parameter is not None and wanted is not None and parameter.unit not in wanted:
            mistakes.add(
                file.file,
                path,
                f"a parameter in {' or '.join(sorted(wanted))}",
                f"{value} in {parameter.unit}",
            )


def is_money(amount: AmountSpec) -> bool:
    """Whether an amount is money (a count of money, such as a share of income, is)."""
    return amount.count is None or amount.per in MONEY


def _check_sides(file: ProgrammeFile, mistakes: Mistakes) -> None:
    """Money is compared with money, a count with a count."""
    for path, test in walk(file.spec):
        if isinstance(test, Test):
            money = test.amount is not None and is_money(test.amount)
            if test.field in QUANTITIES and money != (test.field in MONEY):
                kind = "an amount of money" if test.field in MONEY else "a number without a currency"
                mistakes.add(file.file, path, f"{kind} beside {test.field!r}", "another unit")
        if path.startswith("assets.") and path.endswith(".limit") and not is_money(test):
            mistakes.add(file.file, path, "an amount of money", "a count")
