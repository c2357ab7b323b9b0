"""The report brings the letters it needs: no machine's own fonts are asked for."""

import base64
import io
import re

import pytest
from fakes import FakeComparison, FakeResult
from fontTools.ttLib import TTFont

from simulation.report.files.html_report import FONT_PLACE, report


@pytest.mark.parametrize(("outcome", "lang"), [(FakeComparison, "zh"), (FakeResult, "zh"), (FakeComparison, "en")])
def test_every_letter_of_the_report_is_inside_it(outcome, lang):
    html = report(outcome(), [], lang)
    place = re.search(r'url\("data:font/woff;base64,([^"]+)"\)', html)
    assert place is not None
    with TTFont(io.BytesIO(base64.b64decode(place[1]))) as font:
        held = set(font.getBestCmap())
    shown = re.sub(r"<style>.*?</style>|<[^>]+>", "", html, flags=re.DOTALL)
    assert {letter for letter in shown if letter.isprintable() and ord(letter) not in held} == set()
    assert html.index("Doudi Sans SC") < html.index("system-ui")


def test_a_name_like_the_place_of_the_font_stays_a_name():
    class Odd(FakeResult):
        def __init__(self):
            super().__init__()
            self.run_record["labels"] = {"baseline": {"en": FONT_PLACE, "zh": FONT_PLACE}}

    assert f"<title>doudi – {FONT_PLACE}" in report(Odd(), [], "zh")
