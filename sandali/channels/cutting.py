"""A text in pieces that a provider takes: cut between paragraphs, and only then inside one."""

from __future__ import annotations

from collections.abc import Callable

Measure = Callable[[str], int]


def pieces(text: str, most: int, measure: Measure = len) -> list[str]:
    """A plain text, cut into as few pieces as its paragraphs allow; `measure` is how the provider counts."""
    made: list[str] = []
    for paragraph in text.split("\n\n"):
        for piece in cut_up(paragraph, most, measure):
            if made and measure(made[-1]) + 2 + measure(piece) <= most:
                made[-1] = f"{made[-1]}\n\n{piece}"
            else:
                made.append(piece)
    return made


def cut_up(text: str, most: int, measure: Measure = len) -> list[str]:
    """A paragraph that is too long, cut at a line's end, else between words, else where it must be."""
    made = []
    text = text.strip("\n")
    while text:
        end = fitting(text, most, measure)
        if end < len(text):
            cut = max(text.rfind("\n", end // 2, end), -1)
            cut = cut if cut > 0 else text.rfind(" ", end // 2, end)
            end = cut if cut > 0 else end
        part, text = text[:end].rstrip(), text[end:].lstrip()
        if part:
            made.append(part)
    return made


def fitting(text: str, most: int, measure: Measure) -> int:
    """How many characters from its beginning are not more than `most`."""
    if measure(text) <= most:
        return len(text)
    low, high = 0, min(len(text), most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= most else (low, middle - 1)
    return max(low, 1)
