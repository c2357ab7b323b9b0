"""Tables of mechanisms read in both languages: outcomes in words, reasons, the count in the last line."""

from io import StringIO

import pytest
from rich.console import Console

from simulation.mechanisms.checking import Finding
from simulation.mechanisms.registry import chinese_names, load_registry
from simulation.report.tables.mechanisms import CheckReport, MechanismList
from simulation.report.words.labels import Lang
from simulation.report.words.mechanism_words import outcome_text

NOTHING = float("nan")
FINDINGS = (
    Finding("NM-10", "processing_days_limit", "verification.limit_days", 30, 20, "wait:decision", "down",
            112.3, -4.31, -5.93, -2.68, 0.0, 4, True),
    Finding("HB-07", "payment_mismatch_rate", "payment.mismatch", 0, 0.05, "measure:LOST_FEN", "up",
            0.0, 3.45e8, 2.9e8, 4.0e8, 0.0, 4, False, "the interval holds zero"),
    Finding("XP-11", "measured", "", NOTHING, NOTHING, "measure:MONITORED", "", 84650, NOTHING, NOTHING, NOTHING,
            NOTHING, 1, True),
)  # fmt: skip


def printed(table: object, width: int = 200) -> str:
    page = StringIO()
    Console(width=width, file=page).print(table)
    return page.getvalue()


def outcomes() -> set[str]:
    """Every outcome that the registry names."""
    found = set()
    for mechanism in load_registry().mechanisms.values():
        found |= {mechanism.prints} | {lever.outcome for lever in mechanism.lever}
    return found - {""}


@pytest.mark.parametrize("name", sorted(outcomes()))
def test_every_outcome_has_words_in_both_languages(name: str) -> None:
    label, _ = outcome_text(name)
    assert ":" not in label.en.replace(": ", " ")
    assert not label.zh.isascii(), label.zh
    assert "_" not in label.en


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [("en", ("working days from filing to decision", "-4.3", "[-5.9, -2.7]", "345.0 million", "fails: the interval",
             "98.75%", "measured")),
     ("zh", ("办理时限", "申请到决定的工作日", "3.45 亿", "未通过: 区间含零", "98.75%", "测得值"))],
)  # fmt: skip
def test_the_check_is_told_in_words(lang: Lang, wanted: tuple[str, ...]) -> None:
    report = CheckReport(FINDINGS, {"NM-10": True, "HB-07": False}, lang, chinese_names(load_registry()))
    said = printed(report)
    for words in wanted:
        assert words in said
    assert said.strip().splitlines()[-1] == "1 passed, 1 failed"


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [("en", ("0–1 index: 0–1", "changes desk.hours_month", "named only", "desks' minutes available")),
     ("zh", ("一把手负总责", "改变 desk.hours_month", "仅提及", "上升"))],
)  # fmt: skip
def test_the_list_says_unit_range_evidence_and_what_an_index_changes(lang: Lang, wanted: tuple[str, ...]) -> None:
    registry = load_registry()
    said = " ".join(printed(MechanismList(registry, [registry.mechanisms["XP-44"]], lang)).split())
    for words in wanted:
        assert words in said
