"""A file that holds nothing is no statement; reserved words are no ids; provinces do not repeat one another."""

import shutil
import tomllib
from pathlib import Path

import pytest
from folders import copy_of_data, edit, loading, mistakes_of
from typer.testing import CliRunner

from simulation.cases.checking import run_files
from simulation.cli.main import app
from simulation.parameters.files.mistakes import Mistake, Mistakes
from simulation.parameters.files.names import RESERVED
from simulation.parameters.files.reading import data_folder
from simulation.parameters.scenario import scenario_files
from simulation.parameters.scenario.province_checks import check_provinces
from simulation.parameters.scenario.scenario import Scenario

SHIPPED = Path(str(data_folder()))
FILES = sorted(
    [path.relative_to(SHIPPED) for folder in ("national", "programmes", "practices", "reforms")
     for path in (SHIPPED / folder).iterdir() if path.suffix in (".toml", ".csv")]
    + [path.relative_to(SHIPPED) for path in (SHIPPED / "provinces" / "zhejiang").glob("*.*")]
    + [Path("calibrated.toml")]
)  # fmt: skip
PROGRAMME = 'id = "dibao_classes"'
HEAD = 'label = { zh = "试", en = "trial" }\n'
CHANGE = '[[change]]\npath = "lines.dibao"\nop = "scale"\nvalue = 1.1\n'


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_data(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def base() -> Scenario:
    return Scenario.load("zhejiang")


@pytest.mark.parametrize("file", FILES, ids=str)
def test_an_emptied_file_is_refused(root: Path, base: Scenario, file: Path) -> None:
    """tekun.toml of 0 bytes gave dibao to a tekun person; calibrated.toml emptied raised spending by two thirds."""
    whole = (root / file).read_bytes()
    nothing = [b"", b"\xef\xbb\xbf", b"# nothing\n"] if file.suffix == ".toml" else [b"", whole.split(b"\n")[0] + b"\n"]
    try:
        for content in nothing:
            (root / file).write_bytes(content)
            found = mistakes_in(file, root, base)
            assert any(mistake.file == f"scenarios/{file.as_posix()}" for mistake in found), content
    finally:
        (root / file).write_bytes(whole)


def test_a_fitted_value_that_is_missing_is_told(tmp_path: Path) -> None:
    root = copy_of_data(tmp_path)
    text = (root / "calibrated.toml").read_text(encoding="utf-8")
    (root / "calibrated.toml").write_text(text.partition("[kin.child_income_share]")[0], encoding="utf-8")
    last = ["kin.child_income_share", "temporary.seek_prob", "illness.ordinary_yuan_year"]  # what stands from there on
    assert [m.key for m in loading(root)] == last
    (root / "calibrated.toml").write_text(text.partition("[income.low_urban]")[0], encoding="utf-8")
    fitted = tomllib.loads(text)["provenance"]["parameters"]
    assert [m.key for m in loading(root)] == fitted[1:]
    (root / "calibrated.toml").unlink()  # a folder in which nothing has been fitted yet
    assert not loading(root)


@pytest.mark.parametrize("content", ["", "# a draft\n", 'id = "trial"\n' + HEAD])
def test_a_reform_that_changes_nothing_is_refused(tmp_path: Path, base: Scenario, content: str) -> None:
    file = tmp_path / "trial.toml"
    file.write_text(content, encoding="utf-8")
    assert mistakes_of(lambda: base.with_reform(file))
    assert CliRunner().invoke(app, ["check", str(file)]).exit_code == 2
    assert base.with_reform("none").lines(0).tolist() == base.lines(0).tolist()


@pytest.mark.parametrize(("name", "content"), [
    ("scenario.toml", ""), ("cases.toml", ""), ("cases.toml", '[defaults]\nprovince = "hubei"\n'), ("cases.csv", ""),
    ("cases.csv", "name,source,expect.amount\n"), ("table.csv", ""), ("table.csv", "province,dibao.withdraw_rate\n"),
])  # fmt: skip
def test_a_named_file_that_holds_nothing_is_refused(tmp_path: Path, name: str, content: str) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    load = run_files if name.startswith("cases") else scenario_files.load_scenarios
    assert mistakes_of(lambda: load([file] if name.startswith("cases") else file))  # type: ignore[operator]


@pytest.mark.parametrize("word", RESERVED)
def test_no_programme_rule_or_reform_is_called_by_a_reserved_word(tmp_path: Path, base: Scenario, word: str) -> None:
    """A programme of the id `all` doubled its rows, and the cover showed half of the money."""
    root = copy_of_data(tmp_path)
    edit(root / "programmes/dibao_classes.toml", PROGRAMME, f'id = "{word}"')
    edit(root / "programmes/dibao.toml", 'id = "no_car"', f'id = "{word}"')
    found = [mistake for mistake in loading(root) if "reserved word" in mistake.expected]
    assert sorted((m.file.rpartition("/")[2], m.key) for m in found) == [
        ("dibao.toml", "eligibility.2.id"), ("dibao_classes.toml", "id")
    ]  # fmt: skip
    file = tmp_path / "trial.toml"
    file.write_text(f'id = "{word}"\n{HEAD}{CHANGE}', encoding="utf-8")
    assert [m for m in mistakes_of(lambda: base.with_reform(file)) if m.key in ("id", "")]


def test_no_programme_is_called_like_a_group_of_parameters(tmp_path: Path) -> None:
    root = copy_of_data(tmp_path)
    edit(root / "programmes/dibao_classes.toml", PROGRAMME, 'id = "visit"')
    assert any("no group of parameters" in mistake.expected for mistake in loading(root))


def test_a_scenario_file_is_not_named_by_a_reserved_word(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('base = "hubei"\nname = "baseline"\n', encoding="utf-8")
    assert [m.key for m in mistakes_of(lambda: scenario_files.load_scenario(file))] == ["name"]


def test_province_folders_that_repeat_one_another_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_of_data(tmp_path, "zhejiang", "hubei")
    shutil.copy(SHIPPED / "provinces" / "names_en.csv", root / "provinces" / "names_en.csv")
    assert not between(root, "zhejiang", "hubei")
    shutil.copytree(root / "provinces" / "hubei", root / "provinces" / "all")
    found = between(root, "all")
    assert [mistake.partition(": expected")[0] for mistake in found] == [
        "scenarios/provinces/all/province.toml: province.label.zh",
        "scenarios/provinces/all/province.toml: province.label.en",
        "scenarios/provinces/all/counties.csv: adcode",
        "scenarios/provinces: all",
    ]
    assert "of scenarios/provinces/hubei, the first 42" in found[2]
    monkeypatch.setattr(scenario_files, "data_folder", lambda: root)
    assert {str(mistake) for mistake in scenario_files.mistakes_in(["hubei"], [])} >= set(between(root, "hubei"))


def mistakes_in(file: Path, root: Path, base: Scenario) -> tuple[Mistake, ...]:
    """What is told when a file is read by what reads files of its kind."""
    if file.parts[0] == "reforms":
        return mistakes_of(lambda: base.with_reform(file.stem, root=root))
    practice = file.stem if file.parts[0] == "practices" else None
    return mistakes_of(lambda: Scenario.load("zhejiang", practice=practice, root=root))


def between(root: Path, *provinces: str) -> list[str]:
    mistakes = Mistakes()
    check_provinces(root, provinces, mistakes)
    return [str(mistake) for mistake in mistakes.found]
