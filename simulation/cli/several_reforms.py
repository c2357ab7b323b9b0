"""`doudi compare` where there is more than one reform and the province's own values: several side by side."""

from pathlib import Path

from simulation.cli.options import CompareOptions
from simulation.cli.outputs import deliver, runs_kept
from simulation.cli.terminal import show_import
from simulation.progress import progress_bar


def compare_several(province: str, reforms: list[str], asked: CompareOptions) -> None:
    """`compare` with several reforms, a width to be reached, or parameter sets of one's own."""
    import simulation as sim
    from simulation.comparison.stored_results import Asked
    from simulation.parameters.files.mistakes import Mistakes
    from simulation.parameters.scenario.table_rows import read_rows

    base, mistakes = sim.Scenario.load(province), Mistakes()
    draws, population, out, lang = asked.draws_given, asked.population, asked.out, asked.lang
    rows = read_rows(draws, mistakes) if isinstance(draws, Path) else []
    mistakes.check()
    base = base.with_microdata(population) if population else base
    show_import(base, lang)
    laid = [base.with_reform(reform) for reform in reforms]
    with progress_bar() as advance:
        draws_given = rows if isinstance(draws, Path) else draws
        found = sim.compare_all(base, laid, until=asked.until, draws=draws_given, progress=advance, **asked.size())
    with runs_kept(found, Asked.of(province, reforms, population, rows), out, lang):
        deliver(found, out, asked.force, lang)
