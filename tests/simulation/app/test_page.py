import socket

import pytest
from typer.testing import CliRunner
from worlds import PROVINCE

from simulation.app import Page
from simulation.cli.main import app
from simulation.parameters.files.mistakes import ScenarioError


def test_in_a_notebook_the_page_stands_in_a_frame(page):
    shown = page._repr_html_()
    assert shown.startswith("<iframe")
    assert page.server.url in shown
    assert f"province={PROVINCE}&amp;lang=en" in shown
    assert page.server.server_address[0] == "127.0.0.1"


def test_an_unknown_province_is_refused():
    with pytest.raises(ScenarioError, match="zhejiang"):
        Page("zhejian")
    done = CliRunner().invoke(app, ["app", "zhejian", "--no-open"])
    assert done.exit_code == 2
    assert "zhejiang" in done.stderr


def test_a_taken_port_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = CliRunner().invoke(app, ["app", PROVINCE, "--port", str(port), "--no-open"])
    assert done.exit_code == 2
    assert "--port" in done.stderr
