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
    Shortcut(_("Next case"), (("j",), ("]",)), ("KeyJ", "BracketRight"), "step:1"),
    Shortcut(_("Previous case"), (("k",), ("[",)), ("KeyK", "BracketLeft"), "step:-1"),
    Shortcut(_("Choose the case"), (("x",),), ("KeyX",), "choose"),
    Shortcut(_("Choose all cases up to this one"), (("Shift", "x"),), ("Shift+KeyX",), "choose:range"),
    Shortcut(_("Write a reply"), (("r",),), ("KeyR",), "write:reply"),
    Shortcut(_("Write an internal note"), (("n",),), ("KeyN",), "write:note"),
    Shortcut(_("Assign"), (("a",),), ("KeyA",), "activate:a"),
    Shortcut(_("Set the case to answered"), (("e",),), ("KeyE",), "activate:e"),
    Shortcut(_("Snooze"), (("s",),), ("KeyS",), "activate:s"),
    Shortcut(_("This is spam"), (("!",),), ("Shift+Digit1",), "activate:spam"),
    Shortcut(_("Undo sending"), (("u",),), ("KeyU",), "activate:u"),
    Shortcut(_("Filter this list"), (("f",),), ("KeyF",), "activate:f"),
    Shortcut(_("Send"), (("Ctrl", "Enter"),)),
    Shortcut(_("Insert a fact, at the beginning of a line"), (("/",),)),
    Shortcut(_("Close the top layer"), (("Esc",),)),
    Shortcut(_("Go to a page: then its letter"), (("g",),), ("KeyG",), "go"),
    Shortcut(_("This list"), (("?",),), ("Shift+Slash",), "help"),
)
# Module (kit.shell.NavEntry.name) → the letter after g.
GO_TO: Final = {"cases": "i", "tasks": "t", "customers": "c", "knowledge": "k", "reports": "r", "status": "h"}
