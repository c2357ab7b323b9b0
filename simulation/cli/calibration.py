"""The command `doudi calibrate`: fits the nation and its provinces, or one province to its own figures."""

from pathlib import Path
from typing import Annotated

import typer

from simulation.cli.commands import command
from simulation.cli.options import Scale, Threads
from simulation.cli.plugins import takes_plugins
from simulation.cli.terminal import reported
from simulation.progress import progress_bar

Whose = Annotated[
    str, typer.Argument(metavar="[PROVINCE|all]", help="A province, whose deviations alone are fitted, or all.")
]
Targets = Annotated[
    Path | None, typer.Option(help="Your own register or table of figures (.csv, docs/calibration.md).")
]
Waves = Annotated[int, typer.Option(min=1, help="Rounds of history matching.")]
Points = Annotated[int, typer.Option(min=8, help="Points simulated in each province and wave.")]
Replications = Annotated[int, typer.Option(min=2, help="Replications of each point.")]
Resume = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Keep every simulated point there; the same command resumes."),
]
LeaveOut = Annotated[list[str] | None, typer.Option(help="A province whose figures are not used; may be repeated.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print what was found and write nothing.")]


@command(position=90)
@takes_plugins
def calibrate(
    province: Whose = "all", targets: Targets = None, waves: Waves = 3, points: Points = 80,
    replications: Replications = 2, scale: Scale = 0.003, resume: Resume = None, leave_out: LeaveOut = None,
    dry_run: DryRun = False, threads: Threads = None,
) -> None:  # fmt: skip
    """Fit the parameters behind the published figures: history matching, then a posterior sample.

    Replaces scenarios/calibrated.toml, scenarios/calibrated/PROVINCE.toml and scenarios/posterior.csv, which later
    results use; --dry-run writes nothing. With a province, the nation stays as it is and only what may deviate by
    province is fitted, to the figures of that province alone.
    """
    with reported():
        import simulation as sim

        if province != "all":
            sim.Scenario.load(province)  # a mistake is said before the long work
        from calibration import Design
        from calibration import calibrate as fit
        from calibration.targets import TARGETS

        design = Design(waves=waves, points=points, replications=replications)
        with progress_bar() as advance:
            found = fit(
                province, targets=targets or TARGETS, design=design, scale=scale, resume=resume, threads=threads,
                leave_out=leave_out or (), write=not dry_run, progress=advance,
            )  # fmt: skip
        typer.echo(str(found))
