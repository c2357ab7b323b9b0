import math
import shutil
import subprocess
import zipfile
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest
from fakes import FakeComparison, FakeNoChange, FakeResult

from simulation.report.files import outputs, pdf
from simulation.report.files.workbook import write_workbook
from simulation.report.words.words import text

SHEETS = ("sheet_cover", "sheet_comparison", "sheet_budget", "sheet_bands", "sheet_years", "sheet_counties", "gainers",
          "sheet_assumptions", "run_record")  # fmt: skip


def written(tmp_path, outcome, lang="en"):
    file = tmp_path / "book.xlsx"
    write_workbook(outcome, file, lang)
    return openpyxl.load_workbook(file)


def rows_under(sheet, heading):
    """Rows (as dicts) below the headings whose first is `heading`, to the next blank one."""
    lines = list(sheet.iter_rows(values_only=True))
    head = next(place for place, line in enumerate(lines) if line[0] == heading)
    found = []
    for line in lines[head + 1 :]:
        if line[0] is None:
            break
        found.append(dict(zip(lines[head], line, strict=False)))
    return found


def fen(values):
    return sum(Decimal(repr(value)).quantize(Decimal("0.01")) for value in values)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_sheet_is_there_with_native_charts(tmp_path, lang):
    book = written(tmp_path, FakeComparison(), lang)
    assert book.sheetnames == [text(name, lang) for name in SHEETS]
    charts = {sheet.title: len(sheet._charts) for sheet in book}
    for name in ("sheet_cover", "sheet_comparison", "sheet_budget", "gainers"):
        assert charts[text(name, lang)] == 1, name


def test_totals_equal_those_of_the_csv_to_the_fen(tmp_path):
    outputs.write(FakeComparison(), tmp_path / "out")
    csv = pd.read_csv(tmp_path / "out" / "budget_by_month.csv", encoding="utf-8-sig")
    sheet = openpyxl.load_workbook(tmp_path / "out" / "comparison.xlsx")["Budget bands"]
    rows = rows_under(sheet, "Month")
    for name, column in (("Mean", "mean_yuan"), ("5th percentile", "low_yuan"), ("95th percentile", "high_yuan")):
        assert fen(row[name] for row in rows) == fen(csv[column])
    wide = rows_under(openpyxl.load_workbook(tmp_path / "out" / "comparison.xlsx")["Budget"], "Scenario")
    assert len(wide) == len(csv.drop_duplicates(["scenario", "programme", "payer"]))
    parts = csv.sort_values("scenario", kind="stable").groupby(["scenario", "programme", "payer"], sort=False)
    for row, (_, part) in zip(wide, parts, strict=True):
        assert fen(value for name, value in row.items() if str(name).startswith("20")) == fen(part["mean_yuan"])
        assert math.isclose(row["Sum"], math.fsum(part["mean_yuan"]), rel_tol=0, abs_tol=0.01)


def test_numbers_are_numbers_and_what_is_missing_is_blank(tmp_path):
    book = written(tmp_path, FakeNoChange())
    for row in rows_under(book["Comparison"], "Indicator"):
        assert isinstance(row["Baseline"], int | float)
        assert row["Variance ratio"] is None


def test_no_input_becomes_a_formula(tmp_path):
    evil = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "http://example.org", '=HYPERLINK("x")']

    class Evil(FakeComparison):
        def assumptions(self):
            return super().assumptions().assign(source=evil[:4], label_en=evil[1:5], path=evil[2:6])

        def by_county(self):
            return super().by_county().assign(county=evil[:2], prefecture=evil[2:4])

    change = Evil()
    change.run_record["changes"] = dict.fromkeys(("en", "zh"), evil)
    change.run_record["labels"] = {side: dict.fromkeys(("en", "zh"), evil[0]) for side in ("baseline", "reform")}
    book = written(tmp_path, change)
    texts = [cell for sheet in book for line in sheet.iter_rows() for cell in line if isinstance(cell.value, str)]
    assert {cell.value for cell in texts} >= set(evil)
    assert {cell.data_type for cell in texts} == {"s"}
    assert not any(cell.hyperlink for cell in texts)
    with zipfile.ZipFile(tmp_path / "book.xlsx") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in archive.read(name) for name in sheets)


def test_equal_results_are_equal_files(tmp_path):
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(FakeResult(), tmp_path / name, "zh")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_browser_is_found_only_where_there_is_one(tmp_path, monkeypatch):
    monkeypatch.setenv(pdf.VARIABLE, str(tmp_path / "nowhere"))
    assert pdf.browser() is None
    assert not pdf.print_pdf(tmp_path / "page.html", tmp_path / "page.pdf")
    failing = shutil.which("false")
    monkeypatch.setenv(pdf.VARIABLE, str(failing))
    assert pdf.browser() == failing
    (tmp_path / "page.html").write_text("<p>x")
    assert not pdf.print_pdf(tmp_path / "page.html", tmp_path / "page.pdf")
    assert not (tmp_path / "page.pdf").exists()


@pytest.mark.full
def test_the_report_is_printed_where_a_browser_is_present(tmp_path, monkeypatch):
    monkeypatch.delenv(pdf.VARIABLE, raising=False)
    assert pdf.browser() is not None, "the full tests want Chromium (CONTRIBUTING.md)"
    outputs.write(FakeComparison(), tmp_path / "out", "zh")
    assert (tmp_path / "out" / "report.pdf").read_bytes().startswith(b"%PDF")
    outputs.write(FakeComparison(), tmp_path / "out", "zh", force=True)  # our own file, may be replaced


@pytest.mark.full
def test_libreoffice_opens_the_workbook_with_the_same_totals(tmp_path):
    office = shutil.which("soffice")
    assert office is not None, "the full tests want LibreOffice (CONTRIBUTING.md)"
    outputs.write(FakeComparison(), tmp_path / "out")
    # filter options: comma, quote, UTF-8, from line 1, all sheets (-1), each to a file of its own
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    book = str(tmp_path / "out" / "comparison.xlsx")
    command = [office, profile, "--headless", "--convert-to", options, "--outdir", str(tmp_path), book]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    lines = (tmp_path / "comparison-Budget bands.csv").read_text(encoding="utf-8").splitlines()
    head = next(place for place, line in enumerate(lines) if line.startswith("Month"))
    opened = pd.read_csv(tmp_path / "comparison-Budget bands.csv", skiprows=head)
    csv = pd.read_csv(tmp_path / "out" / "budget_by_month.csv", encoding="utf-8-sig")
    assert fen(opened["Mean"]) == fen(csv["mean_yuan"])
