"""Mail HTML made safe to show: rewritten balanced, links and images judged, then nh3 with a small list (RELIABILITY 3.5)."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

import nh3

from sandali.kit.html_pictures import is_pixel
from sandali.kit.html_style import STYLE_PROPERTIES, clean_style, style_of_attributes
from sandali.kit.html_tokens import End, Start, tokens
from sandali.kit.html_writer import VOID, Writer
from sandali.kit.links import LINK_SCHEMES, clean_link, deceptive_host
from sandali.kit.mail_frame import FRAME_CSP, FRAME_HEADERS, FRAME_SANDBOX, wrap_document
from sandali.kit.mail_quotes import quote_reach

__all__ = [
    "FRAME_CSP",
    "FRAME_HEADERS",
    "FRAME_SANDBOX",
    "SANITIZER_VERSION",
    "CleanHtml",
    "clean_mail_html",
    "wrap_document",
]

# Part of every cache key: raise it with any change here or in nh3, so that old mail is cleaned anew.
SANITIZER_VERSION = f"2-nh3.{version('nh3')}"
MAX_BYTES = 1_000_000
MOST_REMOTE = 100  # pictures of one mail that may be asked for elsewhere

TAGS = frozenset(
    [
        "p",
        "br",
        "div",
        "span",
        "b",
        "i",
        "u",
        "s",
        "em",
        "strong",
        "a",
        "img",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
    ]
    + ["table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col"]
    + ["h1", "h2", "h3", "h4", "h5", "h6", "hr", "font", "center"]
)
# Each is read as its nearest relative in the list above.
_BLOCK_LIKE = [
    "html",
    "body",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "nav",
    "aside",
    "address",
    "figure",
    "figcaption",
] + ["dl", "dt", "dd", "fieldset", "form", "dir", "menu"]
_READ_AS = {
    "strike": "s",
    "del": "s",
    "ins": "u",
    "cite": "i",
    "dfn": "i",
    "var": "i",
    "samp": "code",
    "kbd": "code",
    "tt": "code",
}
_READ_AS |= dict.fromkeys(_BLOCK_LIKE, "div")
_ANYWHERE = frozenset(["dir", "lang", "title", "align"])
_SIZES = frozenset(["width", "height"])
_BY_TAG: dict[str, frozenset[str]] = {
    "img": _SIZES | {"alt"},
    "table": _SIZES,
    "col": _SIZES,
    "td": _SIZES | {"colspan", "rowspan"},
    "th": _SIZES | {"colspan", "rowspan"},
}
# What only we write: pictures held back, real hosts of links, folds. Nothing in a mail can name them, class never passes.
_OURS = {"img": {"data-s-remote"}, "details": {"open"}, "a": {"data-s-host"}}
_CLASSES = {"img": {"s-held", "s-pixel"}, "details": {"s-quote"}, "a": {"s-deceptive"}, "span": {"s-host"}}
_NUMBER = re.compile(r"\d{1,5}(?:\.\d{1,3})?%?")
_MAX_ATTRIBUTE = 2000
_BLANK = re.compile(r"(?:\s|&nbsp;|&#160;|&zwnj;|[\u200b-\u200f\u00ad\ufeff])*")


@dataclass(frozen=True, slots=True)
class CleanHtml:
    """Safe HTML (a fragment). `remote_count`: pictures that live elsewhere, shown or not. `version`: of the cleaner.

    `remote`: the addresses of those that may be asked for, each once, in their order; `pixel_count` of them never may."""

    html: str
    remote_count: int
    version: str = SANITIZER_VERSION
    cut: bool = False  # the mail was longer than 1 MB
    remote: tuple[str, ...] = ()
    pixel_count: int = 0  # invisible ones, that only report that the mail was opened


@dataclass(frozen=True, slots=True)
class _Pictures:
    """Where pictures may come from."""

    show_remote: bool
    cid_url: Callable[[str], str | None] | None
    remote_url: Callable[[str], str | None] | None


class _MailWriter(Writer):
    """The writer with what a mail needs: links whose text deceives, pictures held back, quotes folded."""

    def __init__(self, pictures: _Pictures, *, fold_quotes: bool) -> None:
        super().__init__()
        self.pictures, self.fold_quotes = pictures, fold_quotes
        self.addresses: set[str] = set()
        self.remote_count = self.pixel_count = 0
        self.remote: dict[str, None] = {}  # in their order
        self._has_words = False
        self._link: list[str] | None = None
        self._link_address = ""

    def words(self, escaped: str) -> None:
        """Text of the mail."""
        if self._link is not None:
            self._link.append(escaped)
        self._has_words = self._has_words or not _BLANK.fullmatch(escaped)
        self.text(escaped)

    def element(self, tag: Start) -> None:
        """A start tag of the mail, whatever it is."""
        name = _READ_AS.get(tag.name, tag.name)
        if name not in TAGS:
            return
        folded = self._fold(tag) if self.fold_quotes and name not in VOID else ""
        attributes = _common_attributes(name, tag.attributes)
        if name == "a":
            self._start_link(attributes, tag.attributes.get("href", ""))
            return
        if name == "img":
            attributes |= self._picture(tag.attributes.get("src", "").strip(), tag.attributes)
        self.start(name, attributes, ends_outer=folded == "element")

    def end_element(self, tag: End) -> None:
        """An end tag of the mail; one that stands for a line break in browsers does so here."""
        name = _READ_AS.get(tag.name, tag.name)
        if name in TAGS and name not in VOID:
            self.end(name)
        elif name == "br":
            self.start("br", {})

    def _fold(self, tag: Start) -> str:
        """Begin a fold before a quote; open when nothing was said before it. Returns how far it reaches, "" without one."""
        reach = quote_reach(tag)
        if not reach or self.is_open("details"):
            return ""
        if not self.start("details", {"class": "s-quote"} | ({} if self._has_words else {"open": ""})):
            return ""
        self.start("summary", {})
        self.end("summary")
        return reach

    def closing(self, name: str) -> None:
        """Before </a>: when the text of the link shows another host than it goes to, say the real one."""
        if name != "a" or self._link is None:
            return
        host = deceptive_host(html.unescape("".join(self._link)), self._link_address)
        self._link = None
        if host:
            self.text(f'<span class="s-host" dir="ltr"> [{html.escape(host)}]</span>')

    def _start_link(self, attributes: dict[str, str], href: str) -> None:
        address = clean_link(href)
        self.start("a", attributes | ({"href": address} if address else {}))
        self._link, self._link_address = ([], address) if address else (None, "")

    def _picture(self, source: str, written: dict[str, str]) -> dict[str, str]:
        """The attributes for where a picture comes from: an address of ours, or held back."""
        shown: str | None = None
        held = {"class": "s-held"}
        if source[:4].lower() == "cid:":
            shown = self.pictures.cid_url(source[4:].strip()) if self.pictures.cid_url else None
        else:
            remote = clean_link(f"https:{source}" if source.startswith("//") else source)
            if remote[:4] == "http":
                self.remote_count += 1
                if is_pixel(written):
                    self.pixel_count += 1
                    return {"class": "s-held s-pixel"}
                held["data-s-remote"] = remote
                shown = self._remote_picture(remote)
        if not shown:
            return held
        self.addresses.add(shown)
        return {"src": shown}

    def _remote_picture(self, remote: str) -> str | None:
        """Our address of a picture elsewhere; None without consent, and for what comes after the first hundred."""
        if len(self.remote) < MOST_REMOTE:
            self.remote[remote] = None
        if not (self.pictures.show_remote and self.pictures.remote_url and remote in self.remote):
            return None
        return self.pictures.remote_url(remote)


def _common_attributes(name: str, written: dict[str, str]) -> dict[str, str]:
    """The harmless attributes that an element keeps, and its style."""
    allowed = _ANYWHERE | _BY_TAG.get(name, frozenset())
    kept = {key: value for key, value in written.items() if key in allowed and len(value) <= _MAX_ATTRIBUTE}
    for key in ("width", "height", "colspan", "rowspan"):
        if key in kept and not _NUMBER.fullmatch(kept[key].strip().removesuffix("px")):
            del kept[key]
    style = ";".join(
        filter(None, [style_of_attributes(name, written), clean_style(written.get("style", ""))])
    )
    return kept | ({"style": style} if style else {})


def _filter(addresses: set[str]) -> Callable[[str, str, str], str | None]:
    """The last word on attributes, after nh3 has parsed: a picture comes from an address we gave, or from nowhere."""

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            return value if value in addresses else None
        return value

    return keep


def _sanitize(written: str, addresses: set[str]) -> str:
    attributes = {
        tag: set(_ANYWHERE | {"style"} | _BY_TAG.get(tag, frozenset()) | _OURS.get(tag, set()))
        for tag in TAGS | {"details"}
    }
    attributes["a"].add("href")
    attributes["img"].add("src")
    return nh3.clean(
        written,
        tags=set(TAGS | {"details", "summary"}),
        attributes=attributes,
        allowed_classes=_CLASSES,
        attribute_filter=_filter(addresses),
        filter_style_properties=set(STYLE_PROPERTIES),
        url_schemes=set(LINK_SCHEMES),
        url_relative=lambda address: address if address in addresses else None,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        strip_comments=True,
    )


def clean_mail_html(
    source: str,
    *,
    show_remote: bool = False,
    cid_url: Callable[[str], str | None] | None = None,
    remote_url: Callable[[str], str | None] | None = None,
    fold_quotes: bool = True,
) -> CleanHtml:
    """Make the HTML of a mail safe to show in a frame of `wrap_document`. Never raises, whatever the input.

    `cid_url(content_id)` gives our address of a part of the mail, `remote_url(address)` that of our picture proxy; None
    holds the picture back. Remote pictures stay held back (their address in `data-s-remote`) without `show_remote`;
    invisible ones stay so with it.
    With `fold_quotes` the quoted history is folded into <details>. Only the first 1 MB (UTF-8) is read.
    """
    raw = source.encode("utf-8", "replace")
    cut = len(raw) > MAX_BYTES
    text = raw[:MAX_BYTES].decode("utf-8", "ignore").replace("\0", "")
    writer = _MailWriter(_Pictures(show_remote, cid_url, remote_url), fold_quotes=fold_quotes)
    for token in tokens(text):
        if isinstance(token, str):
            writer.words(token)
        elif isinstance(token, End):
            writer.end_element(token)
        else:
            writer.element(token)
    return CleanHtml(
        _sanitize(writer.finish(), writer.addresses), writer.remote_count, cut=cut,
        remote=tuple(writer.remote), pixel_count=writer.pixel_count,
    )  # fmt: skip
