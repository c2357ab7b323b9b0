"""The page as an object: serve it from the command line, or show it in a cell of JupyterLab."""

import html
import threading
from typing import Final
from urllib.parse import urlencode

from simulation.app.live import Live
from simulation.app.server import Server
from simulation.report.words.labels import Lang

HEIGHT: Final = 860


class Page:
    """The trainers' page on a province, served on loopback from this process as long as the object lives.

    `households`: about so many are simulated, at least one village a county. `port` 0 takes any free one. Raises
    ScenarioError for an unknown province, OSError for a port that is taken, ValueError for settings out of range.
    """

    def __init__(
        self, province: str = "zhejiang", *, households: int = 20_000, months: int = 36, seed: int = 1, port: int = 0,
        lang: Lang = "zh", threads: int | None = None,
    ) -> None:  # fmt: skip
        self.live = Live(households, months, seed, threads)
        self.live.scenario(province)
        self.server = Server(self.live, port)
        self.url = f"{self.server.url}#{urlencode({'province': province, 'lang': lang})}"
        threading.Thread(target=self.live.world, args=(province,), daemon=True).start()
        self._serving = threading.Thread(target=self.server.serve_forever, daemon=True)
        self._serving.start()

    def wait(self) -> None:
        """Serve until the process is interrupted."""
        self._serving.join()

    def close(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()

    def _repr_html_(self) -> str:
        return f'<iframe src="{html.escape(self.url)}" width="100%" height="{HEIGHT}" style="border:0"></iframe>'
