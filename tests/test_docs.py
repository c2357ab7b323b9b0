"""The documentation builds without network, and what its pages tell a reader to type does run."""

import re
import shlex
from pathlib import Path

import pytest
from sphinx.cmd.build import build_main
from typer.testing import CliRunner

from simulation.cli import app

DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(r"^```(?:\{code-block\} )?(console|python|toml)\n(?::caption: (\S+)\n\n)?(.*?)^```$", re.M | re.S)
ELSEWHERE = re.compile(
    r"<(?:script|img|iframe)[^>]*src=\"https?:|<link[^>]*rel=\"stylesheet\"[^>]*href=\"https?:|@import"
)
PAGES = ("index", "start", "by_role", "model", "rules", "glossary", "decisions", "made/api", "made/parameters")


@pytest.mark.filterwarnings("ignore")
def test_the_site_builds_without_a_warning_and_asks_nobody(tmp_path):
    assert (
        build_main(["-q", "-W", "--keep-going", "-d", str(tmp_path / "kept"), str(DOCS), str(tmp_path / "site")]) == 0
    )
    for name in PAGES:
        html = (tmp_path / "site" / f"{name}.html").read_text(encoding="utf-8")
        assert not ELSEWHERE.findall(html), name
    parameters = (tmp_path / "site" / "made" / "parameters.html").read_text(encoding="utf-8")
    assert "visit.visits_per_grid_month" in parameters
    assert "补差扣减率" in parameters or "withdrawal rate" in parameters
    assert "passing_probability" in (tmp_path / "site" / "made" / "processes.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["start", "by_role"])
def test_what_a_page_tells_to_type_runs(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    blocks = BLOCK.findall((DOCS / f"{page}.md").read_text(encoding="utf-8"))
    assert {kind for kind, _, _ in blocks} == {"console", "python", "toml"}
    for kind, caption, text in blocks:
        if kind == "toml":
            (tmp_path / caption).write_text(text, encoding="utf-8")
        elif kind == "python":
            exec(text, names)
        else:
            for line in text.splitlines():
                done = CliRunner().invoke(app, shlex.split(line)[1:])
                assert done.exit_code == 0, f"{line}\n{done.output}"
    assert list(tmp_path.glob("*/report.html"))
