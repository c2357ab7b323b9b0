"""The documentation site: `uv run --group docs sphinx-build -W docs site`.

It needs no network; pages of facts are made from the sources at each build, so that they cannot fall behind.
"""

import sys
from importlib.metadata import version as installed
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS))

project = "doudi 兜底"
release = installed("doudi")
extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["images"]
html_theme = "furo"
html_title = f"doudi 兜底 {release}"
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False


def setup(app):
    """Write the made pages before the sources are read."""
    from made_pages import write_all

    app.connect("builder-inited", lambda _app: write_all(DOCS / "made"))
