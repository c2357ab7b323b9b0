"""Commands about the mechanisms of the six provinces (list, check, opposed pairs) and the virtual trial."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from simulation.cli.commands import group
from simulation.cli.options import LanguageOption, Months, Province, Replications, Scale, Threads
from simulation.cli.plugins import takes_plugins
from simulation.cli.terminal import Language, console, reported
from simulation.progress import progress_bar

mechanisms_app = typer.Typer(invoke_without_command=True, no_args_is_help=False, help="Mechanisms and their levers.")
trial_app = typer.Typer(no_args_is_help=True, help="Published field trials, run as virtual ones.")
group(mechanisms_app, "mechanisms", position=200)
group(trial_app, "trial", position=210)

Ids = Annotated[list[str] | None, typer.Argument(help="Ids such as XP-05; by default all.")]


class Family(StrEnum):
    """First part of an id: the meeting, several provinces, or one province."""

    NA = "NA"
    XP = "XP"
    ZJ = "ZJ"
    FJ = "FJ"
    JX = "JX"
    YN = "YN"
    NM = "NM"
    HB = "HB"


@mechanisms_app.callback()
def mechanisms(
    context: typer.Context,
    province: Annotated[str | None, typer.Option(help="Only those that this province named.")] = None,
    family: Annotated[Family | None, typer.Option(help="Only ids that begin so.")] = None,
    lang: LanguageOption = Language.EN,
) -> None:
    """List the mechanisms, their levers, and what each lever must move."""
    if context.invoked_subcommand is not None:
        return
    with reported():
        from simulation.mechanisms.registry import known_province, load_registry
        from simulation.report.tables.mechanisms import MechanismList

        registry = load_registry()
        if province is not None:
            known_province(registry, province)
        chosen = [
            each
            for each in registry.mechanisms.values()
            if (province is None or province in each.provinces) and (family is None or each.id.startswith(family))
        ]
        console().print(MechanismList(registry, chosen, lang.short))


@mechanisms_app.command()
@takes_plugins
def check(
    ids: Ids = None,
    as_reported: Annotated[
        bool, typer.Option("--as-reported", help="Each mechanism in the province that reported it, under its practice.")
    ] = False,
    province: Annotated[str | None, typer.Option(help="With --as-reported: only this province.")] = None,
    out: Annotated[Path | None, typer.Option(help="CSV file for the table of effects.")] = None,
    threads: Threads = None,
    lang: LanguageOption = Language.EN,
) -> None:
    """Check that levers act: in small test worlds, or with --as-reported in the provinces that reported them.

    Without --as-reported every lever is compared at two settings in a test world under the national practice, which
    says that it works, not that it acts in any province. Exit code 1 when a lever or pair does not act.
    """
    if as_reported:
        _check_as_reported(ids or [], province, out, threads, lang)
        return
    if province is not None:
        raise typer.BadParameter("expected together with --as-reported", param_hint="--province")
    with reported():
        from simulation.mechanisms.checking import check as run_checks
        from simulation.mechanisms.checking import rows_passed
        from simulation.mechanisms.registry import chinese_names, known_ids, load_registry
        from simulation.report.tables.mechanisms import CheckReport, check_findings_file, write_findings

        if out is not None:
            check_findings_file(out)
        registry = load_registry()
        chosen = known_ids(registry, ids or ())
        with progress_bar() as advance:
            findings = run_checks(registry, chosen, threads, advance)
        if out is not None:
            write_findings(findings, out)
        passed = rows_passed(registry, chosen, findings)
        console().print(CheckReport(findings, passed, lang.short, chinese_names(registry)))
        if not all(passed.values()):
            raise typer.Exit(1)


def _check_as_reported(
    ids: list[str], province: str | None, out: Path | None, threads: int | None, lang: Language
) -> None:
    """Every pair of mechanism and province that reported it; exit code 1 when one does not act."""
    with reported():
        from simulation.mechanisms.as_reported import check_as_reported
        from simulation.mechanisms.registry import load_registry
        from simulation.report.tables.as_reported import AsReportedReport, check_pairs_file, write_pairs

        if out is not None:
            check_pairs_file(out)
        with progress_bar() as advance:
            findings = check_as_reported(ids, province, threads, advance)
        if out is not None:
            write_pairs(findings, out)
        console().print(AsReportedReport(findings, load_registry(), lang.short))
        if not all(each.acts for each in findings):
            raise typer.Exit(1)


@mechanisms_app.command()
@takes_plugins
def pairs(
    province: Province,
    pair: Annotated[str | None, typer.Argument(help="One of the pairs; without it they are listed.")] = None,
    scale: Scale = 0.003,
    months: Months = 24,
    replications: Replications = 6,
    threads: Threads = None,
    lang: LanguageOption = Language.EN,
) -> None:
    """Compare two practices that pull against each other, on one province's population."""
    with reported():
        import simulation as sim
        from simulation.mechanisms.opposed import load_pairs, opposed
        from simulation.report.tables.mechanisms import PairList
        from simulation.report.tables.tables import Report

        base = sim.Scenario.load(province)
        if pair is None:
            console().print(PairList(load_pairs(), lang.short))
            return
        first, second = opposed(base, pair)
        with progress_bar() as advance:
            change = sim.compare(
                first, second, scale=scale, months=months, replications=replications, threads=threads,
                progress=advance,
            )  # fmt: skip
        console().print(Report(change, lang.short))


@trial_app.command()
@takes_plugins
def outreach(
    province: Province = "hubei",
    replications: Annotated[int, typer.Option(min=2, help="Virtual trials, each with its own sample.")] = 20,
    scale: Scale = 0.01,
    response: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Part of those written to who answer; by default as in the published trial."),
    ] = None,
    threads: Threads = None,
    lang: LanguageOption = Language.EN,
) -> None:
    """Run the published outreach trial (T01) inside the model: control, information, information and help."""
    with reported():
        import simulation as sim
        from simulation.comparison.outreach_trial import outreach_trial
        from simulation.report.tables.trial import TrialReport

        base = sim.Scenario.load(province)
        with progress_bar() as advance:
            result = outreach_trial(
                base, replications=replications, scale=scale, threads=threads, progress=advance, response=response
            )
        console().print(TrialReport(result, lang.short))


def say_what_is_inherited(provinces: Iterable[str], lang: Language) -> None:
    """The levers which the text of each province leaves at the national level."""
    import simulation as sim
    from simulation.mechanisms.inherited import inherited
    from simulation.mechanisms.registry import load_registry
    from simulation.report.tables.inherited import inherited_lines

    registry = load_registry()
    for province in provinces:
        for line in inherited_lines(inherited(sim.Scenario.load(province), registry), lang.short):
            typer.echo(line)
