"""The page for trainers: `doudi app` serves it on loopback without any network; `Page` shows it in JupyterLab.

    Page("zhejiang")      # in a notebook: the page in the cell, on the same warmed-up province

One process keeps a province warmed up in memory; every number on the page is a run branched from it, with the
functions of `simulation.run` and `compare`. The page draws what it is sent and computes nothing.
"""

from simulation.app.page import Page

__all__ = ["Page"]
