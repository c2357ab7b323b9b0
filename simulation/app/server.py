"""The server behind the page: this machine only, no other address is ever asked for anything."""

import json
import tempfile
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from simulation.app.answers import Answers, Query
from simulation.app.live import Live, SupersededError
from simulation.app.words import words
from simulation.report.charts.style import FONT_FILE
from simulation.report.files.workbook import write_workbook
from simulation.report.output_folder import CSV_ENCODING, csv_text
from simulation.report.tables.partitions import indicator_frames

LOOPBACK: Final = "127.0.0.1"
NAMES: Final = ("127.0.0.1", "localhost", "[::1]")  # under which a browser may call us
TYPES: Final = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
}  # fmt: skip
JSON: Final = "application/json; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# nothing from elsewhere is loaded, whatever a label says; JupyterLab on this machine may frame the page
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*"
)


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: "Server"

    def do_GET(self) -> None:
        """Answer an address of the page; a mistake in the query is a 400 with its message."""
        if (self.headers.get("Host") or "").rpartition(":")[0] not in NAMES:
            self.reply(HTTPStatus.FORBIDDEN, "text/plain", b"loopback only")  # a foreign name that resolves to us
            return
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        try:
            self.route(parts.path, query)
        except SupersededError:
            self.json({"superseded": True})
        except ValueError as error:  # ScenarioError and numbers that are none
            self.json({"error": str(error)}, HTTPStatus.BAD_REQUEST)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the visitor went on
        except Exception as error:  # a fault of ours: the page says so, the terminal shows where
            self.json({"error": f"{type(error).__name__}: {error}"}, HTTPStatus.INTERNAL_SERVER_ERROR)
            raise

    def route(self, path: str, query: Query) -> None:
        """Files of the page, questions, downloads."""
        answers = self.server.answers
        asked: dict[str, Callable[[Query], Any]] = {
            "start": answers.start, "household": answers.household, "village": answers.village,
            "practice": answers.practice, "reported": answers.reported, "quiz": answers.quiz,
            "prefetch": answers.prefetch, "newer": answers.newer,
        }  # fmt: skip
        kind, _, name = path.strip("/").partition("/")
        if kind == "api" and name == "words":
            self.json(words())
        elif kind == "api" and name == "run":
            self.stream(query)
        elif kind == "api" and name in asked:
            self.json(asked[name](query))
        elif kind == "download":
            self.download(name, query)
        else:
            self.file(path)

    def file(self, path: str) -> None:
        """A file of the page, or the font."""
        name = path.strip("/") or "index.html"
        folder = resources.files("simulation.app") / "assets"
        if name == "font.otf":
            self.reply(HTTPStatus.OK, "font/otf", (resources.files("simulation.report") / FONT_FILE).read_bytes())
        elif name in {each.name for each in folder.iterdir()} and Path(name).suffix in TYPES:
            self.reply(HTTPStatus.OK, TYPES[Path(name).suffix], (folder / name).read_bytes())
        elif name == "favicon.ico":
            self.reply(HTTPStatus.NO_CONTENT, "image/x-icon", b"")
        else:
            self.reply(HTTPStatus.NOT_FOUND, "text/plain", b"not found")

    def stream(self, query: Query) -> None:
        """The figures of a run, a line of JSON for each year done, the last line whole."""
        begun = [False]

        def line(answer: dict[str, Any]) -> None:
            if not begun[0]:
                self.head(HTTPStatus.OK, "application/x-ndjson; charset=utf-8")
                begun[0] = True
            self.wfile.write(encoded(answer) + b"\n")
            self.wfile.flush()

        try:
            line(self.server.answers.run(query, line))
        except SupersededError:
            line({"superseded": True})
        except ValueError as error:
            if begun[0]:
                line({"error": str(error)})
            else:
                raise

    def download(self, name: str, query: Query) -> None:
        """The table, the workbook or the reform file of a setting."""
        answers = self.server.answers
        if name == "reform.toml":
            self.reply(HTTPStatus.OK, "application/toml; charset=utf-8", answers.reform_file(query).encode(), name)
        elif name == "comparison.csv":
            wholes = indicator_frames("comparison", answers.comparison(query).table())["comparison"]
            table = csv_text(wholes)  # their parts, by programme and payer, are in the workbook
            self.reply(HTTPStatus.OK, "text/csv; charset=utf-8", table.encode(CSV_ENCODING), name)
        elif name == "comparison.xlsx":
            with tempfile.TemporaryDirectory(prefix="doudi-") as folder:
                file = Path(folder) / name
                write_workbook(answers.comparison(query), file, "zh" if query.get("lang") == "zh" else "en")
                self.reply(HTTPStatus.OK, XLSX, file.read_bytes(), name)
        else:
            self.reply(HTTPStatus.NOT_FOUND, "text/plain", b"not found")

    def json(self, answer: Any, status: HTTPStatus = HTTPStatus.OK) -> None:
        """An answer as JSON."""
        self.reply(status, JSON, encoded(answer))

    def reply(self, status: HTTPStatus, kind: str, body: bytes, file: str = "") -> None:
        """A whole answer; with `file` the browser saves it under that name."""
        self.head(status, kind, len(body), file)
        self.wfile.write(body)

    def head(self, status: HTTPStatus, kind: str, length: int | None = None, file: str = "") -> None:
        """Status line and headers."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        if file:
            self.send_header("Content-Disposition", f'attachment; filename="{file}"')
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Nothing is logged: the terminal belongs to the user."""


def encoded(answer: Any) -> bytes:
    """JSON in UTF-8; a number that is none is null."""
    return json.dumps(_plain(answer), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _plain(node: Any) -> Any:
    if isinstance(node, float) and (node != node or node in (float("inf"), float("-inf"))):  # noqa: PLR0124 - NaN
        return None
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    return [_plain(value) for value in node] if isinstance(node, list | tuple) else node


class Server(ThreadingHTTPServer):
    """The page's server on loopback. `port` 0 takes any free one. Raises OSError where the port is taken."""

    daemon_threads = True

    def __init__(self, live: Live, port: int = 0) -> None:
        super().__init__((LOOPBACK, port), Handler)
        self.answers = Answers(live)

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the page."""
        return f"http://{LOOPBACK}:{self.server_address[1]}/"
