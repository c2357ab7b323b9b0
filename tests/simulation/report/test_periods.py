"""Every table and chart says which months, of whom and in what unit; the years stand beside."""

from pathlib import Path

import pandas as pd
import pytest
from fakes import FakeComparison, FakeResult
from openpyxl import load_workbook

from simulation.report.charts.comparison_chart import comparison_chart
from simulation.report.charts.county_chart import county_chart
from simulation.report.charts.funnel_chart import funnel_chart
from simulation.report.charts.incidence_chart import incidence_chart
from simulation.report.charts.waits_chart import waits_chart
from simulation.report.charts.waterfall_chart import waterfall_chart
from simulation.report.charts.winners_chart import winners_chart
from simulation.report.files.html_report import report
from simulation.report.files.workbook import write_workbook
from simulation.report.tables import sections
from simulation.report.tables.tables import Report, settings_line
from simulation.report.words.labels import LANGS, Lang
from simulation.report.words.periods import period_label, period_line
from simulation.simulate.period import Period

HALF = Period(6, 6, "in_force")


class FakeHalf(FakeComparison):
    """A reform that is in force in the last six months of a year's run."""

    period = HALF


def test_periods_in_words() -> None:
    assert period_label(Period(12, 12), "en") == "2024"
    assert period_label(HALF, "en") == "2023-07 to 2023-12 (6 months; yearly sums scaled up)"
    assert period_label(HALF, "zh") == "2023-07 至 2023-12（6 个月，年度合计数按此折算）"
    assert "2024 (12 months)" in period_line(Period(12, 12), "en")
    assert "all changes in force" in period_line(Period(12, 12), "en")
    assert "changes" not in period_line(Period(0, 12), "en", compared=False)
    for basis in ("run", "in_force", "apart"):
        assert "6 months" in period_line(Period(6, 6, basis), "en")  # type: ignore[arg-type]
        assert "6 个月" in period_line(Period(6, 6, basis), "zh")  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", LANGS)
def test_every_title_names_the_period(lang: Lang) -> None:
    half = FakeHalf(months=12)
    label = period_label(HALF, lang)
    tables = sections.indicator_tables(half, lang, full=True)
    assert tables
    assert all(table.title.endswith(label) for table in tables)
    assert label in settings_line(half, lang)
    for draw in (comparison_chart, county_chart, funnel_chart, incidence_chart, waits_chart, waterfall_chart,
                 winners_chart):  # fmt: skip
        assert label in str(draw(half, lang).get_suptitle()), draw.__name__


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ("households of the province", "mean of the months", "2023-07 to 2023-12")),
     ("zh", ("全省家庭", "各月平均", "2023-07 至 2023-12"))],
)  # fmt: skip
def test_gainers_say_what_of_whom_and_when(lang: Lang, words: tuple[str, ...]) -> None:
    table = sections.flip_table(FakeHalf(months=12), lang, full=False)
    assert all(word in table.title for word in words)
    unit = "户" if lang == "zh" else "households"
    assert all(f"{unit}" in heading for heading in table.headings[1:4])
    assert ("元/月" if lang == "zh" else "yuan/month") in table.headings[4]


def test_persons_name_their_programme_and_day() -> None:
    text = [row.cells[0] for table in sections.indicator_tables(FakeComparison(), "en", full=False)
            if table.id == "recipients" for row in table.rows]  # fmt: skip
    assert any(cell.startswith("Persons assisted, end of period") and "dibao" in cell for cell in text)


def test_the_table_by_year_is_short_in_a_terminal_and_whole_in_the_report() -> None:
    change = FakeComparison(months=30)
    short, full = (sections.year_table(change, "en", full=whole) for whole in (False, True))
    assert [row.cells[1] for row in short.rows] == ["2023", "2024", "2025 (6 months)"] * 2
    assert short.rows[0].cells[0] == "Benefits paid"
    assert short.rows[3].cells[0] == "Persons assisted, end of year or run · dibao"
    assert len(full.rows) == 3 * 5
    assert short.headings[-4:] == ("Baseline", "Reform", "Difference", "95% interval")
    assert short.id in [table.id for table in Report(change, "en").tables()]
    html = report(change, [], "en")
    assert "By calendar year" in html
    assert "2025 (6 months)" in html
    single = sections.year_table(FakeResult(months=6), "zh", full=False)
    assert single.rows[0].cells[1] == "2023（6 个月）"


@pytest.mark.parametrize("lang", LANGS)
def test_the_workbook_has_the_years(tmp_path: Path, lang: Lang) -> None:
    change = FakeComparison()
    write_workbook(change, tmp_path / "book.xlsx", lang)
    book = load_workbook(tmp_path / "book.xlsx")
    sheet = book["分年" if lang == "zh" else "By year"]
    numbers = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]
    whole = pd.concat([change.by_year(total=True), change.by_year()])
    assert sorted(numbers) == pytest.approx(sorted(whole[["baseline", "reform", "difference", "low", "high"]].stack()))
    plot_text = [str(cell.value) for row in book["分县" if lang == "zh" else "By county"].iter_rows() for cell in row]
    assert any(("最低生活保障" if lang == "zh" else "dibao") in each for each in plot_text)
    assert any(period_label(change.period, lang) in each for each in plot_text)
