"""What `doudi cache` prints: what is kept of earlier runs and of compiled kernels, and how much room it takes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rich.console import Console, ConsoleOptions, RenderResult

from simulation.compile.kernel_cache import CACHE_FOLDER
from simulation.compile.outdated_kernels import versions
from simulation.report.words.labels import Lang
from simulation.report.words.words import text
from simulation.simulate import run_cache

MB: Final = 1e6


class CacheReport:
    """One line on what is kept, one on the folder and how to switch it off, one on compiled kernels."""

    def __init__(self, folder: Path | None, lang: Lang) -> None:
        self.folder, self.lang = folder, lang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.folder is None:
            yield text("cache_off", self.lang, name=run_cache.FOLDER)
        else:
            yield from self._runs(self.folder)
        found = versions()
        size = f"{sum(each.size for each in found) / MB:,.0f}"
        yield text("cache_kernels", self.lang, versions=len(found), mb=size, folder=Path(CACHE_FOLDER).parent)

    def _runs(self, folder: Path) -> Iterator[str]:
        held = run_cache.files(folder)
        size, most = sum(each[1] for each in held), run_cache.limit_bytes(folder)
        yield text("cache_held", self.lang, files=len(held), mb=f"{size / MB:,.0f}", most=f"{most / MB:,.0f}")
        yield text("cache_folder", self.lang, folder=folder, name=run_cache.FOLDER, limit=run_cache.LIMIT)


def cleared(size: int, lang: Lang) -> str:
    """How much room was made, in words; `size` in bytes."""
    return text("cache_cleared", lang, mb=f"{size / MB:,.0f}")
