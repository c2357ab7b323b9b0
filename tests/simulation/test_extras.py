"""A command whose library is not installed says in one sentence which command installs it, before any long work."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulation.cli.main import app
from simulation.simulate.errors import ExperimentError
from simulation.sweeping.results.sweep_results import Sweep

pytestmark = pytest.mark.usefixtures("few_counties")

SIZE = "--scale 0.0005 --months 3 --replications 2 --executor serial"
OVER = "--over dibao.line_multiple=0.9:1.1"
COMMANDS = (
    ("sklearn", "scikit-learn", "calibrate", "calibrate fujian --dry-run"),
    ("pymoo", "pymoo", "explore", f"frontier fujian {OVER} {SIZE}"),
    ("SALib", "SALib", "explore", f"sensitivity fujian {OVER} --method sobol {SIZE}"),
    ("SALib", "SALib", "explore", f"sensitivity fujian {OVER} --method morris {SIZE}"),
    ("distributed", "distributed", "cluster", f"sensitivity fujian {OVER} {SIZE.replace('serial', 'dask')}"),
    ("duckdb", "duckdb", "store", "run fujian --population survey --scale 0.0005 --months 3"),
)


@pytest.fixture
def hide(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a library as good as not installed."""

    def hidden(module: str) -> None:
        for name in [*sys.modules]:
            if name.startswith(f"{module}."):
                monkeypatch.setitem(sys.modules, name, None)
        monkeypatch.setitem(sys.modules, module, None)

    return hidden


@pytest.mark.parametrize(("module", "library", "extra", "line"), COMMANDS)
def test_a_command_without_its_library_says_what_installs_it(
    module: str, library: str, extra: str, line: str, hide: Callable[[str], None], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("simulation.engine.burn_in", None)  # nothing is simulated before it is said
    (tmp_path / "survey").mkdir()
    for name in ("households", "persons"):
        (tmp_path / "survey" / f"{name}.parquet").write_bytes(b"")
    hide(module)
    done = CliRunner().invoke(app, line.split())
    said = " ".join(done.output.split())
    assert done.exit_code == 2, said
    assert f"needs {library}: `uv run --extra {extra} ...` in place of `uv run ...` installs it" in said
    assert f"`pip install -e '.[{extra}]'` in doudi's folder" in said


def test_a_store_without_duckdb_says_what_installs_it(hide: Callable[[str], None], tmp_path: Path) -> None:
    hide("duckdb")
    store = object.__new__(Sweep)  # an empty one: nothing of it is asked for
    with pytest.raises(ExperimentError, match=re.escape("Parquet needs duckdb: `uv run --extra store ...`")):
        store.to_parquet(tmp_path / "all.parquet")
