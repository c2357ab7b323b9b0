"""The command `doudi cache`: what is kept on this machine so that the next command is faster."""

from typing import Annotated

import typer

from simulation.cli.commands import group
from simulation.cli.options import LanguageOption
from simulation.cli.terminal import Language, console, reported

cache_app = typer.Typer(invoke_without_command=True, help="What is kept so that the same run is faster again.")
group(cache_app, "cache", position=220)
Kernels = Annotated[bool, typer.Option("--kernels", help="The kernels of all other versions too.")]


@cache_app.callback()
def show(context: typer.Context, lang: LanguageOption = Language.EN) -> None:
    """Show how much is kept, and where."""
    if context.invoked_subcommand is not None:
        return
    with reported():
        from simulation.report.tables.cache import CacheReport
        from simulation.simulate import run_cache

        console().print(CacheReport(run_cache.folder(), lang.short))


@cache_app.command()
def clear(kernels: Kernels = False, lang: LanguageOption = Language.EN) -> None:
    """Remove all warmed-up states and baseline runs; the compiled kernels of this version stay."""
    with reported():
        from simulation.compile.outdated_kernels import remove_others
        from simulation.report.tables.cache import cleared
        from simulation.simulate import run_cache

        place = run_cache.folder()
        size = run_cache.clear(place) if place else 0
        console().print(cleared(size + (remove_others() if kernels else 0), lang.short))
