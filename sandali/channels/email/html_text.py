"""An HTML mail as plain text: what was quoted is cut by its markup first, then an own walk over the tree."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_HTML = 1_000_000
MAX_DEPTH = 400  # lexbor is quadratic in open elements: 180,000 nested divs took 90 s
MAX_NODES = 200_000

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
ANY_TAG = re.compile(r"<[/a-zA-Z!?][^<>]*>")
NEVER_NESTS = {"p", "li", "td", "tr", "th", "dt", "dd", "br", "hr", "img", "meta", "link", "input", "col", "wbr", "area", "base", "option"}
SILENT = {"style", "script", "head", "title", "template", "noscript", "object", "svg", "math", "textarea", "select", "-comment"}
BLOCK = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table",
    "tbody", "tfoot", "thead", "tr", "ul", "caption",
}  # fmt: skip
SPACED = {"p", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre"}
# Markup by which mail programs and services set earlier mail apart.
QUOTED = (
    ".gmail_quote_container, .gmail_quote, blockquote[type=cite], .yahoo_quoted, .moz-cite-prefix, #divRplyFwdMsg, #reply-intro, "
    ".protonmail_quote, .tutanota_quote, #isReplyContent, .zmail_extra, #OLK_SRC_BODY_SECTION, .front-blockquote, .mail-quote"
)
# In these the earlier mail follows as siblings of the mark, to the end of the mail.
QUOTED_TO_END = "#divRplyFwdMsg, #appendonsend, #mail-editor-reference-message-container, #stopSpelling"
OUTLOOK_RULE = re.compile(r"border:\s*none;\s*border-top:\s*solid\s+#(?:E1E1E1|B5C4DF)", re.IGNORECASE)
SIGNATURES = ".gmail_signature, .moz-signature, .protonmail_signature_block, #Signature, #signature, .ms-outlook-mobile-reference-signature"


def to_text(html: str) -> tuple[str, str]:
    """(what the writer wrote, what was cut) of an HTML body, as plain text. At most 1 MB of HTML is read.

    Never cuts everything: if nothing would remain, all of it is the first and the second is ""."""
    html = html[:MAX_HTML]
    if nests_too_deep(html):
        return strip_tags(html), ""
    tree = LexborHTMLParser(html)
    body = tree.body
    if body is None:
        return "", ""
    cut = [node for node in marked(body) if node.parent is not None]
    quoted = "\n".join(filter(None, (node_text(node) for node in outermost(cut))))
    whole = node_text(body) if cut else ""
    for node in cut:
        node.decompose()
    kept = node_text(body)
    if cut and not kept.strip():
        return whole, ""
    return kept, quoted


def marked(body: LexborNode) -> list[LexborNode]:
    """The elements whose markup says that they are earlier mail or a signature, in document order."""
    found = list(body.css(f"{QUOTED}, {SIGNATURES}"))
    ends = list(body.css(QUOTED_TO_END))
    ends += [node for node in body.css("div[style]")[:2_000] if OUTLOOK_RULE.search(node.attributes.get("style") or "")][:1]
    for mark in ends[:3]:
        found += following(outer_only_child(mark, body))
    return list({node.mem_id: node for node in found}.values())


def outer_only_child(mark: LexborNode, body: LexborNode) -> LexborNode:
    """The mark, or the wrapper in which it stands first (Word wraps its header block in one more div)."""
    node = mark
    while node.parent is not None and node.parent.mem_id != body.mem_id and first_element(node.parent).mem_id == node.mem_id:
        node = node.parent
    return node


def first_element(parent: LexborNode) -> LexborNode:
    """The first child that is not blank text."""
    child = parent.child
    while child is not None and child.next is not None and child.tag == "-text" and not (child.text_content or "").strip():
        child = child.next
    return child or parent


def following(mark: LexborNode) -> list[LexborNode]:
    """The mark, the rule before it, and all that stands after it on its level."""
    found = []
    before = mark.prev
    while before is not None and before.tag == "-text" and not (before.text_content or "").strip():
        before = before.prev
    if before is not None and before.tag == "hr":
        found.append(before)
    node: LexborNode | None = mark
    while node is not None and len(found) < 5_000:
        found.append(node)
        node = node.next
    return found


def outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    """Those that stand inside no other of the list."""
    ids = {node.mem_id for node in nodes}
    kept = []
    for node in nodes:
        above = node.parent
        while above is not None and above.mem_id not in ids:
            above = above.parent
        if above is None:
            kept.append(node)
    return kept


def node_text(root: LexborNode) -> str:
    """Plain text of a subtree; quotes get "> ", list items "- ", blocks their own lines."""
    out = Lines()
    node: LexborNode | None = root
    budget = MAX_NODES
    while node is not None and budget:
        budget -= 1
        tag = node.tag or ""
        if tag == "-text":
            out.text(node.text_content or "")
        elif tag not in SILENT:
            out.open(tag, node)
            if node.child is not None:
                node = node.child
                continue
            out.close(tag)
        while node is not None and node.mem_id != root.mem_id and node.next is None:
            node = node.parent
            if node is not None:
                out.close(node.tag or "")
        if node is None or node.mem_id == root.mem_id:
            break
        node = node.next
    return out.finished()


class Lines:
    """Text lines under construction: white space collapsed as a browser would."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.current: list[str] = []
        self.space = False
        self.quote = self.pre = 0

    def text(self, content: str) -> None:
        """Adds character data."""
        if self.pre:
            for number, piece in enumerate(content.split("\n")):
                if number:
                    self.end_line()
                self.current.append(piece)
            return
        words = content.replace("\xa0", " ").split()
        if content[:1].isspace() or content.startswith("\xa0"):
            self.space = True
        if not words:
            return
        if self.space and self.current:
            self.current.append(" ")
        self.current.append(" ".join(words))
        self.space = content[-1:].isspace() or content.endswith("\xa0")

    def open(self, tag: str, node: LexborNode) -> None:
        """A start tag."""
        if tag == "br":
            self.end_line(always=True)
        elif tag == "img":
            self.text((node.attributes.get("alt") or "")[:200])
        elif tag in ("td", "th") and self.current:
            self.space = True
        elif tag in BLOCK:
            self.end_line()
            if tag in SPACED:
                self.gap()
            self.quote += tag == "blockquote"
            self.pre += tag == "pre"
            if tag == "li":
                self.current.append("- ")

    def close(self, tag: str) -> None:
        """An end tag."""
        if tag not in BLOCK:
            return
        self.end_line()
        self.quote -= tag == "blockquote"
        self.pre -= tag == "pre"
        if tag in SPACED:
            self.gap()

    def end_line(self, always: bool = False) -> None:
        """Ends the line, if there is one or if one is wanted."""
        if self.current or always:
            line = "".join(self.current).rstrip() if not self.pre else "".join(self.current)
            self.lines.append(("> " * self.quote + line).rstrip() if self.quote > 0 else line)
        self.current, self.space = [], False

    def gap(self) -> None:
        """One blank line, never two."""
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append("")

    def finished(self) -> str:
        """The text, without blank lines around it and never more than two in a row."""
        self.end_line()
        return re.sub(r"\n{4,}", "\n\n\n", "\n".join(self.lines)).strip("\n")


def nests_too_deep(html: str) -> bool:
    """True when more elements stay open than a person's mail ever needs: the parser would take minutes."""
    counts: dict[str, int] = {}
    total = 0
    for closing, name in TAG.findall(html):
        name = name.lower()
        if name in NEVER_NESTS:
            continue
        if not closing:
            counts[name] = counts.get(name, 0) + 1
            total += 1
            if total > MAX_DEPTH:
                return True
        elif counts.get(name, 0):
            counts[name] -= 1
            total -= 1
    return False


def strip_tags(html: str) -> str:
    """Text of HTML that may not be parsed: tags fall, the common character references are read."""
    text = ANY_TAG.sub("\n", html)
    for reference, char in (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        text = text.replace(reference, char)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
