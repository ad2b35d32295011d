"""The keyboard shortcuts: one list, from which the help is drawn and by which s-keys.js acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One line of the help. `shown` are keys as they are printed, alternatives in groups.

    `codes` are the places of the keys (KeyboardEvent.code, "Shift+" before it), so that they are the same on every layout, and
    `does` is the method of s-keys.js that they call, with its argument after a colon; both empty where another script listens."""

    words: str | Promise
    shown: tuple[tuple[str, ...], ...]
    codes: tuple[str, ...] = ()
    does: str = ""


SHORTCUTS: Final = (
    Shortcut(_("Search and go to"), (("Ctrl", "K"), ("/",))),
    Shortcut(_("Next case, or next row of a list"), (("j",), ("]",)), ("KeyJ", "BracketRight"), "step:1"),
    Shortcut(_("Previous case, or previous row"), (("k",), ("[",)), ("KeyK", "BracketLeft"), "step:-1"),
    Shortcut(_("Choose the case"), (("x",),), ("KeyX",), "choose"),
    Shortcut(_("Choose all cases up to this one"), (("Shift", "x"),), ("Shift+KeyX",), "choose:range"),
    Shortcut(_("Write a reply"), (("r",),), ("KeyR",), "write:reply"),
    Shortcut(_("Write an internal note"), (("n",),), ("KeyN",), "write:note"),
    Shortcut(_("Write down a visit or a call"), (("c",),), ("KeyC",), "write:contact"),
    Shortcut(_("What to know before a reply"), (("h",),), ("KeyH",), "activate:h"),
    Shortcut(_("Read the messages"), (("l",),), ("KeyL",), "enter:log"),
    Shortcut(_("Customer and work next to the case"), (("i",),), ("KeyI",), "enter:panel"),
    Shortcut(_("Assign"), (("a",),), ("KeyA",), "activate:a"),
    Shortcut(_("Mark the case as answered, or reopen it"), (("e",),), ("KeyE",), "activate:e"),
    Shortcut(_("Snooze"), (("s",),), ("KeyS",), "activate:s"),
    Shortcut(_("This is spam"), (("!",),), ("Shift+Digit1",), "activate:spam"),
    Shortcut(_("State"), (("w",),), ("KeyW",), "activate:w"),
    Shortcut(_("Department"), (("d",),), ("KeyD",), "activate:d"),
    Shortcut(_("Kind"), (("q",),), ("KeyQ",), "activate:q"),
    Shortcut(_("Priority"), (("p",),), ("KeyP",), "activate:p"),
    Shortcut(_("Add a tag"), (("t",),), ("KeyT",), "activate:t"),
    Shortcut(_("More actions for the case"), (("m",),), ("KeyM",), "activate:m"),
    Shortcut(_("Accept a hand-over"), (("y",),), ("KeyY",), "activate:y"),
    Shortcut(_("Undo the last action"), (("u",),), ("KeyU",), "undo"),
    Shortcut(_("Filter this list"), (("f",),), ("KeyF",), "activate:f"),
    Shortcut(_("Saved views"), (("v",),), ("KeyV",), "activate:v"),
    Shortcut(_("Save as a view"), (("b",),), ("KeyB",), "activate:b"),
    Shortcut(_("Send"), (("Ctrl", "Enter"),)),
    Shortcut(_("Send later or with another state"), (("Ctrl", "Shift", "Enter"),)),
    Shortcut(_("Accept an offered promise, or make one by hand"), (("Alt", "p"),)),
    Shortcut(_("Insert a fact, at the beginning of a line"), (("/",),)),
    Shortcut(_("Close what is on top, or leave the text to use these keys"), (("Esc",),)),
    Shortcut(_("Go to a page: then its letter"), (("g",),), ("KeyG",), "go"),
    Shortcut(_("This list"), (("?",),), ("Shift+Slash",), "help"),
)
# Module or place (kit.shell.NavEntry.name) → the letter after g.
GO_TO: Final = {
    "cases": "i", "unassigned": "u", "department": "d", "all": "a", "tasks": "t", "promises": "e", "customers": "c", "knowledge": "k", "reports": "r",
    "notices": "n", "settings": "s", "profile": "p", "status": "h",
}  # fmt: skip
