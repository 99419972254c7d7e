"""A real browser and real servers for the browser tests."""

import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from werkzeug.serving import make_server

AXE = (Path(__file__).parent / "data" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE = {"type": "tag", "values": TAGS}
# The rules whose outcome depends on the colours.
COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN_AXE = """rules => axe.run(document, {
    runOnly: rules, resultTypes: ['violations', 'incomplete'],
    preload: false, iframes: false, elementRef: false,
}).then(found => [...found.violations, ...found.incomplete].map(
    rule => `${rule.id}: ${rule.nodes.map(node => node.target.join(' ')).join(', ')}`))"""
SMALL_TARGETS = """() => [...document.querySelectorAll('a[href], button, input, select, summary')]
    .filter(part => part.checkVisibility({visibilityProperty: true}))
    .map(part => [part, (part.closest('label') ?? part).getBoundingClientRect()])
    .filter(([part, box]) => box.width && box.right > 0 && (box.width < 24 || box.height < 24))
    .filter(([part]) => !(getComputedStyle(part).display === 'inline' && part.closest('p, dd, td')))
    .map(([part, box]) => `${part.textContent.trim()} ${box.width}x${box.height}`)"""
OVERFLOW = "() => document.documentElement.scrollWidth - innerWidth"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
HOW = "The browser tests need Chromium. Install it with: sudo apt-get install chromium"


def chromium_path():
    """The installed browser; the test fails and says how to install one where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail(HOW)
    return found


@contextmanager
def serving(app):
    """The address of a server that runs the application."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Watch:
    """What a page did: messages on the console, errors, and the hosts it asked."""

    allowed_status: tuple[int, ...] = ()
    problems: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def follow(self, page):
        """Listen to a page from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))
        return page

    def _console(self, message):
        expected = any(f"status of {status}" in message.text for status in self.allowed_status)
        if message.type in ("error", "warning") and not expected:
            self.problems.append(message.text)


def axe(page, rules=EVERY_RULE):
    """The rules of accessibility that the page breaks, or that could not be decided."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"{AXE}\n;undefined")
    return page.evaluate(RUN_AXE, rules)
