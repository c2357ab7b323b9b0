"""Old names of parameters: one of the same meaning works and warns, one whose meaning is gone says what replaced it."""

import re
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from folders import copy_of_data, edit, mistakes_of

from simulation.cli.terminal import report_old_names
from simulation.parameters.files.mistakes import Mistakes, ScenarioError
from simulation.parameters.files.renamed import RENAMED, REPLACED, RenamedWarning
from simulation.parameters.scenario.points import point_of
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import load_scenario
from simulation.parameters.schema.groups import all_fields
from simulation.search.surface import box_of

VALUE = {"application.former_poor_share": 0.25, "governance.drive_target": 4.0, "screening.monitored_cap": 0.05}


def by_hand(base: Scenario, path: str, _: Path) -> Scenario:
    return base.change({path: VALUE[path]})


def by_reform(base: Scenario, path: str, folder: Path) -> Scenario:
    file = folder / "old.toml"
    file.write_text(
        'id = "old"\nlabel = { zh = "旧", en = "old" }\n'
        f'[[change]]\npath = "{path}"\nvalue = {VALUE[path]}\nfrom = 2023-01-01\n',
        encoding="utf-8",
    )
    return base.with_reform(file)


def by_scenario_file(_: Scenario, path: str, folder: Path) -> Scenario:
    file = folder / "old.toml"
    file.write_text(f'base = "zhejiang"\n[set]\n"{path}" = {VALUE[path]}\n', encoding="utf-8")
    return load_scenario(file)


def by_point(base: Scenario, path: str, _: Path) -> Scenario:
    return point_of(base, {path: VALUE[path]}).onto(base)


def by_practice(_: Scenario, path: str, folder: Path) -> Scenario:
    root = copy_of_data(folder)
    table = (
        f'\n[{path}]\nvalue = {VALUE[path]}\nstatus = "assumed"\nconfidence = "none"\nsource = "made up"\nyear = 2022\n'
    )
    with (root / "practices" / "zhejiang.toml").open("a", encoding="utf-8") as file:
        file.write(table)
    return Scenario.load("zhejiang", root=root)


DOORS = [by_hand, by_reform, by_scenario_file, by_point, by_practice]
type Door = Callable[[Scenario, str, Path], Scenario]


def test_old_names_are_no_parameters_and_new_ones_are() -> None:
    fields = all_fields()
    assert set(VALUE) == {*RENAMED, *REPLACED}
    assert not {*RENAMED, *REPLACED} & set(fields)
    assert {*RENAMED.values(), *(new for new, _ in REPLACED.values())} <= set(fields)


@pytest.mark.parametrize("path", RENAMED)
@pytest.mark.parametrize("door", DOORS)
def test_an_old_name_works_and_warns(zhejiang: Scenario, tmp_path: Path, door: Door, path: str) -> None:
    with pytest.warns(RenamedWarning, match=f"{path} is called {RENAMED[path]} now"):
        made = door(zhejiang, path, tmp_path)
    assert made.value(RENAMED[path]) == VALUE[path] != zhejiang.value(RENAMED[path])
    with pytest.warns(RenamedWarning):
        assert made[path] == VALUE[path]


@pytest.mark.parametrize("path", REPLACED)
@pytest.mark.parametrize(
    "door", [*DOORS, lambda base, path, _: base[path], lambda base, path, _: box_of(base, [path], "solve")]
)
def test_a_name_without_meaning_is_refused_with_what_replaced_it(
    zhejiang: Scenario, tmp_path: Path, door: Door, path: str
) -> None:
    (told,) = mistakes_of(lambda: door(zhejiang, path, tmp_path))
    new, reading = REPLACED[path]
    assert (told.expected, told.found, told.nearest) == (f"{new} in its place ({reading})", path, new)


@pytest.mark.parametrize("written", ["{}", "${}", "{}*", "{} +"])
def test_it_is_known_as_it_is_written_in_files(written: str) -> None:
    for path, new in [*RENAMED.items(), *((path, new) for path, (new, _) in REPLACED.items())]:
        mistakes = Mistakes()
        mistakes.unknown("file", "key", "parameter", written.format(path), all_fields())
        assert [each.nearest for each in mistakes.found] == [new]


def test_a_value_under_both_names_is_refused(zhejiang: Scenario, tmp_path: Path) -> None:
    ((old, new),) = RENAMED.items()
    with pytest.warns(RenamedWarning), pytest.raises(ScenarioError, match=re.escape(f"one value of {new}")):
        zhejiang.change({old: 0.1, new: 0.2})
    root = copy_of_data(tmp_path, "yunnan")
    table = '[{}]\nvalue = 0.25\nstatus = "assumed"\nconfidence = "none"\nsource = "made up"\nyear = 2022\n\n'
    edit(root / "practices" / "yunnan.toml", f"[{new}]", table.format(old) + f"[{new}]")
    with pytest.warns(RenamedWarning):
        (told,) = mistakes_of(lambda: Scenario.load("yunnan", root=root))
    assert (told.file, told.key) == ("scenarios/practices/yunnan.toml", old)
    assert told.expected == f"one table of {new}, as it is called now"


def test_a_mistake_under_an_old_name_stands_at_the_key_of_the_file(tmp_path: Path) -> None:
    root = copy_of_data(tmp_path)
    with (root / "practices" / "zhejiang.toml").open("a", encoding="utf-8") as file:
        file.write('\n[application.former_poor_share]\nvalue = 0.25\nstatus = "assumed"\nsource = "made up"\n')
    with pytest.warns(RenamedWarning):
        (told,) = mistakes_of(lambda: Scenario.load("zhejiang", root=root))
    assert told.key == "application.former_poor_share.confidence"


def test_a_command_tells_it_in_one_line(zhejiang: Scenario, capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        report_old_names()
        for share in (0.25, 0.3):
            zhejiang.change({"application.former_poor_share": share})
    told = "doudi: application.former_poor_share is called needs.former_poor_share now; the old name still works\n"
    assert capsys.readouterr().err == told
