"""The virtual outreach trial as a terminal table: simulated compared with published, with a verdict."""

from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table

from simulation.report.words.labels import PROVINCES, Lang, chosen
from simulation.report.words.words import text

if TYPE_CHECKING:
    from simulation.comparison.outreach_trial import Trial


class TrialReport:
    """What `doudi trial outreach` prints."""

    def __init__(self, trial: "Trial", lang: Lang) -> None:
        self.trial, self.lang = trial, lang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from simulation.comparison.outreach_trial import BANDS, PUBLISHED, Arm

        table = Table(title=f"{chosen(PROVINCES, self.trial.name, self.lang)} – {text('trial_title', self.lang)}")
        for column in ("arm", "offered", "enrolled", "published", "ratio_simulated", "ratio_published", "verdict"):
            table.add_column(text(column, self.lang))
        shares, offered = self.trial.shares(), self.trial.offered.sum(axis=0)
        for arm in Arm:
            cells = [f"{offered[arm]}", f"{100 * shares[arm]:.1f}%", f"{PUBLISHED[arm]:g}%"]
            if arm is Arm.CONTROL:
                cells += ["1", "1", ""]
            else:
                ratio, low, high = self.trial.ratio(arm)
                band = BANDS[int(arm) - 1]
                verdict = text("inside_band" if self.trial.inside(arm) else "outside_band", self.lang)
                published = f"{PUBLISHED[arm] / PUBLISHED[0]:.1f} ({band[0]:g}-{band[1]:g})"
                cells += [f"{ratio:.2f} [{low:.2f}, {high:.2f}]", published, verdict]
            table.add_row(text(f"arm_{arm.name.lower()}", self.lang), *cells)
        yield table
        yield text("trial_note", self.lang, replications=len(self.trial.offered), response=f"{self.trial.response:.0%}")
