"""Running cases: every path, exit codes, the last line, and that wrong expectations are found."""

import subprocess
import sys

import pytest
from shipped import shipped_cases
from typer.testing import CliRunner

from simulation.cases import checking
from simulation.cases.answering import Answer, in_python, in_rows, one_by_one
from simulation.cases.suite import load
from simulation.cli.main import app

HEAD = '[defaults]\nprovince = "hubei"\nhousehold = { able = 0, dependent = 0 }\n'


@pytest.fixture(scope="module")
def shipped():
    return shipped_cases()


def lines(result):
    return result.stdout.strip().splitlines()


def doudi(*arguments):
    return CliRunner().invoke(app, ["cases", *map(str, arguments)])


def put(folder, text):
    path = folder / "own.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_shipped_cases_pass_on_every_path(shipped):
    outcome = checking.run(shipped)
    assert outcome.failures == []
    assert outcome.failed == 0
    assert outcome.passed == len(shipped.checks) + len(shipped.grids) >= 150


def test_paths_are_three_and_agree(shipped):
    questions = [asked.posed.question for check in shipped.checks for asked in check.asked]
    assert in_python(questions) == one_by_one(questions) == in_rows(questions)
    assert set(checking.PATHS) == {"python", "compiled", "array"}


def test_a_path_that_differs_is_told(shipped):
    def off_by_one(questions):
        return [answer._replace(counted=answer.counted + 1) for answer in one_by_one(questions)]

    few = checking.Suite(shipped.checks[:3], ())
    outcome = checking.run(few, {"compiled": one_by_one, "array": off_by_one})
    assert outcome.failed == 3
    assert {failure.path for failure in outcome.failures} >= {"compiled and array differ"}


CASE = '[[case]]\nname = "[bold]gap"\nsource = "R04"\ngiven = {{ other = 100 }}\nexpect = {{ amount = "{amount}" }}\n'


def test_command_passes_and_counts(tmp_path):
    result = doudi(put(tmp_path, CASE.format(amount="lines.dibao - 100")))
    assert result.exit_code == 0
    assert lines(result) == ["1 passed, 0 failed"]


def test_command_names_what_fails(tmp_path, monkeypatch):
    put(tmp_path, CASE.format(amount="lines.dibao - 99"))
    monkeypatch.chdir(tmp_path)  # a long name of a folder is broken over lines
    result = doudi("own.toml")
    assert result.exit_code == 1
    assert lines(result)[-1] == "0 passed, 1 failed"
    for word in ("own.toml", "[bold]gap", "amount"):
        assert word in result.stdout
    posed = load([tmp_path / "own.toml"]).checks[0].asked[0].posed
    line = int(posed.names("lines.dibao"))
    assert str(line - 99) in result.stdout
    assert str(line - 100) in result.stdout
    assert "应为" in doudi(tmp_path / "own.toml", "--lang", "zh").stdout


def test_tolerance(tmp_path):
    text = CASE.format(amount="lines.dibao - 99")
    assert doudi(put(tmp_path, text + "tol = 1\n")).exit_code == 0
    assert doudi(put(tmp_path, text + "tol = 0.99\n")).exit_code == 1


def test_persons_are_expected_as_persons_and_amounts_in_yuan(tmp_path):
    text = CASE.format(amount="3 * lines.dibao - 100").replace("other = 100", "persons = 3, other = 100")
    text = text.replace("expect = {", "expect = { covered = 3,")
    assert doudi(put(tmp_path, text)).exit_code == 0
    assert doudi(put(tmp_path, text.replace("covered = 3", "covered = 2"))).exit_code == 1


def test_bad_files_exit_with_2(tmp_path):
    result = doudi(put(tmp_path, CASE.format(amount="lines.dibau")))
    assert result.exit_code == 2
    assert "lines.dibao" in result.stderr
    assert doudi(tmp_path / "none.toml").exit_code == 2


def test_a_lever_that_does_not_act_fails(tmp_path):
    pair = '[[pair]]\nname = "a"\nsource = "R04"\ngiven = { other = 100 }\nsettings = [0.5, 1.0]\n'
    acts = pair + 'lever = "dibao.withdraw_rate"\nexpect = { amount = "lines.dibao - dibao.withdraw_rate * 100" }\n'
    assert doudi(put(tmp_path, acts)).exit_code == 0
    idle = pair + 'lever = "dibao.rigid_share"\nexpect = { amount = "lines.dibao - 100" }\n'
    result = doudi(put(tmp_path, idle))
    assert result.exit_code == 1
    assert "difference" in result.stdout


def test_a_property_that_breaks_is_told_with_its_point(tmp_path):
    rule = (
        '[[property]]\nname = "a"\nsource = "R04"\ngiven = {{ able = 1, workers = 1, jobless = true }}\n'
        'vary = {{ wage = [0, 3000, 50] }}\nnever = "{never}"\nexempt = [{exempt}]\n'
    )
    exempt = '"dibao.income_below_line", "marginal.income_below_marginal"'
    assert doudi(put(tmp_path, rule.format(never="emtr > 1.0", exempt=exempt))).exit_code == 0
    broken = doudi(put(tmp_path, rule.format(never="emtr > 1.0", exempt="")))
    assert broken.exit_code == 1
    assert "never emtr > 1.0" in broken.stdout
    assert "wage" in broken.stdout


def test_obtained_values_are_written_beside_a_csv(tmp_path):
    path = tmp_path / "office.csv"
    text = "name,source,province,able,dependent,other,expect.amount\na,R04,hubei,0,0,100,1\nb,R04,hubei,0,0,101,\n"
    path.write_text(text.replace("101,\n", "101,2\n"), encoding="utf-8")
    for _ in range(2):  # a second run replaces the column
        assert doudi(path, "--obtained").exit_code == 1
    posed = load([path]).checks[0].asked[0].posed
    line = int(posed.names("lines.dibao"))
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].endswith("expect.amount,obtained.amount")
    assert [row.rsplit(",", 1)[1] for row in rows[1:]] == [str(line - 100), str(line - 101)]


def test_a_csv_without_rows_stays_as_it_is(tmp_path):
    path = tmp_path / "office.csv"
    path.write_text("name,source,expect.amount\n", encoding="utf-8")
    result = doudi(path, "--obtained")
    assert result.exit_code == 2
    assert "expected at least one row" in " ".join(result.output.split())
    assert path.read_text(encoding="utf-8-sig").splitlines() == ["name,source,expect.amount"]


def test_answers_are_plain_numbers(shipped):
    answer = in_python([shipped.checks[0].asked[0].posed.question])[0]
    assert isinstance(answer, Answer)
    assert {type(value) for value in answer} == {int}


def test_cases_run_without_numba(tmp_path):
    path = put(tmp_path, CASE.format(amount="lines.dibao - 100"))
    code = f"from simulation.cli.main import main; import sys; sys.argv = ['doudi', 'cases', {str(path)!r}]; main()"
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env={"NUMBA_DISABLE_JIT": "1"})
    assert run.stdout.strip() == "1 passed, 0 failed", run.stderr
