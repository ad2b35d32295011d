"""Markdown that our people write: to safe HTML for pages, to mail HTML that keeps each paragraph's direction, to plain text."""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from sandali.kit.digits import to_persian
from sandali.kit.links import LINK_SCHEMES, clean_link

RTL_LANGUAGES = frozenset(["fa", "ar", "he", "ur", "ckb", "ps", "sd", "ug", "yi", "azb"])
MAX_LENGTH = 200_000
# A paragraph that begins with a Latin name is still Persian when this share of its letters is.
_RTL_SHARE = 0.3
_BARE_ADDRESS = re.compile(r"https?://[^\s<>\"«»]+", re.IGNORECASE)
_AFTER_ADDRESS = ".,;:!?،؛؟)]}'*_"
_BLOCKS = frozenset(
    [
        "paragraph_open",
        "heading_open",
        "bullet_list_open",
        "ordered_list_open",
        "list_item_open",
        "blockquote_open",
        "table_open",
    ]
    + ["th_open", "td_open"]
)
_HOLDERS = frozenset(["bullet_list_open", "ordered_list_open", "list_item_open", "blockquote_open", "table_open"])
_CODE = frozenset(["fence", "code_block"])
_TAGS = frozenset(
    [
        "p",
        "br",
        "strong",
        "em",
        "s",
        "code",
        "pre",
        "a",
        "ul",
        "ol",
        "li",
        "blockquote",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
    + ["table", "thead", "tbody", "tr", "th", "td", "div"]
)
_FONT = "font-family:Vazirmatn,Tahoma,'Segoe UI',Arial,sans-serif;font-size:15px;line-height:1.8"
_MAIL_STYLES = {
    "p": "margin:0 0 12px",
    "ul": "margin:0 0 12px",
    "ol": "margin:0 0 12px",
    "blockquote": "margin:0 0 12px;padding:6px 12px;background-color:#f3f2f0",
    "pre": "margin:0 0 12px;padding:8px 12px;background-color:#f3f2f0;font-family:monospace;white-space:pre-wrap",
    "code": "font-family:monospace",
    "table": "margin:0 0 12px;border-collapse:collapse",
    "th": "padding:4px 8px;border:1px solid #c9c6c1",
    "td": "padding:4px 8px;border:1px solid #c9c6c1",
    **{
        f"h{level}": f"margin:0 0 12px;font-size:{size}px"
        for level, size in zip(range(1, 7), (22, 19, 17, 16, 15, 15), strict=True)
    },
}
_MAIL_PROPERTIES = frozenset(
    [
        "margin",
        "padding",
        "background-color",
        "font-family",
        "font-size",
        "line-height",
        "white-space",
        "border-collapse",
    ]
    + ["border", "text-align", "color", "list-style-type"]
)


def direction_of(text: str, default: str = "ltr") -> str:
    """ "rtl" or "ltr" by the letters of a text, `default` for one without letters."""
    rtl = ltr = 0
    for char in text[:2000]:
        kind = unicodedata.bidirectional(char)
        rtl += kind in ("R", "AL")
        ltr += kind == "L"
    if not rtl and not ltr:
        return default
    return "rtl" if rtl >= (rtl + ltr) * _RTL_SHARE else "ltr"


def language_direction(language: str) -> str:
    """The direction of a language code: "rtl" or "ltr"."""
    return "rtl" if language.lower().partition("-")[0] in RTL_LANGUAGES else "ltr"


def _link_tokens(text: str, level: int) -> list[Token]:
    """A text cut at its bare web addresses, these as links."""
    found: list[Token] = []
    position = 0
    for match in _BARE_ADDRESS.finditer(text):
        shown = match[0].rstrip(_AFTER_ADDRESS)
        address = clean_link(shown)
        if not address:
            continue
        before = Token("text", "", 0, level=level, content=text[position : match.start()])
        opening = Token("link_open", "a", 1, level=level, attrs={"href": address}, info="auto")
        inner = Token("text", "", 0, level=level + 1, content=shown)
        found += [before, opening, inner, Token("link_close", "a", -1, level=level, info="auto")]
        position = match.start() + len(shown)
    return [*found, Token("text", "", 0, level=level, content=text[position:])] if found else []


def _link_bare_addresses(state: StateCore) -> None:
    for block in state.tokens:
        if block.type != "inline" or "://" not in block.content or not block.children:
            continue
        children: list[Token] = []
        links = 0
        for token in block.children:
            links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            children += (
                _link_tokens(token.content, token.level) if token.type == "text" and not links else []
            ) or [token]
        block.children = children


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # No HTML and no pictures: a reply has attachments for these. A line end is a line end, as people expect of a letter.
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 40})
    parser.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline"])
    parser.core.ruler.push("bare_addresses", _link_bare_addresses)
    return parser


def parse(text: str) -> list[Token]:
    """The blocks of a Markdown text, each with its direction; what is over 200,000 characters is left out."""
    text = text[:MAX_LENGTH].encode("utf-8", "replace").decode()
    tokens = _parser().parse(text)
    _direct(tokens, "auto")
    return tokens


def item_mark(number: int, opened: Token) -> str:
    """What stands before an item of the numbered list that this token opens: its digits are those of its direction."""
    return f"{to_persian(number) if opened.attrGet('dir') == 'rtl' else number}. "


def _text_within(tokens: Sequence[Token], start: int) -> str:
    """The text of the first run of words in the block that opens at `start`."""
    for token in tokens[start : start + 8]:
        if token.type == "inline":
            return "".join(child.content for child in token.children or [] if child.type == "text")
    return ""


def _direct(tokens: list[Token], default: str) -> None:
    """Give each block its direction: "auto" by the browser, or with `default` "rtl"/"ltr" counted here.

    What holds other blocks is always counted: a browser passes over those within that know their own direction, and would set a
    Persian list or quotation from left to right."""
    for index, token in enumerate(tokens):
        if token.type in _HOLDERS or (token.type in _BLOCKS and default != "auto"):
            token.attrSet("dir", direction_of(_text_within(tokens, index), default))
        elif token.type in _BLOCKS:
            token.attrSet("dir", "auto")


def _style(tokens: list[Token]) -> None:
    """Give each element its inline style: mail programs drop style sheets. Alignment of table cells is kept."""
    for token in tokens:
        style = _MAIL_STYLES.get(token.tag)
        if token.tag == "ol" and token.attrGet("dir") == "rtl":
            style = f"{style};list-style-type:persian"
        if style and token.nesting >= 0 and token.type not in _CODE:
            token.attrSet("style", ";".join(filter(None, [style, str(token.attrGet("style") or "")])))
        _style(token.children or [])


@lru_cache(maxsize=2)
def _cleaner(styled: bool) -> nh3.Cleaner:
    everywhere = {"dir", "lang"} | ({"style"} if styled else set())
    attributes = {tag: set(everywhere) for tag in _TAGS}
    attributes["a"] |= {"href", "title"}
    attributes["ol"] |= {"start"}
    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes=attributes,
        url_schemes=set(LINK_SCHEMES),
        url_relative="deny",
        filter_style_properties=set(_MAIL_PROPERTIES) if styled else None,
        link_rel="noopener noreferrer",
    )


def _render(tokens: list[Token]) -> str:
    written: str = _parser().renderer.render(tokens, _parser().options, {})
    # Code reads from left to right in any language.
    return written.replace("<pre>", '<pre dir="ltr">')


# Anything that may mean more than itself, in a text or at the beginning of a line. What has none of it is paragraphs and line ends.
_MARKED = re.compile(r"[^\w .,;:!?،؛؟«»()\"'…%/\u200c\n-]|_|://|^ {4}|^ {0,3}(?:[-+=#>]|[0-9]+[.)])", re.MULTILINE)
_BETWEEN_BLOCKS, _LINE_END = re.compile(r"\n *\n"), re.compile(r" *\n *")
_BREAK = "<br>\n"


def _plain_html(text: str) -> str:
    """What `to_html` says of a text without marks, in a tenth of the time: most answers are nothing but sentences."""
    blocks = (part.strip(" \n") for part in _BETWEEN_BLOCKS.split(text))
    return "".join(f'<p dir="auto">{_LINE_END.sub(_BREAK, part)}</p>\n' for part in blocks if part)


def to_html(markdown_text: str, *, language: str = "") -> str:
    """Safe HTML for our pages. Each block finds its own direction (dir="auto"); with `language` it is marked as such."""
    if not language and len(markdown_text) <= MAX_LENGTH and not _MARKED.search(markdown_text):
        return _plain_html(markdown_text)
    return _marked_html(markdown_text, language)


def _marked_html(markdown_text: str, language: str) -> str:
    body = _render(parse(markdown_text))
    return _cleaner(False).clean(f'<div lang="{html.escape(language)}">{body}</div>' if language else body)


def _mail_blocks(markdown_text: str, default: str) -> str:
    tokens = parse(markdown_text)
    _direct(tokens, default)
    _style(tokens)
    body = _render(tokens).replace('<pre dir="ltr">', f'<pre dir="ltr" style="{_MAIL_STYLES["pre"]}">')
    return _cleaner(True).clean(body)


def mail_html_body(markdown_text: str, *, language: str, signature: str = "", quoted: str = "") -> str:
    """A whole HTML document for a mail: inline styles, an explicit direction on each block, nothing loaded from anywhere.

    `signature` is Markdown too and stands below a thin space, as one block; `quoted` is plain text of others, below all.
    """
    default = language_direction(language)
    body = _mail_blocks(markdown_text, default)
    if signature.strip():
        body += f'<div dir="{default}" style="margin:16px 0 0;color:#6b6762">{_mail_blocks(signature, default)}</div>'
    if quoted.strip():
        paragraphs = (html.escape(part).replace("\n", "<br>") for part in re.split(r"\n{2,}", quoted.strip()))
        shown = "".join(f'<p dir="{direction_of(part, default)}" style="margin:0 0 12px">{part}</p>' for part in paragraphs)
        body += f'<blockquote dir="{default}" class="sandali-quote" style="{_MAIL_STYLES["blockquote"]}">{shown}</blockquote>'
    return (
        f'<!doctype html><html lang="{html.escape(language)}" dir="{default}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        f'<body dir="{default}" style="margin:0;padding:12px;{html.escape(_FONT, quote=True)}">{body}</body></html>'
    )


def _inline(children: list[Token]) -> str:
    """The words of a line; a link says its address unless its text does."""
    parts: list[str] = []
    links: list[tuple[str, int]] = []
    for token in children:
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "link_open":
            links.append((str(token.attrGet("href") or ""), len(parts)))
        elif token.type == "link_close":
            address, start = links.pop()
            shown = "".join(parts[start:])
            if address.removeprefix("mailto:") not in (shown, f"{shown}/"):
                parts.append(f" ({address.removeprefix('mailto:')})")
        else:
            parts.append(token.content)
    return "".join(parts)


@dataclass
class _Page:
    """Paragraphs so far, and what stands before each line now."""

    blocks: list[str] = field(default_factory=list)
    quotes: int = 0
    lists: list[tuple[int, Token] | None] = field(default_factory=list)  # the next number and what opened the list, None for bullets
    marker: str = ""
    cells: list[str] = field(default_factory=list)
    joined: bool = False  # the next block follows without an empty line

    def add(self, text: str) -> None:
        indent = "  " * max(len(self.lists) - 1, 0)
        rest = " " * len(self.marker) if self.marker else "  " if self.lists else ""
        lines = [
            f"{'> ' * self.quotes}{indent}{rest if number else self.marker or rest}{line}"
            for number, line in enumerate(text.split("\n"))
        ]
        self.marker = ""
        block = "\n".join(line.rstrip() for line in lines)
        if self.joined and self.blocks:
            self.blocks[-1] += f"\n{block}"
        else:
            self.blocks.append(block)
        self.joined = False

    def begin_item(self) -> None:
        standing = self.lists[-1]
        self.marker = "- "
        if standing is not None:
            number, opened = standing
            self.marker, self.lists[-1] = item_mark(number, opened), (number + 1, opened)


def _take(page: _Page, token: Token) -> None:
    """Write one token of a block."""
    kind = token.type
    if kind == "blockquote_open":
        page.quotes += 1
    elif kind == "blockquote_close":
        page.quotes -= 1
    elif kind == "bullet_list_open":
        page.joined = bool(page.lists)
        page.lists.append(None)
    elif kind == "ordered_list_open":
        page.joined = bool(page.lists)
        page.lists.append((int(token.attrGet("start") or 1), token))
    elif kind in ("bullet_list_close", "ordered_list_close"):
        page.lists.pop()
        page.joined = False
    elif kind == "list_item_open":
        page.begin_item()
    elif kind == "list_item_close":
        page.joined = True
    elif kind == "tr_open":
        page.cells = []
    elif kind == "tr_close":
        page.add(" | ".join(page.cells))
        page.joined = True
    elif kind == "table_close":
        page.joined = False
    elif kind == "hr":
        page.add("----")
    elif kind in ("fence", "code_block"):
        page.add(token.content.rstrip("\n"))


def to_text(markdown_text: str) -> str:
    """The plain text of what was written: no marks but list markers, "> " before quotes, addresses behind link texts."""
    page = _Page()
    in_cell = False
    for token in parse(markdown_text):
        if token.type in ("th_open", "td_open"):
            in_cell = True
        elif token.type in ("th_close", "td_close"):
            in_cell = False
        elif token.type == "inline":
            words = _inline(token.children or [])
            page.cells.append(words) if in_cell else page.add(words)
        else:
            _take(page, token)
    return "\n\n".join(page.blocks)
