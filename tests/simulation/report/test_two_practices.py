"""The comparison of two practices over one province names them first and second, in both languages."""

from pathlib import Path

import pytest
from fakes import FakeComparison
from openpyxl import load_workbook  # type: ignore[import-untyped]

from simulation.mechanisms.opposed import load_pairs, opposed
from simulation.parameters.scenario.differences import siblings
from simulation.parameters.scenario.scenario import Scenario
from simulation.report.charts.budget_chart import budget_chart
from simulation.report.charts.comparison_chart import comparison_chart
from simulation.report.charts.incidence_chart import incidence_chart
from simulation.report.charts.waits_chart import waits_chart
from simulation.report.files.workbook import write_workbook
from simulation.report.tables import sections
from simulation.report.tables.tables import Report
from simulation.report.words.results import outcome_title

LABELS = {
    "baseline": {"zh": "先信后查", "en": "Trust first, check later"},
    "reform": {"zh": "逢进必核", "en": "Check every entry"},
}
HEADS = {
    "zh": ("做法一：先信后查", "做法二：逢进必核", "做法二减做法一"),
    "en": ("First practice: Trust first, check later", "Second practice: Check every entry", "Second minus first"),
}
TITLES = {
    "zh": "浙江省：先信后查 / 逢进必核",
    "en": "Zhejiang: Trust first, check later / Check every entry",
}


@pytest.fixture
def pair() -> FakeComparison:
    return FakeComparison(run_record={"seed": 1, "siblings": True, "province": "zhejiang", "labels": LABELS})


@pytest.mark.parametrize("lang", HEADS)
def test_heads_of_all_tables_name_both_practices(pair: FakeComparison, lang: str) -> None:
    for table in (*sections.indicator_tables(pair, lang, full=True), sections.year_table(pair, lang, full=True)):
        assert set(HEADS[lang]) <= set(table.headings), table.id
    for table in Report(pair, lang).tables():
        assert not {"基准", "改革", "Baseline", "Reform", "Group (by the baseline)"} & set(table.headings), table.id
    assert outcome_title(pair, lang) == TITLES[lang]


@pytest.mark.parametrize("lang", HEADS)
def test_keys_of_charts_name_both_practices(pair: FakeComparison, lang: str) -> None:
    for chart in (budget_chart, waits_chart, incidence_chart, comparison_chart):
        words = {each.get_text() for each in chart(pair, lang).findobj() if hasattr(each, "get_text")}
        for head in HEADS[lang][:2]:
            assert any(head in said for said in words), (chart.__name__, head)
        assert not {"基准", "改革", "Baseline", "Reform"} & words, chart.__name__


@pytest.mark.parametrize("lang", HEADS)
def test_no_cell_of_the_workbook_speaks_of_a_baseline_or_a_reform(
    pair: FakeComparison, lang: str, tmp_path: Path
) -> None:
    write_workbook(pair, tmp_path / "pair.xlsx", lang)
    book = load_workbook(tmp_path / "pair.xlsx", read_only=True)
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert set(HEADS[lang]) <= cells
    assert not {"基准", "改革", "Baseline", "Reform"} & cells


def test_only_what_leaves_out_something_of_the_other_is_a_sibling() -> None:
    base = Scenario.load("hubei")
    reform = base.with_reform("dibao_line_plus_10")
    assert not siblings(base, reform)
    assert not siblings(reform, reform.with_reform("gradual_exit_12_months"))
    assert all(siblings(*opposed(base, name)) for name in load_pairs())
