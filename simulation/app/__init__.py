"""The page for trainers: `doudi app` serves it on loopback without any network; `Page` shows it in JupyterLab.

    Page("zhejiang")      # in a notebook: the page in the cell, on the same warmed-up province

One process keeps a province warmed up in memory; every number on the page is a run branched from it, with the
functions of `simulation.run` and `compare`. The page draws what it is sent and computes nothing.

- `settings`: the sliders. `live`: provinces in memory, and runs branched from them
- `figures`, `village`, `household`, `reported`: what each screen is sent
- `quiz`, `truths`, `make_truths`: questions for a class, and what is true
- `words`: every word of the page. `answers`, `server`, `page`: who sends it
"""

from simulation.app.page import Page

__all__ = ["Page"]
