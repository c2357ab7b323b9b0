"""Commands about households: why one gets what it gets, and where a little more income costs more than it brings."""

from enum import StrEnum
from typing import Annotated

import typer

from simulation.cli.commands import command
from simulation.cli.options import Force, LanguageOption, Out, Province, ReformOption, VillageSeed
from simulation.cli.plugins import takes_plugins
from simulation.cli.terminal import Language, console, reported
from simulation.progress import progress_bar


class Format(StrEnum):
    """How an explanation is written."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


@command(position=10)
def explain(
    province: Province,
    more: Annotated[list[str] | None, typer.Argument(metavar="key=value...", help="More facts of it.")] = None,
    household: Annotated[
        list[str] | None, typer.Option(metavar="FILE|key=value...", help="Facts: persons=3 wage=2600, or a TOML file.")
    ] = None,
    reform: ReformOption = None,
    month: Annotated[int, typer.Option(help="Month of the rules; 0 is January 2023.")] = 0,
    shape: Annotated[Format, typer.Option("--format", help="table, json or html.")] = Format.TABLE,
    lang: LanguageOption = Language.EN,
) -> None:
    """Explain step by step what one household gets under the rules, and why not."""
    with reported():
        import simulation as sim
        from simulation.calculator.reading import read_household

        found = read_household([*(household or ()), *(more or ())])
        scenario = sim.Scenario.load(province)
        if reform is not None:
            scenario = scenario.with_reform(reform)
        explanation = sim.explain(found, scenario, lang=lang.short, month=month)
        if shape is Format.JSON:
            typer.echo(explanation.to_json())
        elif shape is Format.HTML:
            typer.echo(explanation.to_html())
        else:
            from simulation.report.files.households import explanation_table
            from simulation.report.tables.tables import to_rich

            console().print(to_rich(explanation_table(explanation)))


@command(position=20)
@takes_plugins
def cliffs(
    province: Province,
    reform: Annotated[str | None, typer.Argument(help="A reform to compare with the present rules.")] = None,
    scale: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Also count the units near a cliff, in this share of the villages.")
    ] = 0.0,
    seed: VillageSeed = 1,
    month: Annotated[
        int, typer.Option(help="Month of the rules; 0 is January 2023. Units are counted at month 0.")
    ] = 0,
    out: Out = None,
    force: Force = False,
    lang: LanguageOption = Language.EN,
) -> None:
    """List every cliff of a province's rules by household type, before and after a reform."""
    with reported():
        from simulation.report.output_folder import check_folder

        if out is not None:
            check_folder(out, force=force)
        import simulation as sim
        from simulation.report.files.households import cliff_tables, write_cliffs
        from simulation.report.tables.tables import to_rich
        from simulation.report.words.words import text

        base = sim.Scenario.load(province)
        changed = base.with_reform(reform) if reform is not None else None
        atlas = sim.cliff_atlas(base, changed, month=month)
        rates = None
        if scale > 0.0:
            with progress_bar() as advance:
                rates = sim.marginal_rates(base, changed, scale=scale, seed=seed, progress=advance)
        if out is not None:
            write_cliffs(atlas, rates, out, lang.short, force=force)
        screen = console()
        for table in cliff_tables(atlas, rates, lang.short):
            screen.print(to_rich(table))
            screen.print("")
        screen.print(text("written_to", lang.short, folder=out) if out else text("not_written", lang.short))
