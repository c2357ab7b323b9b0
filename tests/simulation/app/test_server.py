import http.client
import io
import json
from urllib.parse import urlsplit

import openpyxl
import pandas as pd
import pytest
from worlds import PROVINCE

from simulation.app.server import encoded

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def get(page):
    """Ask the server for a path; (status, headers, body)."""

    def asked(path, host=None):
        place = urlsplit(page.server.url)
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=120)
        connection.request("GET", path, headers={"Host": host} if host else {})
        reply = connection.getresponse()
        return reply.status, reply.headers, reply.read()

    return asked


def test_the_page_and_its_font_come_from_here_alone(get):
    for path, kind in (("/", "text/html"), ("/main.js", "text/javascript"), ("/font.otf", "font/otf")):
        status, headers, body = get(path)
        assert (status, headers["Content-Type"].partition(";")[0]) == (200, kind)
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert body
        if path != "/font.otf":
            assert b"http://" not in body.replace(b"http://www.w3.org/2000/svg", b"")
            assert b"https://" not in body


@pytest.mark.parametrize("path", ["/../page.py", "/page.py", "/%2e%2e/server.py", "/nothing", "/download/nothing"])
def test_nothing_else_is_served(get, path):
    assert get(path)[0] == 404


def test_a_foreign_name_is_refused(get):
    assert get("/", host="evil.example:80")[0] == 403


def test_words_are_there_in_both_languages(get):
    words = json.loads(get("/api/words")[2])
    assert words["zh"].keys() == words["en"].keys()
    assert all(text or key.startswith(("unit_", "area_")) for key, text in words["zh"].items())


def test_mistakes_are_told_not_thrown(get):
    status, _, body = get(f"/api/run?province={PROVINCE}&s.line=9&s.exitt=1&number=1")
    assert status == 400
    error = json.loads(body)["error"]
    assert "line" in error
    assert "exit" in error
    assert get("/api/start?province=atlantis")[0] == 400
    status, _, body = get(f"/api/household?province={PROVINCE}&h.persons=two&h.wage=-5")
    assert status == 400
    status, _, body = get(f"/api/household?province={PROVINCE}&h.persons=2&h.minors=3")
    assert (status, "minors" in json.loads(body)["error"]) == (400, True)


def test_a_run_ends_with_the_whole(get, world):
    body = get(f"/api/run?province={PROVINCE}&s.visits=1.2&visitor=a&number=1")[2]
    last = json.loads(body.splitlines()[-1])
    assert len(last["months"]) == last["done"] == world.settings.months
    older = json.loads(get(f"/api/run?province={PROVINCE}&s.visits=1.4&visitor=a&number=0")[2].splitlines()[-1])
    assert older == {"superseded": True}
    assert json.loads(get("/api/newer?visitor=a&number=3")[2]) == {"told": True}
    older = json.loads(get(f"/api/run?province={PROVINCE}&s.visits=1.5&visitor=a&number=2")[2].splitlines()[-1])
    assert older == {"superseded": True}


def test_a_household_before_and_after(get):
    query = f"province={PROVINCE}&h.persons=2&h.minors=1&h.wage=300&h.area=rural&s.line=1.2&vary=wage"
    answer = json.loads(get(f"/api/household?{query}&lang=zh")[2])
    for side in ("before", "after"):
        line = answer[side]["line"]
        assert len(line["at"]) == len(line["net"]) == len(line["emtr"])
        total = [sum(values) for values in zip(*(each["yuan"] for each in line["sources"]), strict=True)]
        assert total == pytest.approx(line["net"], abs=0.05)
    assert answer["before"]["top"] == answer["after"]["top"]


def test_downloads_agree(get):
    query = f"province={PROVINCE}&s.line=1.1"
    csv = pd.read_csv(io.BytesIO(get(f"/download/comparison.csv?{query}")[2]), encoding="utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(get(f"/download/comparison.xlsx?{query}&lang=zh")[2]))
    lines = [line for line in book["方案对比"].iter_rows(min_row=4, values_only=True) if line[-3] in set(csv["group"])]
    assert [line[5] for line in lines if line[5] is not None] == pytest.approx(csv["reform"].dropna().tolist())
    assert len(lines) == len(csv)  # wholes; the workbook has their parts too
    status, headers, body = get(f"/download/reform.toml?{query}")
    assert (status, b"lines.dibao" in body, "reform.toml" in headers["Content-Disposition"]) == (200, True, True)


def test_a_question_is_judged_by_what_ships(get, world):
    start = json.loads(get(f"/api/start?province={PROVINCE}")[2])
    ids = [each["question"] for each in start["questions"]]
    assert "line_money" in ids
    assert "right" not in json.dumps(start["questions"])
    answer = json.loads(get(f"/api/quiz?province={PROVINCE}&question=line_money")[2])
    truth, run = answer["truth"], answer["run"]
    assert truth["after"] > truth["before"] > 0
    assert truth["low"] <= truth["change"] <= truth["high"]
    assert run["after"]["totals"]["benefits_yuan_year"] > run["before"]["totals"]["benefits_yuan_year"]
    assert json.loads(get(f"/api/quiz?province={PROVINCE}&question=none")[2])["error"]


def test_no_number_is_sent_as_null():
    assert json.loads(encoded({"a": [float("nan"), 1.5], "b": float("inf")})) == {"a": [None, 1.5], "b": None}
