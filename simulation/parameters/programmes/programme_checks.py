"""Checks across the blocks of all programmes: names, references, order, units, circles."""

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.names import LINES, QUANTITIES, RESERVED
from simulation.parameters.programmes.programmes import ProgrammeFile
from simulation.parameters.programmes.rule_kinds import check_kinds
from simulation.parameters.programmes.rule_order import check_order
from simulation.parameters.programmes.rule_walk import reference_path, walk
from simulation.parameters.schema.groups import GROUPS
from simulation.parameters.values.values import Parameter
from simulation.rules.formulas import FORMULAS
from simulation.units import MOST_AID_PROGRAMMES

_SHIPPED = "scenarios/programmes/"
_GROUPS = {group.partition(".")[0] for group in GROUPS}
_SHARES = {"1"}
_MONTHLY = {"yuan", "yuan/month", "yuan/person/month", "yuan/hour"}
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
        _check_ids(file, mistakes)
        _check_names(file, mistakes)
        _check_references(file, parameters, broken, mistakes)
        _check_income(file, files, broken, mistakes)
        _check_passports(file, files, broken, mistakes)
        _check_units(file, parameters, mistakes)
        check_kinds(file, parameters, mistakes)
        check_order(file, files, mistakes)
    check_aid_count(files, mistakes)
    _check_order(files, broken, mistakes)
    _check_circles(files, mistakes)


def check_aid_count(files: list[ProgrammeFile], mistakes: Mistakes) -> None:
    """Record every aid for which the ledger has no row left: of the files that ship last, after those of reforms."""
    aids = sorted((file for file in files if file.spec.is_aid), key=lambda file: not file.file.startswith(_SHIPPED))
    for number, file in enumerate(aids[MOST_AID_PROGRAMMES:], start=MOST_AID_PROGRAMMES + 1):
        expected = f"at most {MOST_AID_PROGRAMMES} programmes with [[passport]] rows, each with a row of the ledger"
        mistakes.add(file.file, "passport", expected, f"{file.spec.id}, number {number} of {len(aids)}")


def _check_ids(file: ProgrammeFile, mistakes: Mistakes) -> None:
    """No id is a reserved word, and no programme is called like a group of parameters, whose paths it would share."""
    if file.spec.id in _GROUPS:
        mistakes.add(file.file, "id", "an id that is no group of parameters", file.spec.id)
    ids = [(path, name) for path, name in walk(file.spec) if path.rpartition(".")[2] == "id"]
    for path, name in [*ids, *((f"param.{name}", name) for name in file.params)]:
        if name in RESERVED:
            mistakes.add(file.file, path, f"an id that is no reserved word ({', '.join(RESERVED)})", name)


def _check_order(files: list[ProgrammeFile], broken: set[str], mistakes: Mistakes) -> None:
    mains = [file for file in files if file.spec.main]
    if len(mains) > 1 or (not mains and not broken):
        mistakes.add("scenarios/programmes", "main", "exactly one programme with `main = true`", len(mains))
    seen: dict[int, str] = {}
    for file in files:
        if file.spec.order in seen:
            mistakes.add(file.file, "order", "an order of its own", f"{file.spec.order}, as in {seen[file.spec.order]}")
        seen[file.spec.order] = file.file


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
    """No programme may depend on itself by way of others; each circle is reported once."""
    needs = {f.spec.id: {f.spec.income_from or "", *f.spec.excludes} - {""} for f in files}
    reported: set[frozenset[str]] = set()

    def follow(trail: tuple[str, ...]) -> None:
        for other in sorted(needs.get(trail[-1], ())):
            if other in trail:
                circle = (*trail[trail.index(other) :], other)
                if frozenset(circle) not in reported:
                    reported.add(frozenset(circle))
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
        elif path.startswith("schedule.") and ".amount." in path:
            wanted = _MONTHLY
        if parameter is not None and wanted is not None and parameter.unit not in wanted:
            mistakes.add(
                file.file,
                path,
                f"a parameter in {' or '.join(sorted(wanted))}",
                f"{value} in {parameter.unit}",
            )
