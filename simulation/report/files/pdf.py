"""The report as PDF, printed by whatever browser of the Chromium family the machine has; none is required."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge")
VARIABLE: Final = "DOUDI_BROWSER"  # path of the browser to use; empty = print nothing
SECONDS: Final = 90


def browser() -> str | None:
    """Path of the browser that would print: that of DOUDI_BROWSER, else the first of `BROWSERS` on the path."""
    chosen = os.environ.get(VARIABLE)
    if chosen is not None:
        return shutil.which(chosen) if chosen else None
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def print_pdf(page: Path, file: Path) -> bool:
    """Print a self-contained page to `file`; False, and no file, where there is no browser or it fails."""
    program = browser()
    if program is None:
        return False
    with tempfile.TemporaryDirectory(prefix="doudi-") as profile:
        command = [
            program, "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-dev-shm-usage",
            f"--user-data-dir={profile}", "--no-pdf-header-footer", f"--print-to-pdf={file.absolute()}",
            *(["--no-sandbox"] if _is_root() else []), page.absolute().as_uri(),
        ]  # fmt: skip
        try:
            subprocess.run(command, check=True, timeout=SECONDS, capture_output=True, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.SubprocessError):
            file.unlink(missing_ok=True)
            return False
    return file.exists()


def _is_root() -> bool:
    """Chromium refuses its sandbox to root, who has containers in mind."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
