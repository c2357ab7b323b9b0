"""The command that reads what a sweep has stored so far, and runs nothing."""

from pathlib import Path
from typing import Annotated

import typer

from simulation.cli.commands import command
from simulation.cli.experiments import show_search
from simulation.cli.options import Delivery
from simulation.cli.outputs import deliver
from simulation.cli.plugins import takes_plugins
from simulation.cli.terminal import console, reported

Parquet = Annotated[
    Path | None, typer.Option(help="File for every run and indicator (.parquet); needs doudi\\[store].")
]


@command(position=40)
@takes_plugins
def results(
    store: Annotated[Path, typer.Argument(help="Folder of a sweep, finished or not, or of stored runs.")],
    parquet: Parquet = None,
    *,
    asked: Delivery,
) -> None:
    """Show what a sweep has stored so far, also while it runs: what is done, what failed and why, and the tables."""
    with reported():
        from simulation.comparison.stored_results import RUNS, load_runs
        from simulation.report.files.experiment_files import sweep_files, write_experiment
        from simulation.report.output_folder import check_file
        from simulation.report.tables.experiments import state_of
        from simulation.sweeping.results.sweep_results import Sweep

        asked.check()
        out, force, lang = asked.out, asked.force, asked.lang
        if parquet is not None:
            check_file(parquet, force=force)
        if (store / RUNS).is_file():
            if parquet is not None:
                raise typer.BadParameter("is of sweeps; these are runs of another command", param_hint="--parquet")
            deliver(load_runs(store), out, force, lang)
            return
        sweep = Sweep(store)
        if parquet is not None:
            sweep.to_parquet(parquet)
        found = sweep_files(sweep, lang.short)
        if out is not None:
            write_experiment(found, out, lang.short, force=force)
        show_search(found, lang.short)
        console().print(state_of(sweep, lang.short), markup=False)
