import pytest
from fakes import FakeComparison, FakeNoChange, FakeResult, comparison_table
from rich.console import Console

from simulation.report.tables import sections
from simulation.report.tables.tables import Report


def rows_of(outcome, lang="en", *, full=False):
    return [row for table in sections.indicator_tables(outcome, lang, full=full) for row in table.rows]


def printed(outcome, lang="en", width=120):
    console = Console(width=width)
    with console.capture() as capture:
        console.print(Report(outcome, lang))
    return capture.get()


def test_every_province_row_is_printed_once():
    table = comparison_table()
    county = table["group"].str.startswith("county")
    assert len(rows_of(FakeComparison(), full=True)) == (~county).sum()
    assert len(rows_of(FakeComparison())) == (~county & (table["area"] == "all")).sum()


def test_sections_come_in_reading_order():
    found = [table.id for table in sections.indicator_tables(FakeComparison(), "en", full=True)]
    assert found == ["budget", "recipients", "errors", "poverty", "waits", "events", "hours", "notches"]


def test_parts_stand_under_their_whole():
    errors = [row.cells[0] for row in rows_of(FakeComparison())]
    whole = errors.index("Exclusion error, the poor · truth")
    assert errors[whole + 1 : whole + 3] == ["not covered by the rules", "not known"]
    assert "Poverty headcount, persons · line z · truth" in errors  # no whole to stand under, so named in full


def test_assumed_values_are_marked():
    rows = rows_of(FakeComparison())
    assert all(row.cells[0].endswith(sections.MARK) == row.assumed for row in rows)
    table = sections.assumption_table(FakeComparison(), "en")
    assert [row.assumed for row in table.rows] == [False, False, True, True]
    assert table.note.startswith("2 of 4")


def test_a_terminal_shows_every_value_under_its_group_with_its_mark():
    change = FakeComparison()
    short = sections.assumption_groups(change, "en")
    assert short.note == sections.assumption_table(change, "en").note
    said = {(row.cells[0], *value.split(" ")[:1]): value for row in short.rows for value in row.cells[1].split("; ")}
    stated = change.assumptions()
    assert list(said) == [tuple(path.split(".", 1)) for path in stated["path"]]
    marks = [value.endswith(sections.MARK) for value in said.values()]
    assert marks == (stated["status"] == "assumed").tolist()


def test_no_change_is_printed_as_zero():
    names = sections.indicator_tables(FakeNoChange(), "en", full=False)[0].headings
    place = names.index("Difference")
    assert {row.cells[place] for row in rows_of(FakeNoChange())} == {"0"}


def test_a_single_scenario_has_values_only():
    table = sections.indicator_tables(FakeResult(), "zh", full=False)[0]
    assert table.headings == ("指标", "单位", "数值")
    assert all(len(row.cells) == 3 for row in table.rows)


def test_flips_show_deciles_types_and_the_whole_but_no_county():
    names = [row.cells[0] for row in sections.flip_table(FakeComparison(), "en", full=True).rows]
    assert len(names) == 13
    assert names[0] == "Income decile 1"
    assert "one person of working age" in names
    assert names[-1] == "all"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("outcome", [FakeComparison(), FakeResult()])
def test_terminal_fits_its_width_and_ends_with_how_to_read_it(lang, outcome):
    text = printed(outcome, lang)
    assert {"en": "Zhejiang", "zh": "浙江省"}[lang] in text
    assert {"en": "reported are marked as reported", "zh": "省份报告的数字均标明“已报告”"}[lang] in text
    _, _, results = text.partition({"en": "Budget", "zh": "预算"}[lang])
    assert results
    assert "…" not in text  # nothing is cut off
