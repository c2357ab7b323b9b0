"""What `doudi cache` prints: how many warmed-up states and baseline runs are kept, and how much room they take."""

from pathlib import Path
from typing import Final

from rich.console import Console, ConsoleOptions, RenderResult

from simulation.report.words.labels import Lang
from simulation.report.words.words import text
from simulation.simulate import run_cache

MB: Final = 1e6


class CacheReport:
    """One line on what is kept, one on the folder and how to switch it off."""

    def __init__(self, folder: Path | None, lang: Lang) -> None:
        self.folder, self.lang = folder, lang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.folder is None:
            yield text("cache_off", self.lang, name=run_cache.FOLDER)
            return
        held = run_cache.files(self.folder)
        size, most = sum(each[1] for each in held), run_cache.limit_bytes(self.folder)
        yield text("cache_held", self.lang, files=len(held), mb=f"{size / MB:,.0f}", most=f"{most / MB:,.0f}")
        yield text("cache_folder", self.lang, folder=self.folder, name=run_cache.FOLDER, limit=run_cache.LIMIT)


def cleared(size: int, lang: Lang) -> str:
    """How much room was made, in words; `size` in bytes."""
    return text("cache_cleared", lang, mb=f"{size / MB:,.0f}")
