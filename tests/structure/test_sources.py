"""Rules of the house that can be read off the sources."""

import ast
import re
from pathlib import Path

import pytest

import simulation

ROOT = Path(simulation.__file__).parents[1]
PACKAGES = sorted(file for name in ("simulation", "calibration") for file in (ROOT / name).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
KERNELS = sorted(file for name in ("processes", "rules") for file in (ROOT / "simulation" / name).rglob("*.py"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LIBM = {"exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "pow", "power", "float_power"}


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("file", [*PACKAGES, *TESTS], ids=name_of)
def test_files_are_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("file", PACKAGES, ids=name_of)
def test_functions_are_short(file: Path) -> None:
    for node in functions(tree_of(file)):
        assert node.end_lineno is not None
        assert node.end_lineno - node.lineno < LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("file", PACKAGES, ids=name_of)
def test_all_that_is_public_is_explained(file: Path) -> None:
    tree = tree_of(file)
    if tree.body:
        assert ast.get_docstring(tree), "module docstring"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


def is_whole_constant(node: ast.AST) -> bool:
    """`2**60`: a whole number, worked out before anything is compiled."""
    if not isinstance(node, ast.BinOp):
        return False
    sides = (node.left, node.right)
    return all(isinstance(side, ast.Constant) and isinstance(side.value, int) for side in sides)


@pytest.mark.parametrize("file", KERNELS, ids=name_of)
def test_kernels_use_no_libm(file: Path) -> None:
    """State depends on + - x / comparisons and integers alone, so that every CPU gives the same bits."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.BinOp | ast.AugAssign) and not is_whole_constant(node):
            assert not isinstance(node.op, ast.Pow), f"** in line {node.lineno}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert not (node.value.id in ("math", "np", "numpy") and node.attr in LIBM), ast.unparse(node)
        if isinstance(node, ast.ImportFrom) and node.module in ("math", "numpy"):
            assert not {alias.name for alias in node.names} & LIBM
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "pow"


def test_no_trait_is_drawn_at_the_time_of_a_month() -> None:
    """The month of the policy has number 0: a draw that holds for good stands at `draws.ALWAYS`."""
    steps = (ROOT / "simulation" / "month_steps").rglob("*.py")
    found = [
        f"{file.name}: {line.strip()}"
        for file in steps
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(r"words\(.*, \d+, Process\.", line) and "NEEDS" not in line  # the world's, without seed
    ]
    assert not found
