"""The tool behind the mutation tests: what is changed, and that whoever holds a function meets the change."""

import os
import subprocess
import sys
from pathlib import Path

from mutants import Mutant, applied, forget, mutants_in, mutants_of
from survivors import KILLING

from simulation import indicators
from simulation.indicators import incidence, rows
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules import limits

PACKAGE = Path(indicators.__file__).parent


def test_mutation_operators(tmp_path: Path) -> None:
    """One function with every operator: each node is changed once per operator, and nothing else is."""
    source = tmp_path / "sample.py"
    body = '    """Doc."""\n    if a < 1 and not b:\n        a += 2\n        return min(a, -b)\n    return a // b\n'
    source.write_text(f"def f(a, b=3):\n{body}", encoding="utf-8")
    names = [mutant.name for mutant in mutants_of(source)]
    assert len(names) == len(set(names))
    assert set(names) == {
        "sample.f: if a < 1 and (not b): -> if True:",
        "sample.f: if a < 1 and (not b): -> if False:",
        "sample.f: if a < 1 and (not b): -> if a < 1 or not b:",
        "sample.f: if a < 1 and (not b): -> if a <= 1 and (not b):",
        "sample.f: if a < 1 and (not b): -> if a >= 1 and (not b):",
        "sample.f: if a < 1 and (not b): -> if a < 2 and (not b):",
        "sample.f: if a < 1 and (not b): -> if a < 1 and b:",
        "sample.f: a += 2 -> a -= 2",
        "sample.f: a += 2 -> pass",
        "sample.f: a += 2 -> a += 3",
        "sample.f: return min(a, -b) -> return max(a, -b)",
        "sample.f: return min(a, -b) -> return min(a, b)",
        "sample.f: return a // b -> return a * b",
    }
    assert source.read_text(encoding="utf-8").endswith(body)


def test_numpy_operators_and_functions_inside_functions(tmp_path: Path) -> None:
    """A function inside another belongs to that one and is changed once; a method has its class's name."""
    source = tmp_path / "sample.py"
    source.write_text(
        "def f(a):\n    def g(b):\n        return ~b\n    return np.maximum(a ** g(a), a % a).any()\n"
        "class C:\n    def m(self):\n        return not self\n"
    )
    found = {mutant.name: mutant.function for mutant in mutants_of(source)}
    assert found == {
        "sample.f: return ~b -> return b": "f",
        "sample.f: return np.maximum(a ** g(a), a % a).any() -> return np.maximum(a ** g(a), a % a).all()": "f",
        "sample.f: return np.maximum(a ** g(a), a % a).any() -> return np.minimum(a ** g(a), a % a).any()": "f",
        "sample.f: return np.maximum(a ** g(a), a % a).any() -> return np.maximum(a * g(a), a % a).any()": "f",
        "sample.f: return np.maximum(a ** g(a), a % a).any() -> return np.maximum(a ** g(a), a // a).any()": "f",
        "sample.m: return not self -> return self": "C.m",
    }


def test_a_sample_is_one_in_so_many_of_them_all() -> None:
    files = sorted(PACKAGE.glob("r*.py"))
    every = [mutant.name for mutant in mutants_in(files)]
    assert [mutant.name for mutant in mutants_in(files, 7)] == every[::7]


def mutant_with(file: Path, words: str) -> Mutant:
    return next(mutant for mutant in mutants_of(file) if words in mutant.name)


def test_a_mutant_is_met_under_every_name_and_gone_afterwards() -> None:
    """`ratio` is imported by name in half of the package: all of it sees the change."""
    division = mutant_with(PACKAGE / "rows.py", "-> return float(numerator) * float(denominator)")
    with applied(division, "simulation.indicators"):
        changed = {rows.ratio(1.0, 4.0), incidence.benefit_cost_ratio(1.0, 4.0), indicators.cost_per_result(1.0, 4.0)}
    assert changed == {4.0}
    assert rows.ratio(1.0, 4.0) == incidence.benefit_cost_ratio(1.0, 4.0) == 0.25


def test_a_kernel_is_changed_where_plain_python_reads_it() -> None:
    file = Path(limits.__file__)
    rounding = mutant_with(file, "limits.rounded: return int(value + HALF_UP)")
    plain = limits.rounded.py_func  # type: ignore[attr-defined]
    assert plain(0.5) == 1
    with applied(rounding, "simulation.rules"):
        assert plain.__code__ == rounding.code
    assert plain(0.5) == 1


def test_tests_that_cannot_be_run_kill_nothing(tmp_path: Path) -> None:
    """A test file that fails to import, and one that holds no test, are errors of the tool's own."""
    for text in ("import no_such_module_anywhere\n", "X = 1\n"):
        file = tmp_path / "test_nothing.py"
        file.write_text(text)
        done = subprocess.run(
            [sys.executable, KILLING, "simulation.indicators", file, "1000"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "nothing is killed" in done.stderr
        assert done.stdout == ""


def test_the_month_can_be_read_without_numba() -> None:
    code = "from simulation import month; print(month.order())"
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0


def test_what_scenarios_keep_is_forgotten_before_mutants_are_tried(base: Scenario) -> None:
    base.change({"dibao.withdraw_rate": 0.9})
    assert base.sources.cache
    forget()
    assert not base.sources.cache
