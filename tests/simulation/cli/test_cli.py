import signal
import subprocess
import sys

import pytest
from fakes import FakeComparison, FakeResult
from typer.testing import CliRunner
from worlds import loaded
from written import COMPARISON_FILES, RESULT_FILES

import simulation
from simulation.cli.main import app
from simulation.parameters.scenario.scenario import Scenario

pytestmark = pytest.mark.usefixtures("few_counties")

SLOW_COMPARE = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite in the background hands down an ignored one
import simulation
def slow(*args, progress, **kwargs):
    progress(1, 10, "waiting")
    print("started", flush=True)
    time.sleep(60)
simulation.compare = slow
from simulation.cli.main import main
sys.argv = ["doudi", "compare", "jiangxi", "none", "--out", sys.argv[1]]
main()
"""


@pytest.fixture(autouse=True)
def _coarse_pictures(monkeypatch):
    monkeypatch.setattr("simulation.report.charts.style.DPI", 40)


@pytest.fixture
def calls(monkeypatch):
    """Puts made-up results in the place of the simulation; what it was called with is kept."""
    seen = []

    def compare(base, reform, *, progress, **settings):
        seen.append((base.name, reform.name, settings))
        progress(1, 2, "half")
        return FakeComparison()

    def run(scenario, *, progress, **settings):
        seen.append((scenario.name, settings))
        return FakeResult()

    monkeypatch.setattr(simulation, "compare", compare, raising=False)
    monkeypatch.setattr(simulation, "run", run, raising=False)
    return seen


def doudi(*arguments):
    return CliRunner().invoke(app, [str(each) for each in arguments])


def command(*arguments):
    code = "from simulation.cli.main import main; main()"
    return [sys.executable, "-c", code, *arguments]


def test_compare_has_the_documented_defaults_and_writes_nothing(calls, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = doudi("compare", "zhejiang", "dibao_line_plus_10")
    assert done.exit_code == 0, done.output
    settings = {"scale": 0.01, "months": 36, "replications": 10, "seed": 1, "threads": None, "draws": None}
    assert calls == [("zhejiang", "dibao_line_plus_10", settings)]
    assert "Exclusion error" in done.stdout
    assert "Nothing was written" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("blank_plots")
def test_options_reach_the_simulation(calls, tmp_path):
    out = tmp_path / "out"
    options = ("--scale", 1, "--months", 12, "--seed", 7, "--threads", 2, "--lang", "zh", "--out", out)
    done = doudi("compare", "fujian", "none", "--replications", 3, *options)
    assert done.exit_code == 0, done.output
    settings = {"scale": 1.0, "months": 12, "replications": 3, "seed": 7, "threads": 2, "draws": None}
    assert calls == [("fujian", "none", settings)]
    assert "漏保率" in done.stdout
    assert sorted(each.name for each in out.iterdir()) == sorted(COMPARISON_FILES)


@pytest.mark.usefixtures("blank_plots")
def test_run_writes_its_files_and_force_replaces_them(calls, tmp_path):
    out = tmp_path / "out"
    assert doudi("run", "hubei", "--out", out).exit_code == 0
    assert sorted(each.name for each in out.iterdir()) == sorted(RESULT_FILES)
    again = doudi("run", "hubei", "--out", out)
    assert again.exit_code == 2
    assert "--force" in again.stderr
    assert len(calls) == 1  # refused before any work is done
    assert doudi("run", "hubei", "--out", out, "--force").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("compare", "zhejang", "dibao_line_plus_1"), ("'zhejiang'", "'dibao_line_plus_10'")),
        (("compare", "zhejiang", "missing.toml"), ("missing.toml",)),
        (("run", "atlantis"), ("atlantis", "expected")),
        (("run", "hubei", "--scale", "0"), ("--scale",)),
        (("run", "hubei", "--scale", "nan"), ("--scale",)),
        (("run", "hubei", "--months", "0"), ("--months",)),
        (("run", "hubei", "--seed", "-1"), ("--seed",)),
        (("run", "hubei", "--lang", "fr"), ("--lang",)),
        (("compare", "hubei"), ("reform",)),
        (("calibrate", "hubai"), ("'hubei'",)),
        (("check", "hubai", "nowhere.toml"), ("'hubei'", "nowhere.toml")),
    ],
)
def test_bad_input_is_told_at_once_and_leaves_nothing(calls, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    out = () if arguments[0] in ("check", "calibrate") else ("--out", "out")
    done = doudi(*arguments, *out)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert all(word in done.stderr for word in words), done.stderr
    assert calls == []
    assert list(tmp_path.iterdir()) == []


def test_an_output_place_that_cannot_be_is_refused_before_any_work(calls, tmp_path):
    (tmp_path / "file").write_text("")
    for place in ("file", "file/below"):
        done = doudi("run", "hubei", "--out", tmp_path / place, "--force")
        assert (done.exit_code, done.stdout) == (2, "")
    assert calls == []


def test_a_fault_of_ours_is_not_dressed_as_the_users(monkeypatch):
    def broken(*_args, **_kwargs):
        raise ValueError("operands could not be broadcast")

    monkeypatch.setattr(simulation, "run", broken, raising=False)
    done = doudi("run", "hubei")
    assert done.exit_code == 1
    assert isinstance(done.exception, ValueError)


def test_check_reads_all_that_ships():
    done = doudi("check")
    assert done.exit_code == 0, done.output
    assert "zhejiang" in done.stdout
    assert "dibao_line_plus_10" in done.stdout


def test_check_tells_every_mistake_of_a_reform_once(tmp_path):
    file = tmp_path / "mine.toml"
    change = '[[change]]\npath = "{}"\nop = "scale"\nvalue = 1.1\n'
    head = 'id = "mine"\nlabel = { zh = "我的", en = "mine" }\nauthor = ""\nreference = ""\n'
    file.write_text(head + change.format("lines.diboa") + change.format("earnings.persistance"))
    done = doudi("check", file)
    assert done.exit_code == 2
    assert done.stderr.count("lines.diboa") == done.stderr.count("earnings.persistance") == 1
    assert "'earnings.persistence'" in done.stderr


def test_check_reads_scenarios_and_sweeps_and_names_the_file_of_each_mistake(tmp_path):
    (tmp_path / "mine.toml").write_text('base = "zhejiang"\n[set]\n"dibao.withdraw_rat" = 0.8\n')
    (tmp_path / "s.toml").write_text('base = "zhejiang"\ntable = "t.csv"\n')
    (tmp_path / "t.csv").write_text("dibao.line_multipel\n1.1\n")
    done = doudi("check", tmp_path / "mine.toml", tmp_path / "s.toml")
    assert done.exit_code == 2
    told = done.stderr.replace("\n", " ")
    for name, wrong in (("mine.toml", "dibao.withdraw_rat"), ("t.csv", "dibao.line_multipel")):
        assert f"{tmp_path / name}: {wrong}: expected a known parameter" in told
    (tmp_path / "t.csv").write_text("dibao.line_multiple\n1.1\n")
    assert doudi("check", tmp_path / "s.toml").exit_code == 0


def test_a_reform_that_names_counties_is_for_the_provinces_that_have_them(tmp_path, monkeypatch):
    monkeypatch.setattr(Scenario, "load", loaded)
    file = tmp_path / "mine.toml"
    head = 'id = "mine"\nlabel = { zh = "我的", en = "mine" }\n[[change]]\npath = "lines.dibao"\nvalue = 1200\n'
    head += "uprated = true\n"
    file.write_text(head + 'where = { county = ["温州市", "鹿城区"] }\n', encoding="utf-8")
    assert doudi("check", file).exit_code == doudi("check", "zhejiang", file).exit_code == 0
    elsewhere = doudi("check", "hubei", file)
    assert elsewhere.exit_code == 2
    assert "鹿城区" in elsewhere.stderr
    file.write_text(head + 'where = { county = "温州" }\n', encoding="utf-8")
    nowhere = doudi("check", file)
    assert nowhere.exit_code == 2
    assert nowhere.stderr.count("温州 (did you mean '温州市'?)") == nowhere.stderr.count("温州 ") == 1


def test_version_and_help():
    assert doudi("--version").stdout.startswith("doudi 0.")
    for name in ("compare", "run", "calibrate", "check"):
        assert name in doudi("--help").stdout
        assert doudi(name, "--help").exit_code == 0


def test_help_is_there_at_once():
    """Within half a second of processor time, the start of Python included."""
    at_the_end = "import atexit, time; atexit.register(lambda: print(time.process_time()))"
    code = f"{at_the_end}; from simulation.cli.main import app; app(['--help'])"
    help_command = [sys.executable, "-c", code]
    took = [
        float(subprocess.run(help_command, check=True, capture_output=True, text=True).stdout.split()[-1])
        for _ in range(3)
    ]
    assert min(took) < 0.5


def test_a_mistake_gives_one_message_and_no_traceback(tmp_path):
    done = subprocess.run(
        command("run", "atlantis", "--out", "out"), cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("doudi: 1 mistake")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_ends_with_130_and_leaves_nothing(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_COMPARE, str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "started"
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []
