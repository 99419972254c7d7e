"""Pictures of the main states of the pages, written to docs/pictures/ as PNG.

Starts the application on a free port with the index that the settings name, and needs Chromium.
"""

import argparse
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from corpus.errors import PlanAssistantError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
HOW = "Chromium is needed. Install it with: sudo apt-get install chromium"
LARGEST = 200_000


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: where, what is asked there, how wide and in which scheme."""

    name: str
    address: str
    question: str = ""
    width: int = 1280
    height: int = 900
    scheme: Literal["light", "dark"] = "light"


SHOTS = (
    Shot("start.sv", "/sv/"),
    Shot("start.fi.phone", "/fi/", width=390, height=844),
    Shot("answer.sv", "/sv/", "Vad är Kaikukortti och vem kan få det?"),
    Shot("answer.fi", "/fi/", "Mitä Espoo tekee asunnottomuuden vähentämiseksi?"),
    Shot("answer.fi.phone", "/fi/", "Miten Helsinki tukee omaishoitajaperheitä?", 390, 844, "dark"),
    Shot("refusal.sv", "/sv/", "Vad kostar ett bygglov?", height=800),
    Shot("plan.sv", "/sv/plans/espoo", height=1000),
    Shot("plan.fi", "/fi/plans/espoo#2.3", height=800),
    Shot("search.sv", "/sv/search?q=motion&meter=1", height=1000),
    Shot("compare.sv", "/sv/compare?q=bostadsl%C3%B6shet", height=800),
    Shot("start.sv.dark", "/sv/", scheme="dark"),
)


@contextmanager
def _serving() -> Iterator[str]:
    from werkzeug.serving import make_server

    from web import create_app

    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def take(root: str, browser_path: str, folder: Path) -> list[Path]:
    """Take every picture; the files written."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=browser_path, args=options)
        written = [_take_one(browser, root, shot, folder) for shot in SHOTS]
        browser.close()
    return written


def _take_one(browser: "Browser", root: str, shot: Shot, folder: Path) -> Path:
    page = browser.new_page(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme=shot.scheme,
        reduced_motion="reduce",
    )
    page.goto(root + shot.address)
    if shot.question:
        page.fill("#question", shot.question)
        page.click("#send")
        page.wait_for_selector("[data-answer]")
        page.evaluate("scrollTo(0, 0)")
    path = folder / f"{shot.name}.png"
    page.screenshot(path=path)
    page.close()
    return path


def main() -> int:
    """Take the pictures and say what was written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=PICTURES, help="the folder to write to")
    folder = parser.parse_args().out
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser_path is None:
        print(HOW, file=sys.stderr)
        return 1
    try:
        with _serving() as root:
            written = take(root, browser_path, folder)
    except PlanAssistantError as error:
        print(error, file=sys.stderr)
        return 1
    return _tell(written)


def _tell(written: list[Path]) -> int:
    """Print the sizes; 1 when a picture is too large to be kept."""
    for path in written:
        print(f"{path}  {path.stat().st_size // 1000} kB")
    too_large = [path.name for path in written if path.stat().st_size > LARGEST]
    if too_large:
        print(f"Larger than {LARGEST // 1000} kB: {', '.join(too_large)}", file=sys.stderr)
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main())
