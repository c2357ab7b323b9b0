"""JupyterLab opens a notebook in a browser, runs it and shows its plots."""

import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from time import sleep

import pytest
from playwright.sync_api import sync_playwright

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "02_one_household_and_its_cliffs.ipynb"
CHROMIUM = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), "")
SECONDS = 180_000


@pytest.fixture
def lab(tmp_path):
    """Address of a JupyterLab of its own on loopback, in a folder that holds one notebook."""
    shutil.copy(NOTEBOOK, tmp_path / "notebook.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
               f"--ServerApp.port={port}", "--ServerApp.token=", "--ServerApp.password=", "--LabApp.news_url=",
               f"--ServerApp.root_dir={tmp_path}"]  # fmt: skip
    server = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=2).close()
            break
        except (urllib.error.URLError, OSError):
            sleep(0.5)
    yield address
    server.terminate()
    server.wait(30)


@pytest.mark.full
def test_jupyterlab_runs_a_notebook_and_shows_its_plots(lab):
    assert CHROMIUM, "the full tests want Chromium (CONTRIBUTING.md)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1366, "height": 900})
        tab.set_default_timeout(SECONDS)
        tab.goto(f"{lab}/lab/tree/notebook.ipynb?reset")
        tab.locator(".jp-Notebook-cell").first.wait_for()
        tab.get_by_text("Python 3", exact=False).first.wait_for()
        tab.get_by_role("menuitem", name="Run", exact=True).click()
        tab.get_by_text("Run All Cells", exact=True).click()
        tab.locator(".jp-OutputArea img[src^='data:image/png'], .jp-RenderedImage img").first.wait_for()
        assert tab.locator(".jp-OutputArea .jp-RenderedHTMLCommon table").first.is_visible()
        browser.close()
