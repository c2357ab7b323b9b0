"""What a folder of a result holds, by command; the made-up results of `fakes` have groups of every kind listed."""

from simulation.report.output_folder import MARK

FORMS = ("csv", "png")
BUDGET = ("budget_by_month.csv", "budget_by_programme.csv", "budget_by_payer.csv", "budget_totals.csv", "budget.png",
          "by_year.csv", "by_year_total.csv")  # fmt: skip
PLOTTED = (
    *(f"{kind}.{form}" for kind in ("fan", "incidence", "waits", "funnel", "counties") for form in FORMS), "errors.png",
    "funnel_by_channel.csv", "funnel_by_type.csv",
)  # fmt: skip
GROUPED = tuple(f"by_{kind}.csv" for kind in ("programme", "payer", "cause", "county"))
COMPARISON_FILES = (
    MARK, "run.json", "report.html", "comparison.csv", "comparison.png", "comparison.xlsx", *BUDGET, *PLOTTED,
    *(f"comparison_{part}" for part in GROUPED),
    *(f"{kind}.{form}" for kind in ("waterfall", "winners") for form in FORMS),
    "winners_by_decile.csv", "winners_by_type.csv",
)  # fmt: skip
RESULT_FILES = (
    MARK, "run.json", "report.html", "result.csv", "result.xlsx", *BUDGET, *PLOTTED,
    *(f"result_{part}" for part in GROUPED),
)  # fmt: skip
CLIFF_FILES = (
    MARK, "cliffs.csv", "cliffs.png", "marginal_rates.csv", "units_near_cliffs.csv", "marginal_rates.png",
)  # fmt: skip
