"""Keys as a Persian keyboard sends them: the place of the key (code) and the Persian letter that stands on it."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.visitor import until

# What the Persian layout types at the place of the Latin letter.
LETTERS = dict(zip("QWERTYUIOPASDFGHJKLZXCVBNM", "ضصثقفغعهخحشسیبلاتنمظطزرذدپ", strict=True))
NAMED = {"Enter": 13, "Escape": 27, "Tab": 9, "ArrowUp": 38, "ArrowDown": 40}
MODIFIERS = {"Control": 2, "Shift": 8}


def press(page: Page, *keys: str) -> None:
    """Each key in turn, by its place: press(page, "KeyJ", "Shift+KeyX", "Control+Enter")."""
    session = page.context.new_cdp_session(page)
    for key in keys:
        *held, code = key.split("+")
        modifiers = sum(MODIFIERS[name] for name in held)
        letter = LETTERS.get(code[3:], "") if code.startswith("Key") else ""
        text = "\r" if code == "Enter" else letter
        typed = {"text": text, "unmodifiedText": text} if text and modifiers != MODIFIERS["Control"] else {}
        event = {"code": code, "key": letter or code, "modifiers": modifiers, "windowsVirtualKeyCode": NAMED.get(code, ord(code[-1]))}
        session.send("Input.dispatchKeyEvent", {"type": "keyDown" if typed else "rawKeyDown", **typed, **event})
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})
    session.detach()


def has_focus(page: Page, selector: str) -> None:
    """Wait until the focus is on what `selector` names."""
    until(page, "(selector) => document.activeElement?.matches(selector)", selector)
