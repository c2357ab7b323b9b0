"""The notebooks run from top to bottom."""

from pathlib import Path

import nbclient
import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


def test_there_is_a_notebook():
    assert NOTEBOOKS


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.name)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_notebook_runs(file, tmp_path):
    notebook = nbformat.read(file, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    shown = [each for cell in notebook.cells for each in cell.get("outputs", [])]
    assert not [each for each in shown if each["output_type"] == "error"]
    assert sum("image/png" in each.get("data", {}) for each in shown) >= 1
    assert not [each for each in shown if each.get("name") == "stderr"]
