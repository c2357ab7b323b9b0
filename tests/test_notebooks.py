"""The notebooks run from top to bottom, one after the other in one kernel that forgets all names in between.

Provinces have some of their counties there, as in the other tests of what a user types.
"""

import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import nbclient
import nbformat
import pytest

TESTS = Path(__file__).parent
NOTEBOOKS = sorted((TESTS.parent / "notebooks").glob("*.ipynb"))
BEFORE = f"""
import sys
sys.path.insert(0, {str(TESTS)!r})
import pytest, worlds
worlds.some_counties(pytest.MonkeyPatch())
"""

type Execute = Callable[[nbformat.NotebookNode], None]


def asked_again(get_msg: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """The same, but looking once a second.

    nbclient misses that a reply has come while it sends the state of a widget on the same socket, and waits for as long
    as a cell may take: 300 seconds for a slider that draws a chart.
    """

    async def get(timeout: float) -> Any:
        deadline = time.monotonic() + timeout
        while True:
            left = deadline - time.monotonic()
            try:
                return await get_msg(timeout=max(0.0, min(1.0, left)))
            except Empty:
                if left <= 0:
                    raise

    return get


@pytest.fixture(scope="module")
def execute() -> Iterator[Execute]:
    """Runs the cells of a notebook: starting Python and loading the kernels of the month takes seconds."""
    client = nbclient.NotebookClient(nbformat.v4.new_notebook(), timeout=300)
    client.create_kernel_manager()
    client.start_new_kernel()
    client.start_new_kernel_client()
    client.kc.shell_channel.get_msg = asked_again(client.kc.shell_channel.get_msg)

    def run(notebook: nbformat.NotebookNode) -> None:
        client.nb = notebook
        client.reset_execution_trackers()
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)

    run(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(BEFORE)]))
    yield run
    client._cleanup_kernel()


def test_there_is_a_notebook():
    assert NOTEBOOKS


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.name)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_notebook_runs(file, tmp_path, execute):
    anew = f"import os\nos.chdir({str(tmp_path)!r})\n%reset -f"
    execute(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(anew)]))
    notebook = nbformat.read(file, as_version=4)
    execute(notebook)
    shown = [each for cell in notebook.cells for each in cell.get("outputs", [])]
    assert not [each for each in shown if each["output_type"] == "error"]
    assert sum("image/png" in each.get("data", {}) for each in shown) >= 1
    assert not [each for each in shown if each.get("name") == "stderr"]
