"""Our Markdown as Telegram's HTML, in pieces that are short enough: cut between paragraphs, and only then inside one.

Tags and limits: https://core.telegram.org/bots/api#html-style; a text has at most 4,096 UTF-16 units after its markup is read."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it.token import Token

from sandali.channels import cutting
from sandali.kit.markdown import item_mark, parse

SAFETY: Final = 96  # units kept free of the limit
BULLETS: Final = ("•", "◦", "▪")
OPEN: Final = {"strong_open": "<b>", "em_open": "<i>", "s_open": "<s>"}
CLOSE: Final = {"strong_close": "</b>", "em_close": "</i>", "s_close": "</s>"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A text as it leaves: `plain` is the same without markup, for when the markup is refused."""

    html: str
    plain: str


def units(text: str) -> int:
    """How long the provider counts a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces_of(markdown_text: str, most: int) -> list[Piece]:
    """A whole answer, cut into as few pieces as its paragraphs allow."""
    made: list[Piece] = []
    for block in blocks_of(markdown_text):
        for piece in [block] if units(block.plain) <= most - SAFETY else cut_up(block.plain, most - SAFETY):
            if made and units(made[-1].plain) + 2 + units(piece.plain) <= most - SAFETY:
                made[-1] = Piece(f"{made[-1].html}\n\n{piece.html}", f"{made[-1].plain}\n\n{piece.plain}")
            else:
                made.append(piece)
    return made


def plain_pieces(text: str, most: int) -> list[str]:
    """A text without markup, cut in the same way."""
    return cutting.pieces(text, most - SAFETY, units)


def cut_up(text: str, most: int) -> list[Piece]:
    """A paragraph that is too long, in pieces without markup."""
    return [Piece(html.escape(part, quote=False), part) for part in cutting.cut_up(text, most, units)]


def blocks_of(markdown_text: str) -> Iterator[Piece]:
    """The paragraphs, lists, quotes of a text, each as one piece."""
    block: list[Token] = []
    depth = 0
    for token in parse(markdown_text):
        block.append(token)
        depth += token.nesting
        if depth == 0:
            shown = rendered(block)
            if shown.strip():
                yield Piece(shown, html.unescape(without_tags(shown)))
            block = []


def without_tags(shown: str) -> str:
    """Our own HTML without its tags: everything else in it is escaped."""
    parts = shown.split("<")
    return parts[0] + "".join(part.partition(">")[2] for part in parts[1:])


def rendered(tokens: Sequence[Token]) -> str:
    """One block."""
    lines: list[str] = []
    lists: list[tuple[int, Token] | None] = []
    cells: list[str] = []
    marker, quoted = "", 0
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_open":
                lists.append((int(token.attrGet("start") or 1), token))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                marker = marker_of(lists)
            case "blockquote_open":
                quoted += 1
                lines += ["<blockquote>"] if quoted == 1 else []  # quotes in quotes are refused
            case "blockquote_close":
                quoted -= 1
                lines += ["</blockquote>"] if quoted == 0 else []
            case "tr_open":
                cells = []
            case "th_close" | "td_close":
                cells.append(lines.pop())
            case "tr_close":
                lines.append(" | ".join(cells))
            case "inline":
                lines.append(f"{'  ' * max(len(lists) - 1, 0)}{marker}{inline(token.children or [])}")
                marker = ""
            case "heading_close":
                lines.append(f"<b>{lines.pop()}</b>")
            case "fence" | "code_block":
                lines.append(f"<pre>{html.escape(token.content.rstrip(chr(10)), quote=False)}</pre>")
            case "hr":
                lines.append("———")
    return "\n".join(lines).replace("<blockquote>\n", "<blockquote>").replace("\n</blockquote>", "</blockquote>")


def marker_of(lists: list[tuple[int, Token] | None]) -> str:
    """What stands before an item; numbers go on."""
    standing = lists[-1]
    if standing is None:
        return f"{BULLETS[min(len(lists), len(BULLETS)) - 1]} "
    number, opened = standing
    lists[-1] = number + 1, opened
    return item_mark(number, opened)


def inline(children: Sequence[Token]) -> str:
    """The words of a line. What links to no web page says its address, since Telegram would drop it."""
    parts: list[str] = []
    ends: list[str] = []
    for token in children:
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "code_inline":
            parts.append(f"<code>{html.escape(token.content, quote=False)}</code>")
        elif token.type == "link_open":
            address = str(token.attrGet("href") or "")
            is_page = address.startswith(("http://", "https://"))
            parts.append(f'<a href="{html.escape(address)}">' if is_page else "")
            ends.append("</a>" if is_page else f" ({html.escape(address.removeprefix('mailto:').removeprefix('tel:'), quote=False)})")
        elif token.type == "link_close":
            parts.append(ends.pop())
        else:
            parts.append(OPEN.get(token.type) or CLOSE.get(token.type) or html.escape(token.content, quote=False))
    return "".join(parts)


