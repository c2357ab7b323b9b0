"""Who may import whom: an upper row may use a lower one, modules of one row may not use each other."""

import ast
import importlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

import simulation

ROOT = Path(simulation.__file__).parent
# From the top down. The command line and the page write what the views draw, hence stand above them. The Mesa model
# runs a warmed-up state, which experiments make. The month joins steps (loops over a block), processes and rules.
ROWS = (
    {"cli"},
    {"cli_results", "cli_several"},
    {"cli_reported"},
    {"cli_outputs"},
    {"cli_households", "cli_experiments", "cli_mechanisms", "cli_calibration", "cli_validate"},
    {"cli_arguments"},
    {"app"},
    {"terminal"},
    {"views", "province"},
    {"mechanisms"},
    {"reported"},
    {"experiments", "cases"},
    {"warm"},
    {"engine", "calculator"},
    {"indicators"},
    {"initial_state", "integrity"},
    {"month", "state"},
    {"steps"},
    {"ledger"},
    {"processes"},
    {"world"},
    {"parameters"},
    {"rules"},
    {"draws", "extras", "kept", "place_names", "spreadsheet", "units"},
    {"_numba"},
    {"_lazy"},
)
ROW_OF = {name: row for row, names in enumerate(ROWS) for name in names}
PLOTTING = ("matplotlib", "solara")
SOURCES = sorted(ROOT.rglob("*.py"))


def part_of(file: Path) -> str:
    """Name of the module or package directly under `simulation`; empty for `simulation/__init__.py`."""
    first = file.relative_to(ROOT).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def imported_by(file: Path) -> set[str]:
    """Full names of the modules a file imports, lazily or not, but for those of type checking alone."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    hidden = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    names: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_only_lower_rows_are_imported(file: Path) -> None:
    part = part_of(file)
    if not part:
        return
    assert part in ROW_OF, f"{part}: give it a row in ROWS"
    for name in imported_by(file):
        package, _, rest = name.partition(".")
        other = rest.partition(".")[0]
        if package == "simulation" and other in ROW_OF and other != part:
            assert ROW_OF[part] < ROW_OF[other], f"{file.name} imports {name}"


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_plotting_and_mesa_stay_in_their_rooms(file: Path) -> None:
    packages = {name.partition(".")[0] for name in imported_by(file)}
    assert part_of(file) == "views" or not packages & set(PLOTTING)
    assert part_of(file) == "province" or file.name == "mesa_view.py" or "mesa" not in packages


def test_rules_never_draw() -> None:
    for file in (ROOT / "rules").rglob("*.py"):
        assert not any(name.startswith("simulation.draws") for name in imported_by(file)), file.name


def test_no_parameter_is_read_by_an_indicator_or_a_view() -> None:
    """They take results, and prices that whoever calls them names; no scenario is asked for a value or a rule there."""
    asking = {"value", "group", "rules", "lines", "line_table"}
    for file in (*(ROOT / "indicators").rglob("*.py"), *(ROOT / "views").rglob("*.py")):
        assert not any(name.startswith("simulation.parameters") for name in imported_by(file)), file.name
        calls = [node.func for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
        asked = {call.attr for call in calls if isinstance(call, ast.Attribute) and ast.unparse(call.value) != "match"}
        assert not asked & asking, (file.name, asked & asking)


def test_public_names_can_be_had() -> None:
    assert len(set(simulation.__all__)) == len(simulation.__all__)
    for name in simulation.__all__:
        assert getattr(simulation, name) is not None
    assert set(simulation.__all__) <= set(dir(simulation))
    with pytest.raises(AttributeError):
        _ = simulation.no_such_name


def test_importing_is_light() -> None:
    heavy = ("numba", "pandas", "scipy", "matplotlib", "mesa", "networkx", "distributed", "solara")
    code = f"import sys, simulation, simulation.cli; print([n for n in {heavy!r} if n in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"


def test_every_module_can_be_imported() -> None:
    for file in SOURCES:
        parts = file.relative_to(ROOT.parent).with_suffix("").parts
        if file.name == "mesa_view.py" and importlib.util.find_spec("solara") is None and not os.environ.get("CI"):
            continue  # of the extra `classroom`, which not every test run installs
        if "fonts" not in parts:  # a script of its own
            importlib.import_module(".".join(part for part in parts if part != "__init__"))
