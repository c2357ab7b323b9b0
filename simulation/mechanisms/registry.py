"""The registry of mechanisms: read from scenarios/mechanisms/, all its mistakes reported at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from simulation.mechanisms.models import ContextModel, LeverModel, MechanismModel, ProcessModel, RegistryFile
from simulation.mechanisms.outcomes import outcome_mistake
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import data_folder, names_in, read_toml, validated
from simulation.parameters.lines.lines import CHANGEABLE
from simulation.parameters.scenario.scenario import Scenario

FOLDER = "scenarios/mechanisms"
ALL_OF = ".*"  # ends a part that stands for all of a group or programme


@dataclass(frozen=True)
class Registry:
    """All mechanisms in the order of the files, with the contexts and processes that they name."""

    mechanisms: dict[str, MechanismModel]
    contexts: dict[str, ContextModel]
    processes: dict[str, ProcessModel]

    def levers(self, mechanism: MechanismModel) -> list[LeverModel]:
        """The levers of a mechanism; shared ones are taken from their own mechanism."""
        return [self.lever(each) for each in mechanism.lever]

    def lever(self, lever: LeverModel) -> LeverModel:
        """The lever itself, or the one it refers to."""
        if lever.same_as is None:
            return lever
        return next(each for each in self.mechanisms[lever.same_as].lever if each.name == lever.name)

    def off(self, lever: LeverModel) -> dict[str, float]:
        """Values that switch off the process through which a lever acts."""
        return lever.off or self.processes[lever.process].off


@cache
def load_registry() -> Registry:
    """The registry that ships. Raises ScenarioError with every mistake of every file."""
    mistakes = Mistakes()
    contexts: dict[str, ContextModel] = {}
    processes: dict[str, ProcessModel] = {}
    mechanisms: dict[str, MechanismModel] = {}
    files: dict[str, str] = {}
    folder = data_folder() / "mechanisms"
    for stem in names_in(folder, ".toml"):
        name = f"{FOLDER}/{stem}.toml"
        data = read_toml(folder / f"{stem}.toml", name, mistakes)
        read = None if data is None else validated(RegistryFile, data, name, "", mistakes)
        if read is None:
            continue
        contexts |= read.context
        processes |= read.process
        for mechanism in read.mechanism:
            if mechanism.id in mechanisms:
                mistakes.add(name, mechanism.id, "each id once", "a second one")
            mechanisms[mechanism.id], files[mechanism.id] = mechanism, name
    registry = Registry(mechanisms, contexts, processes)
    if not mistakes.found:
        _check(registry, files, mistakes)
    mistakes.check()
    return registry


def _check(registry: Registry, files: dict[str, str], mistakes: Mistakes) -> None:
    """Names that refer to something: paths, contexts, processes, practices, outcomes, shared levers."""
    known = known_paths(registry)
    practices = names_in(data_folder() / "practices", ".toml")
    for mechanism in registry.mechanisms.values():
        for practice in mechanism.practices:
            if practice not in practices:
                mistakes.unknown(files[mechanism.id], mechanism.id, "practice", practice, practices)
        _check_parts(registry, mechanism, files[mechanism.id], known, mistakes)
        for lever in mechanism.lever:
            _check_lever(registry, lever, files[mechanism.id], f"{mechanism.id}.{lever.name}", known, mistakes)
    for name, context in registry.contexts.items():
        _check_paths(f"{FOLDER}/contexts.toml", f"context.{name}", context.values, known, mistakes)
    for name, process in registry.processes.items():
        _check_paths(f"{FOLDER}/contexts.toml", f"process.{name}", process.off, known, mistakes)


def _check_parts(
    registry: Registry, mechanism: MechanismModel, file: str, known: list[str], mistakes: Mistakes
) -> None:
    """The parts of an umbrella are other rows that are none themselves, or parameters."""
    if mechanism.parts and mechanism.kind != "preset":
        mistakes.add(file, f"{mechanism.id}.parts", "parts of a preset row only", f"a row of kind {mechanism.kind}")
    for part in mechanism.parts:
        key = f"{mechanism.id}.parts"
        if part.endswith(ALL_OF):
            groups = sorted({path.rpartition(".")[0] for path in known})
            if part.removesuffix(ALL_OF) not in groups:
                mistakes.unknown(file, key, "group or programme", part.removesuffix(ALL_OF), groups)
        elif "." in part:
            _check_paths(file, key, {part: 0.0}, known, mistakes)
        elif part not in registry.mechanisms:
            mistakes.unknown(file, key, "mechanism", part, registry.mechanisms)
        elif registry.mechanisms[part].parts:
            mistakes.add(file, key, "a row without parts of its own", part)


def known_paths(registry: Registry) -> list[str]:
    """Paths of all parameters and tables of lines that a row may name, in order."""
    provinces = {context.province for context in registry.contexts.values()}
    paths = {path for province in provinces for path in Scenario.load(province).sources.parameters}
    return sorted(paths | {f"lines.{table}" for table in CHANGEABLE})


def chinese_names(registry: Registry) -> dict[str, str]:
    """Chinese labels of the parameters of all contexts, by path; lines have none."""
    provinces = {context.province for context in registry.contexts.values()}
    loaded = [Scenario.load(province).sources.parameters for province in sorted(provinces)]
    return {path: parameter.zh for parameters in loaded for path, parameter in parameters.items() if parameter.zh}


def _check_paths(file: str, key: str, paths: dict[str, float], known: list[str], mistakes: Mistakes) -> None:
    for path in paths:
        if path not in known:
            mistakes.unknown(file, key, "parameter", path, known)


def _check_lever(
    registry: Registry, lever: LeverModel, file: str, key: str, known: list[str], mistakes: Mistakes
) -> None:
    if lever.same_as is not None:
        other = registry.mechanisms.get(lever.same_as)
        if other is None or not any(each.name == lever.name and each.same_as is None for each in other.lever):
            mistakes.add(file, f"{key}.same_as", "a mechanism that has this lever", lever.same_as)
        return
    if lever.missing is not None:
        return
    named = dict.fromkeys([lever.path] if lever.path else [], 0.0) | lever.given | lever.off
    _check_paths(file, key, named, known, mistakes)
    if lever.context not in registry.contexts:
        mistakes.unknown(file, f"{key}.context", "context", lever.context, registry.contexts)
    if lever.process not in registry.processes:
        mistakes.unknown(file, f"{key}.process", "process", lever.process, registry.processes)
    wrong = outcome_mistake(lever.outcome)
    if wrong:
        mistakes.add(file, f"{key}.outcome", wrong, lever.outcome)


def known_ids(registry: Registry, ids: Iterable[str]) -> list[str]:
    """`ids` as asked, or all where none is given. Raises ScenarioError with every unknown one."""
    mistakes = Mistakes()
    for each in ids:
        if each not in registry.mechanisms:
            mistakes.unknown(FOLDER, each, "mechanism", each, registry.mechanisms)
    mistakes.check()
    return list(dict.fromkeys(ids)) or list(registry.mechanisms)


def known_province(registry: Registry, province: str) -> None:
    """Raise ScenarioError for a province that no mechanism names."""
    known = dict.fromkeys(name for each in registry.mechanisms.values() for name in each.provinces)
    if province not in known:
        mistakes = Mistakes()
        mistakes.unknown(FOLDER, "province", "province", province, known)
        mistakes.check()
