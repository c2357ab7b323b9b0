"""What a folder of a result holds, by command; the made-up results of `fakes` have groups of every kind listed.

The files of charts that are named here may not go missing; those of further charts are as the registry says.
"""

from simulation.report.charts.registry import charts_of
from simulation.report.output_folder import MARK

FORMS = ("csv", "png")
BUDGET = ("budget_by_month.csv", "budget_by_programme.csv", "budget_by_payer.csv", "budget_totals.csv", "budget.png",
          "by_year.csv", "by_year_total.csv")  # fmt: skip
PLOTTED = (
    *(f"{kind}.{form}" for kind in ("fan", "incidence", "waits", "funnel", "counties") for form in FORMS), "errors.png",
    "funnel_by_channel.csv", "funnel_by_type.csv",
)  # fmt: skip
GROUPED = tuple(f"by_{kind}.csv" for kind in ("programme", "payer", "cause", "county"))
_COMPARISON = (
    MARK, "run.json", "report.html", "comparison.csv", "comparison.png", "comparison.xlsx", *BUDGET, *PLOTTED,
    *(f"comparison_{part}" for part in GROUPED),
    *(f"{kind}.{form}" for kind in ("waterfall", "winners") for form in FORMS),
    "winners_by_decile.csv", "winners_by_type.csv",
)  # fmt: skip
_RESULT = (
    MARK, "run.json", "report.html", "result.csv", "result.xlsx", *BUDGET, *PLOTTED,
    *(f"result_{part}" for part in GROUPED),
)  # fmt: skip


def _with_charts(owner: str, named: tuple[str, ...]) -> tuple[str, ...]:
    drawn = [chart for chart in charts_of(owner).values() if chart.in_folder]
    return tuple(sorted({*named, *(file for chart in drawn for file in chart.files())}))


COMPARISON_FILES, RESULT_FILES = _with_charts("Comparison", _COMPARISON), _with_charts("Result", _RESULT)
CLIFF_FILES = (
    MARK, "cliffs.csv", "cliffs.png", "marginal_rates.csv", "units_near_cliffs.csv", "marginal_rates.png",
)  # fmt: skip
