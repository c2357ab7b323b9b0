"""Which files make kernels, and which make the numbers of a run, as their imports say."""

import pytest

from simulation.compile import sources
from simulation.compile.sources import RUN, kernel_files, reached_from, run_version, source_digest


def test_kernels_come_from_steps_processes_and_rules() -> None:
    found = kernel_files()
    assert {"month.py", "month_steps/cases/filing.py", "processes/job.py", "rules/limits.py", "ledger.py"} <= found
    assert "parameters/schema/shocks.py" in found, "compiled code reads constants of it"
    assert not {each for each in found if each.startswith(("report/", "cli/", "sweeping/", "search/", "comparison/"))}


def test_what_makes_the_numbers_of_a_run_is_neither_shown_nor_carried() -> None:
    found = reached_from([RUN])
    assert {
        "engine.py",
        "simulate/one_replication.py",
        "indicators/poverty.py",
        "population/build/population.py",
    } <= found
    assert not {each for each in found if each.startswith(("report/", "cli/", "app/", "sweeping/store/"))}


def test_imports_for_types_alone_are_none_and_those_in_parentheses_are(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {
        "a.py": "from simulation.b import (\n    one,\n    two,\n)\n"
                "if TYPE_CHECKING:\n    from simulation.c import three\n\nX = 1\n",
        "b.py": "def f():\n    from simulation import d\n", "c.py": "", "d.py": "",
    }  # fmt: skip
    monkeypatch.setattr(sources, "sources", lambda: {name: text.encode() for name, text in texts.items()})
    sources._imported_by.cache_clear()
    try:
        assert reached_from(["a.py"]) == {"a.py", "b.py", "d.py"}
        before = source_digest(["a.py", "b.py"])
        texts["b.py"] += "#"
        assert source_digest(["a.py", "b.py"]) != before != source_digest(["a.py"])
    finally:
        sources._imported_by.cache_clear()


def test_the_version_of_a_run_is_not_that_of_everything() -> None:
    assert len(run_version()) == len(source_digest()) == 16
    assert run_version() != source_digest()
