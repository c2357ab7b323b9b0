"""The scenario a case is put under: province, reform, values, and programmes tried together with those in force."""

from dataclasses import dataclass, field, replace
from typing import Any

from simulation.cases.models import Setting
from simulation.cases.posing import Place
from simulation.cases.reading import Source
from simulation.parameters.files.mistakes import Mistakes, ScenarioError
from simulation.parameters.files.reading import Folder, read_toml
from simulation.parameters.programmes.programme_checks import check_programmes
from simulation.parameters.programmes.programmes import ProgrammeFile, read_programme
from simulation.parameters.scenario.insertions import extended, files_of
from simulation.parameters.scenario.scenario import Scenario


@dataclass
class Scenarios:
    """Scenarios by setting, each loaded once: equal settings share their rules, so that equal questions are seen."""

    made: dict[Any, Scenario] = field(default_factory=dict)

    def find(self, setting: Setting, source: Source, place: Place) -> Scenario | None:
        """The scenario of a setting, or None and mistakes."""
        if setting.province is None:
            place.add("province", "a province, here or in [defaults]", "nothing: it is missing")
            return None
        try:
            return self._with_values(setting, source)
        except ScenarioError as error:
            for mistake in error.mistakes:
                if mistake.file == "Scenario.change":  # `values` of this case
                    place.add(mistake.key, mistake.expected, mistake.found, mistake.nearest)
                elif mistake not in place.mistakes.found:
                    place.mistakes.found.append(mistake)
        return None

    def _with_values(self, setting: Setting, source: Source) -> Scenario:
        values = dict(sorted((setting.values or {}).items()))
        plain = self._with_reform(setting, source)
        key = (id(plain), tuple(values.items()))
        if key not in self.made:
            self.made[key] = plain.change(values) if values else plain
        return self.made[key]

    def _with_reform(self, setting: Setting, source: Source) -> Scenario:
        reform = setting.scenario
        base = self._with_programmes(str(setting.province), setting.programmes or [], source.folder)
        if reform is None:
            return base
        path = str(source.folder / reform) if reform.endswith(".toml") else reform
        key = (id(base), path)
        if key not in self.made:
            self.made[key] = base.with_reform(path)
        return self.made[key]

    def _with_programmes(self, province: str, files: list[str], folder: Folder) -> Scenario:
        if province not in self.made:
            self.made[province] = Scenario.load(province)
        paths = [str(folder / file) for file in files]
        key = (province, *paths)
        if paths and key not in self.made:
            self.made[key] = with_programmes(self.made[province], [folder / file for file in files], paths)
        return self.made[key if paths else province]


def with_programmes(scenario: Scenario, files: list[Folder], names: list[str]) -> Scenario:
    """The scenario with further programme files; raises ScenarioError with their mistakes."""
    mistakes = Mistakes()
    read = [_read(file, name, mistakes) for file, name in zip(files, names, strict=True)]
    mistakes.check()
    added = extended(scenario.sources, [programme for programme in read if programme is not None], mistakes)
    mistakes.check()
    check_programmes(files_of(added), added.parameters, set(), mistakes)
    mistakes.check()
    tried = replace(scenario, sources=added, _kept={})
    tried.change({})  # the checks of values in force: ranges, declared cliffs
    return tried


def _read(file: Folder, name: str, mistakes: Mistakes) -> ProgrammeFile | None:
    data = read_toml(file, name, mistakes) or {}
    return read_programme(data, name, mistakes) if data else None
