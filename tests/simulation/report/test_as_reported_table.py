"""The table of pairs reads in both languages: failures first, reasons in words, the count in the last line."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from simulation.mechanisms.as_reported import PairFinding
from simulation.mechanisms.as_reported_rows import load_rows
from simulation.mechanisms.registry import load_registry
from simulation.report.output_folder import OutputError
from simulation.report.tables.as_reported import AsReportedReport, check_pairs_file, write_pairs
from simulation.report.words.labels import Lang
from simulation.report.words.mechanism_words import REASONS, outcome_text

NAN = float("nan")
FINDINGS = (
    PairFinding("XP-20", "fujian", "nation", "verification.delegated_share: 0.2 -> 1", "measure:MINUTES_BUREAU", "down",
                "casework", 120000.0, 0.0, -120000.0, -150000.0, -90000.0, -1.0, 0.0, 4, 0.005, 18, True),
    PairFinding("FJ-16", "fujian", "nation", "", "money:bundle", "up", "matched_service", NAN, NAN, NAN, NAN, NAN, NAN,
                NAN, 0, 0.005, 18, False, "not set"),
    PairFinding("ZJ-01", "zhejiang", "nation", "a.b: 0 -> 1; c.d: 1 -> 2; e.f: 0 -> 1; g.h: 3 -> 4", "money:all", "up",
                "register", 0.0, 5e8, 5e8, 4e8, 6e8, float("inf"), 0.0, 8, 0.005, 18, True),
    PairFinding("ZJ-42", "zhejiang", "printed", "", "", "", "", NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0, 0.005, 18, True),
)  # fmt: skip


def printed(lang: Lang, width: int = 120) -> str:
    page = StringIO()
    Console(width=width, file=page).print(AsReportedReport(FINDINGS, load_registry(), lang))
    return page.getvalue()


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [("en", ("does not act: not set", "-120,000", "[-150,000", "-100.00%", "from none", "million", "1 more",
             "Delegation", "98.75%", "printed by doudi")),
     ("zh", ("未设定", "福建省", "从无到有", "亿", "另 1 项", "98.75%", "审核确认"))],
)  # fmt: skip
def test_the_table_is_in_words(lang: Lang, wanted: tuple[str, ...]) -> None:
    said = printed(lang, 240)
    for words in wanted:
        assert words in said, words
    assert said.strip().splitlines()[-1] == "3 of 4 act"


def test_failures_come_first_and_the_table_keeps_to_the_page() -> None:
    said = printed("en")
    assert said.index("FJ-16") < said.index("XP-20") < said.index("ZJ-01")
    assert max(map(len, said.splitlines())) <= 120


@pytest.mark.parametrize("name", sorted({row.outcome for row in load_rows().values()} - {""}))
def test_every_outcome_has_words_in_both_languages(name: str) -> None:
    label, unit = outcome_text(name)
    assert ":" not in label.en.replace(": ", " ")
    assert "_" not in label.en
    assert not label.zh.isascii(), label.zh
    assert unit


@pytest.mark.parametrize("why", ["not set", "moves nothing", "the interval holds zero", "too small",
                                 "moves the other way", "acts though its process is off", "not printed"])  # fmt: skip
def test_every_reason_is_told_in_chinese(why: str) -> None:
    assert not REASONS[why].zh.isascii()


def test_findings_are_written_and_nothing_else_is_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    write_pairs(FINDINGS, file)
    write_pairs(FINDINGS, file)
    head, *rows = file.read_text(encoding="utf-8-sig").splitlines()
    assert head.startswith("mechanism,province,against,settings,outcome,expected,process,first,second,effect,low,high")
    assert len(rows) == 4
    other = tmp_path / "other.csv"
    other.write_text("something,else\n", encoding="utf-8")
    with pytest.raises(OutputError, match="something else than findings"):
        check_pairs_file(other)
