"""What a machine can say about a page: axe's findings, and whether it is wider than the screen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

RUN = """async () => {
  const report = await axe.run(document, {resultTypes: ["violations"]});
  return report.violations.map(found =>
    `${found.impact} ${found.id}: ${found.help} at ${found.nodes.map(node => node.target.join(" ")).join(" | ")}`);
}"""
WIDER = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(one => one.outerHTML.slice(0, 120))"""


@cache
def axe() -> str:
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def findings(page: Page) -> list[str]:
    """One line per rule that the page breaks, whatever its weight: weight, rule, what to do, where."""
    page.evaluate(axe())
    found: list[str] = page.evaluate(RUN)
    return found


def sticks_out(page: Page) -> list[str]:
    """The parts that make the page scroll sideways; empty when it fits."""
    if not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        return []
    wider: list[str] = page.evaluate(WIDER)
    return wider or ["something"]
