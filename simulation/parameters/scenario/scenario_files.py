"""Scenarios as files: base and overlays in TOML, or a row of a spreadsheet for each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from difflib import SequenceMatcher
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from pydantic import Field as ModelField
from pydantic import field_validator

from simulation.parameters.files.mistakes import Mistake, Mistakes, ScenarioError
from simulation.parameters.files.names import RESERVED
from simulation.parameters.files.reading import Model, data_folder, names_in, read_toml, validated
from simulation.parameters.reforms.reforms import path_and_operation
from simulation.parameters.reforms.uprating import asks
from simulation.parameters.scenario.differences import notable
from simulation.parameters.scenario.layers import CALL
from simulation.parameters.scenario.points import changed, point_of
from simulation.parameters.scenario.province_checks import check_provinces
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.switches import check_switches
from simulation.parameters.scenario.table_rows import read_rows


class ScenarioModel(Model):
    """A scenario file: a base, own households under it, reforms laid over it in order, and values set by hand."""

    base: str
    practice: str | None = None
    population: str | None = None
    name: str | None = None
    reforms: list[str] = ModelField(default_factory=list)
    set: dict[str, float] = ModelField(default_factory=dict)
    uprated: bool | None = None  # whether lines under [set] grow as the baseline's do: asked for where there are any
    beyond_range: str = ""  # why values under [set] leave the stated ranges of their parameters

    @field_validator("name")
    @classmethod
    def _is_no_reserved_word(cls, written: str | None) -> str | None:
        if written in RESERVED:
            raise ValueError(f"a name that is no reserved word ({', '.join(RESERVED)})")
        return written


def load_scenario(source: str | Path) -> Scenario:
    """A scenario by the id of a province or by the path of a scenario file (.toml).

    A file names its `base` (a province, or another file next to it), its `practice`, its `population` (a folder of
    own microdata next to it), `reforms` (ids, or files next to it) and a table `[set]` of values by path; where it
    sets a line, `uprated` says whether that grows as the baseline's does. Raises ScenarioError with every mistake.
    """
    if not str(source).endswith(".toml"):
        return Scenario.load(str(source))
    mistakes, file = Mistakes(), Path(source)
    data = read_toml(file, str(file), mistakes)
    model = None if data is None else validated(ScenarioModel, data, str(file), "", mistakes)
    mistakes.check()
    assert model is not None
    try:
        return _built(model, file.parent)
    except ScenarioError as error:
        raise ScenarioError(in_file(file, error.mistakes)) from None


def load_scenarios(source: str | Path) -> list[Scenario]:
    """Scenarios as files.

    Args:
        source: A table (.csv, .xlsx) with a scenario per row; a scenario file (.toml); or the id of a province. Columns
            of a table: `province` (required), `practice`, `reform`, `name`, and any parameter path; an empty cell
            leaves the value as it is.

    Returns:
        A scenario per row, or the one of the file or province.

    Raises:
        ScenarioError: With the mistakes of all rows.
    """
    file = Path(source)
    if file.suffix.lower() not in (".csv", ".xlsx"):
        return [load_scenario(source)]
    mistakes = Mistakes()
    rows = read_rows(file, mistakes)
    for number, row in enumerate(rows, start=2):
        if "province" not in row:
            mistakes.add(str(file), f"row {number}, province", "the id of a province", "an empty cell")
    mistakes.check()
    found: list[Scenario] = []
    wrong: dict[Mistake, None] = {}
    for row in rows:
        try:
            found.append(scenario_of_row(row))
        except ScenarioError as error:
            wrong |= dict.fromkeys(in_file(file, error.mistakes))
    if wrong:
        raise ScenarioError(wrong)
    return found


def scenario_of_row(row: Mapping[str, Any]) -> Scenario:
    """The scenario of one row of a spreadsheet: `{"province": "zhejiang", "dibao.withdraw_rate": 0.8, ...}`."""
    words = {key: str(row[key]) for key in ("name", "province", "practice") if row.get(key)}
    base = Scenario.load(words["province"], practice=words.get("practice"))
    point = point_of(base, {key: value for key, value in row.items() if key not in words}, in_file=True)
    return named(point.onto(base), words.get("name"))


def in_file(file: str | Path, mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Mistakes of values, which are in a file: it is named in place of the call that found them."""
    return [replace(each, file=str(file)) if each.file == CALL else each for each in mistakes]


def named(scenario: Scenario, name: str | None) -> Scenario:
    """The same scenario under another name."""
    return replace(scenario, name=name, label_zh=name, label_en=name, _kept={}) if name else scenario


def _built(model: ScenarioModel, folder: Path) -> Scenario:
    """Base, then reforms, then values; mistakes of all reforms and values in one error."""
    base = model.base if model.base in names_in(data_folder() / "provinces", "") else next_to(model.base, folder)
    if model.practice and not base.endswith(".toml"):
        scenario = Scenario.load(base, practice=model.practice)
    else:
        scenario = load_scenario(base)
    laid: list[Callable[[Scenario], Scenario]] = []
    if model.population:
        laid.append(partial(Scenario.with_microdata, folder=folder / model.population))
    laid += [partial(Scenario.with_reform, reform=next_to(reform, folder)) for reform in model.reforms]
    if model.set:
        uprated, why = bool(model.uprated), model.beyond_range
        laid.append(partial(changed, values=model.set, uprated=uprated, beyond_range=why, in_file=True))
    mistakes: dict[Mistake, None] = dict.fromkeys(_unsaid(model))
    for lay in laid:
        try:
            scenario = lay(scenario)
        except ScenarioError as error:
            mistakes |= dict.fromkeys(error.mistakes)
    if mistakes:
        raise ScenarioError(mistakes)
    return named(scenario, model.name)


def _unsaid(model: ScenarioModel) -> list[Mistake]:
    """That the file does not say whether the lines it sets grow."""
    lines = [path for path in model.set if asks(*path_and_operation(path))]
    if not lines or model.uprated is not None:
        return []
    expected = "`uprated = true` (it grows each January as the baseline's does) or `uprated = false`"
    return [Mistake(CALL, lines[0], expected, "nothing: it is missing")]


def next_to(name: str, folder: Path) -> str:
    """A file name as seen from the file that names it; ids stay."""
    return str(folder / name) if name.endswith(".toml") and not Path(name).is_absolute() else name


def shipped(folder: str) -> list[str]:
    """Names of the province folders, or of the TOML files, of a folder of the data package."""
    held = (resources.files("scenarios") / folder).iterdir()
    return sorted(each.name.removesuffix(".toml") for each in held if each.is_dir() or each.name.endswith(".toml"))


def mistakes_in(provinces: Sequence[str], reforms: Sequence[str]) -> list[Mistake]:
    """Mistakes of provinces, alone and together, and of each reform laid over each of them.

    A reform that names counties is for the provinces that have them; if none has, the nearest name of all is reported.
    """
    between = Mistakes()
    check_provinces(data_folder(), provinces, between)
    mistakes: dict[Mistake, None] = dict.fromkeys(between.found)
    bases: list[Scenario] = []
    for province in provinces:
        try:
            bases.append(Scenario.load(province))
            mistakes |= dict.fromkeys(set_in_vain(bases[-1]))
        except ScenarioError as error:
            mistakes |= dict.fromkeys(error.mistakes)
    if reforms and not bases:  # a reform is read all the same
        bases = [Scenario.load(province) for province in shipped("provinces")]
    for reform in reforms:
        found = [_laid(base, reform) for base in bases]
        fewest = min((len(_of_counties(each)) for each in found), default=0)
        at_home = [mistake for each in found if len(_of_counties(each)) == fewest for mistake in each]
        mistakes |= dict.fromkeys(_nearest_of_each(at_home))
    return list(mistakes)


def set_in_vain(scenario: Scenario) -> list[Mistake]:
    """Values of the scenario's practice or changes that nothing reads, as their switch is off."""
    mistakes = Mistakes()
    check_switches(scenario, mistakes)
    return mistakes.found


def notes_in(provinces: Sequence[str], reforms: Sequence[str], lang: Literal["en", "zh"]) -> list[str]:
    """What the changes of reforms do that is not plain (dates, ranges, uprating), each once over the provinces.

    A reform that a province cannot take, since it names counties of another, has no notes there.
    """
    notes: dict[str, None] = {}
    for base in [Scenario.load(province) for province in provinces] if reforms else []:
        for reform in reforms:
            with suppress(ScenarioError):
                found = notable(base, base.with_reform(reform), lang)
                notes |= dict.fromkeys(f"{Path(reform).name}: {line}" for line in found)
    return list(notes)


def _laid(base: Scenario, reform: str) -> list[Mistake]:
    try:
        return set_in_vain(base.with_reform(reform))
    except ScenarioError as error:
        return list(error.mistakes)


def _of_counties(mistakes: Iterable[Mistake]) -> list[Mistake]:
    return [mistake for mistake in mistakes if mistake.key.endswith("where.county")]


def _nearest_of_each(mistakes: Iterable[Mistake]) -> Iterable[Mistake]:
    """Mistakes that differ in the nearest name alone as one, with the name most like what was found."""
    best: dict[Mistake, Mistake] = {}
    for mistake in mistakes:
        same = replace(mistake, nearest="")
        best[same] = max(best.get(same, mistake), mistake, key=_likeness)
    return best.values()


def _likeness(mistake: Mistake) -> float:
    return SequenceMatcher(None, mistake.found, mistake.nearest).ratio()
