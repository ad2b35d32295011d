"""Signatures: where the writer's own words end and the standing lines below them begin."""

from __future__ import annotations

import re

from sandali.channels.email.quote_words import CLOSING, CLOSING_LATIN, CONTACT, SENT_FROM

MAX_LINES = 25  # a longer tail is text, not a signature
MAX_CLOSING_LINES = 9
DASHES = re.compile(r"\s?(?:--|—)\s?$")
NO_LETTERS = re.compile(r"[\W_\u1427]*$")  # U+1427 is what a Gmail tracking extension leaves
KEEPS_MEANING = re.compile(r"[?!؟\U0001f300-\U0001faff\u2600-\u27bf:;=]")


def signature_start(lines: list[str]) -> int:
    """Index of the first line that belongs to the signature; len(lines) when there is none.

    Knows the "-- " line (RFC 3676 4.3), what devices add, and a closing followed by contact lines."""
    end = tail(lines, len(lines))
    found = True
    while found:
        found = False
        for step in (device_line, dashes, closing):
            start = step(lines, end)
            if start < end:
                end, found = tail(lines, start), True
    return end


def tail(lines: list[str], end: int) -> int:
    """`end` without the blank lines and the lines of mere rules and tracking marks before it."""
    while end and NO_LETTERS.match(lines[end - 1][:200]) and not KEEPS_MEANING.search(lines[end - 1][:200]):
        if len(lines[end - 1]) > 200:
            break
        end -= 1
    return end


def device_line(lines: list[str], end: int) -> int:
    """"Sent from my iPhone" as the last line."""
    return end - 1 if end and SENT_FROM.match(lines[end - 1][:200]) else end


def dashes(lines: list[str], end: int) -> int:
    """The last "-- " line with a short tail."""
    for index in range(end - 1, max(-1, end - 1 - MAX_LINES), -1):
        if DASHES.match(lines[index][:10]) and len(lines[index]) < 10:
            return index
    return end


def closing(lines: list[str], end: int) -> int:
    """«با احترام» near the end; a Latin closing only where contact lines follow, for it is the writer's own word."""
    for index in range(end - 1, max(0, end - 1 - MAX_CLOSING_LINES), -1):
        line = lines[index][:120]
        if CLOSING.match(line):
            return index
        if CLOSING_LATIN.match(line):
            below = [below for below in lines[index + 1 : end] if below.strip()]
            if len(below) >= 3 and all(len(below_line) < 120 for below_line in below):
                contacts = sum(bool(CONTACT.search(below_line)) for below_line in below)
                return index if contacts >= 2 else end
            return end
    return end
