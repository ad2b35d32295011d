"""What a finger needs: whatever can be pressed is 44 pixels or more, also where it looks smaller, and nothing lies over it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

# Each thing on the page that can be pressed and is smaller; links within running text excepted. What ::before and ::after add counts.
SMALL = """() => {
  const found = [];
  const pressed = 'a[href], button, summary, select, label:has(input), input:not([type=hidden], [type=checkbox], [type=radio], .hidden-visually)';
  for (const element of document.querySelectorAll(pressed)) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest('.hidden-visually, .skip, [clip-path]')) continue;
    if (element.matches('input') && element.closest('label')) continue;
    const style = getComputedStyle(element);
    if (element.matches('p a, .bubble a') && style.display === 'inline') continue;
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    let [width, height] = [box.width, box.height];
    for (const name of ['::before', '::after']) {
      const more = getComputedStyle(element, name);
      if (more.position !== 'absolute' || more.content === 'none') continue;
      width = Math.max(width, Math.min(600, parseFloat(more.width) || 0));
      height = Math.max(height, Math.min(90, parseFloat(more.height) || 0));
    }
    if (width < 43.5 || height < 43.5) found.push(`${Math.round(width)}x${Math.round(height)} ${element.outerHTML.slice(0, 120)}`);
  }
  return [...new Set(found)];
}"""
ON_TOP = """(element) => {
  const box = element.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return Boolean(top) && (element.contains(top) || top.contains(element));
}"""


def too_small(page: Page) -> list[str]:
    """What of the page a finger would miss, with its size."""
    return page.evaluate(SMALL)


def is_on_top(place: Locator) -> bool:
    """Whether a press in its middle reaches it: it is on the screen, and nothing lies over it."""
    return place.evaluate(ON_TOP)
