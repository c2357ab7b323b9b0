"""Who may import whom: the layers are in `pyproject.toml`; here stands what they cannot say."""

import ast
import importlib
import importlib.util
import os
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

import simulation
from simulation.moved import MOVED

ROOT = Path(simulation.__file__).parent
PLOTTING = ("matplotlib", "solara")
ABOVE_ALL = ("cli", "app")  # these alone may ask the package for its public names
SOURCES = sorted(ROOT.rglob("*.py"))


def room_of(file: Path) -> str:
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


def imports_by_string(file: Path) -> list[str]:
    """Modules imported by a string, but for those of the file's own package, which may read all of its files."""
    calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    asked = [ast.unparse(call) for call in calls if ast.unparse(call.func).endswith(("import_module", "__import__"))]
    return [call for call in asked if not call.startswith("import_module(f'{__package__}.{")]


def test_layers_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_only_what_a_user_touches_asks_the_package_for_its_names(file: Path) -> None:
    """`simulation/__init__.py` may load any room by name, hence is above all of them."""
    if room_of(file) in ABOVE_ALL:
        return
    names = imported_by(file)
    public = {f"simulation.{name}" for name in simulation.__all__}
    assert not names & {"simulation", *public}
    if room_of(file) and file.name != "moved.py":
        assert not imports_by_string(file), "an import by a string goes round the layers"


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_plotting_and_mesa_stay_in_their_rooms(file: Path) -> None:
    packages = {name.partition(".")[0] for name in imported_by(file)}
    assert room_of(file) == "report" or not packages & set(PLOTTING)
    assert room_of(file) == "mesa_model" or file.name == "mesa_view.py" or "mesa" not in packages


def test_no_parameter_is_read_by_an_indicator_or_what_is_shown() -> None:
    """They take results, and prices that whoever calls them names; no scenario is asked for a value or a rule there."""
    asking = {"value", "group", "rules", "lines", "line_table"}
    for file in (*(ROOT / "indicators").rglob("*.py"), *(ROOT / "report").rglob("*.py")):
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
    code = f"import sys, simulation, simulation.cli.main; print([n for n in {heavy!r} if n in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"


def test_every_module_can_be_imported() -> None:
    for file in SOURCES:
        parts = file.relative_to(ROOT.parent).with_suffix("").parts
        if file.name == "mesa_view.py" and importlib.util.find_spec("solara") is None and not os.environ.get("CI"):
            continue  # of the extra `classroom`, which not every test run installs
        if "fonts" not in parts:  # a script of its own
            importlib.import_module(".".join(part for part in parts if part != "__init__"))


def test_no_room_hides_a_public_name() -> None:
    """A package called like a lazily loaded function would take its place once one of its modules is imported."""
    code = """
import importlib, pkgutil, simulation as sim
for module in pkgutil.walk_packages(sim.__path__, "simulation."):
    if not module.name.endswith("mesa_view"):  # of the extra `classroom`
        importlib.import_module(module.name)
assert all(callable(getattr(sim, name)) for name in sim.__all__)
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_package_has_a_table_of_contents() -> None:
    for file in ROOT.rglob("__init__.py"):
        folder = file.parent
        if folder == ROOT:
            continue
        text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
        parts = {each.stem for each in folder.glob("*.py")} | {
            each.parent.name for each in folder.glob("*/__init__.py")
        }
        patterns = re.findall(r"`([^`]+)`", text)  # `*_chart` names a family of files, which a registry lists
        assert not [part for part in parts - {"__init__"} if not any(fnmatch(part, each) for each in patterns)], folder


def test_old_paths_work_with_a_warning() -> None:
    for old, new in MOVED.items():
        if new.endswith("mesa_view"):
            continue  # of the extra `classroom`
        sys.modules.pop(old, None)
        with pytest.warns(DeprecationWarning, match=new):
            found = importlib.import_module(old)
        assert found.__name__ == new
        assert found.__doc__ == importlib.import_module(new).__doc__
    assert simulation.report.charts is sys.modules["simulation.report.charts"]  # an old path hides no new room
    assert sys.modules["simulation.views"].charts is sys.modules["simulation.report.charts.charts"]
    exec("from simulation.views import output_folder")  # what is not a moved path itself is found below it
