"""A scenario: province + practice + programmes + changes, as one frozen value that answers by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from simulation.moved import renamed
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import data_folder
from simulation.parameters.microdata.microdata import Incomes
from simulation.parameters.programmes.programme_checks import check_aid_count
from simulation.parameters.reforms import reforms
from simulation.parameters.reforms.edits import Edit
from simulation.parameters.reforms.posterior import Draw
from simulation.parameters.reforms.reforms import Change
from simulation.parameters.reforms.stated_ranges import check_ranges
from simulation.parameters.reforms.uprating import check_uprated, with_uprating
from simulation.parameters.scenario.amount_widths import check_widths
from simulation.parameters.scenario.change_checks import check_changes, check_drawn
from simulation.parameters.scenario.change_reading import check_read
from simulation.parameters.scenario.differences import differences
from simulation.parameters.scenario.in_force import POLICY_MONTH
from simulation.parameters.scenario.insertions import files_of, knowing
from simulation.parameters.scenario.layers import CALL, Layers
from simulation.parameters.scenario.paths import ByPath
from simulation.parameters.scenario.sources import Sources, read_sources
from simulation.parameters.values import calibration_status


@dataclass(frozen=True, eq=False)
class Scenario(Layers, ByPath):
    """What is in force in every month: a province, the practice of its offices, programmes, and changes on top.

    Made by `Scenario.load`; never changed: whatever changes something returns another scenario. Equal and hashable by
    `digest`; picklable. `scenario["dibao.withdraw_rate"]` is the value of a parameter in the policy month.

    Attributes:
        name: Id of the province, or of what was put on top of it last.
        sources: Everything that was read from the data package.
        changes: Changes of values, the first acting first.
        label_zh: Name to be shown, in Chinese.
        label_en: Name to be shown, in English.
        edits: Changes of rules.
    """

    @classmethod
    def load(cls, province: str, *, practice: str | None = None, root: Path | None = None) -> "Scenario":
        """The baseline of a province.

        Args:
            province: Id of a folder in `scenarios/provinces`, such as "zhejiang".
            practice: Id of the province whose offices' practice applies; None: its own.
            root: Folder in place of the shipped data package.

        Returns:
            The scenario, checked.

        Raises:
            ScenarioError: With every mistake of every file.
        """
        mistakes = Mistakes()
        sources = read_sources(root or data_folder(), province, practice or province, mistakes)
        mistakes.check()
        assert sources is not None
        return _checked(cls._of(sources))

    @classmethod
    def load_pair(
        cls, province: str, reform: str | Path, *, practice: str | None = None, root: Path | None = None
    ) -> tuple["Scenario", "Scenario"]:
        """A baseline and a reform of it, read and checked together.

        Args:
            province: Id of a province.
            reform: Id of a shipped reform, or path of a TOML file.
            practice: As of `load`.
            root: As of `load`.

        Returns:
            (baseline, reform).

        Raises:
            ScenarioError: With the mistakes of both.
        """
        mistakes = Mistakes()
        folder = root or data_folder()
        sources = read_sources(folder, province, practice or province, mistakes)
        found = reforms.find_reform(reform, folder, mistakes)
        base = None if sources is None else cls._of(sources)
        made, edits = ((), ()) if base is None or found is None else base._read(*found, mistakes)
        mistakes.check()
        assert base is not None
        assert found is not None
        base, model = _checked(base), found[0]
        return base, base._with(model.id, made, (model.label.zh, model.label.en), edits)

    @classmethod
    def _of(cls, sources: Sources) -> "Scenario":
        """The baseline of sources, not yet checked."""
        own = sources.practice == sources.province
        name = sources.province if own else f"{sources.province}+{sources.practice}"
        return cls(name, sources, (), sources.label_zh, sources.label_en)

    def with_reform(self, reform: str | Path, *, root: Path | None = None) -> "Scenario":
        """This scenario with a reform.

        Args:
            reform: Id of a shipped reform, or path of a TOML file.
            root: As of `load`.

        Returns:
            Another scenario, named after the reform.

        Raises:
            ScenarioError: With every mistake of the reform.
        """
        mistakes = Mistakes()
        found = reforms.find_reform(reform, root or data_folder(), mistakes)
        made, edits = ((), ()) if found is None else self._read(*found, mistakes)
        mistakes.check()
        assert found is not None
        model = found[0]
        return self._with(model.id, made, (model.label.zh, model.label.en), edits)

    def _read(
        self, model: reforms.ReformModel, file: str, mistakes: Mistakes
    ) -> tuple[tuple[Change, ...], tuple[Edit, ...]]:
        """The changes of values and of rules of a reform file, every mistake recorded."""
        edits = reforms.edits_of(model, file, POLICY_MONTH, mistakes)
        made = tuple(self._dated(change) for change in reforms.changes_of(model, file, POLICY_MONTH))
        check_uprated(model, file, mistakes)
        check_read(self.sources.parameters, made, mistakes)
        check_changes(self.sources, self.changes, made, mistakes, (*self.edits, *edits))
        check_ranges(self, self._after(made, edits), mistakes)
        return made, edits

    def with_microdata(self, folder: str | Path, incomes: Incomes | None = None) -> "Scenario":
        """This scenario on the households of your own microdata in place of those made from the census.

        Args:
            folder: Where `households.csv` and `persons.csv` are (docs/microdata.md).
            incomes: "surveyed": incomes of a year, which contain its shocks, so that those of the model replace them;
                "permanent": incomes without shocks, which the model adds. None: as the folder says, else "surveyed".

        Returns:
            Another scenario.

        Raises:
            ScenarioError: With every mistake in the tables; weights that cannot be raked are refused in a run.
        """
        found = self.sources.with_microdata(folder, incomes)
        labels = (self.label_zh, self.label_en) if self.changes or self.edits else (found.label_zh, found.label_en)
        return Scenario(self.name, found, self.changes, *labels, self.edits)

    def change(
        self,
        values: Mapping[str, float],
        start: str | None = None,
        end: str | None = None,
        *,
        name: str | None = None,
        uprated: bool = True,
        beyond_range: str = "",
    ) -> "Scenario":
        """This scenario with some values changed.

        Args:
            values: New values by path, in the unit of each parameter. A path that ends in `*` multiplies and one that
                ends in `+` adds: `{"lines.dibao*": 1.1}`.
            start: First month, such as "2024-01". None: the policy month, January 2023; a structural value then acts
                from the first month of the warm-up.
            end: Last month. None: until the end.
            name: Name of the new scenario. None: made from `values`.
            uprated: Whether a line that is set or added to grows from then on as the baseline's does.
            beyond_range: Why a line leaves its stated range, which is refused without a reason.

        Returns:
            Another scenario.

        Raises:
            ScenarioError: With every unknown path and every value that is not possible.
        """
        mistakes = Mistakes()
        first, last = reforms.period_of(start, end, POLICY_MONTH, CALL, mistakes)
        made = self._written(values, (first, last), start is None, mistakes)
        made = with_uprating([replace(change, beyond_range=beyond_range) for change in made], uprated)
        check_changes(self.sources, self.changes, tuple(made), mistakes)
        check_ranges(self, self._after(made), mistakes, lines_only=True)
        mistakes.check()
        text = ", ".join(f"{path}={value:g}" for path, value in values.items())
        return self._with(name or f"{self.name} with {text}", tuple(made), (text, text))

    def with_changes(self, made: Sequence[Change], *, name: str) -> "Scenario":
        """This scenario with changes made elsewhere.

        Args:
            made: The changes, the first acting first.
            name: Name of the new scenario.

        Returns:
            Another scenario.

        Raises:
            ScenarioError: For paths and values that do not fit.
        """
        mistakes = Mistakes()
        check_changes(self.sources, self.changes, tuple(made), mistakes)
        mistakes.check()
        return self._with(name, made, (name, name))

    def _with(
        self, name: str, made: Sequence[Change], label: tuple[str, str], edits: tuple[Edit, ...] = ()
    ) -> "Scenario":
        mistakes = Mistakes()
        knowing(self.sources, edits, mistakes)
        mistakes.check()
        zh, en = label
        return _checked(replace(self._after(made, edits), name=name, label_zh=zh, label_en=en))

    def with_programmes_of(self, *others: "Scenario") -> "Scenario":
        """This scenario, which also knows the programmes that others insert, switched off: all can share a state.

        Args:
            others: The scenarios that it will be compared with.

        Returns:
            This scenario, or another one where there is something to add.

        Raises:
            ScenarioError: When there are more aid programmes together than a ledger has room for.
        """
        sources, mistakes = knowing(self.sources, [e for other in others for e in other.edits], Mistakes()), Mistakes()
        if sources is self.sources:
            return self
        check_aid_count(files_of(sources), mistakes)
        mistakes.check()
        return replace(self, sources=sources, _kept={})

    beside = renamed(with_programmes_of, "Scenario.beside", "Scenario.with_programmes_of")

    def under(self, draw: Draw) -> "Scenario":
        """This scenario with a posterior draw beneath it: what the scenario itself sets acts on top of the draw.

        Args:
            draw: Values of the fitted parameters; they act at all times, structural ones when the population is built.

        Returns:
            Another scenario of the same name.

        Raises:
            ScenarioError: Where the scenario's own changes carry a drawn value out of its bounds.
        """
        drawn, mistakes = replace(self, changes=(*draw.changes(), *self.changes), _kept={}), Mistakes()
        check_drawn(self.sources, drawn.changes, mistakes, self.edits)
        mistakes.check()
        return drawn

    def calibration(self, lang: Literal["en", "zh"] = "en") -> str:
        """Which published stocks of the province the baseline meets, or by how much it is off.

        Args:
            lang: "en" or "zh".

        Returns:
            One line. It claims nothing where structural values, practice or microdata are not those that were measured.
        """
        return calibration_status.status_line(self, lang)

    def diff(self, other: "Scenario", lang: Literal["en", "zh"] = "en", *, months: int = 36) -> list[str]:
        """What another scenario changes, in words, with the legal reference.

        Args:
            other: A scenario made from this one, or one made from the same baseline: then both ways.
            lang: "en" or "zh".
            months: For changed lines, in how many counties they rise and fall in each year of so many months from 2023.

        Returns:
            One line per change.
        """
        return differences(self, other, lang, months)


def _checked(scenario: Scenario) -> Scenario:
    mistakes = Mistakes()
    check_changes(scenario.sources, (), scenario.changes, mistakes, scenario.edits)
    mistakes.check()
    check_widths(scenario, mistakes)
    mistakes.check()
    return scenario
