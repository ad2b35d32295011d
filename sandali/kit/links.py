"""Links in what strangers write: where one really goes, and whether its text says otherwise (RELIABILITY E5)."""

import re
import unicodedata
from urllib.parse import urlsplit

import idna

LINK_SCHEMES = frozenset(["http", "https", "mailto", "tel"])
MAX_LINK = 4000
_IGNORED_IN_URLS = re.compile("[\x00-\x1f\x7f]")  # browsers drop tab and line ends anywhere in an address
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_SHOWN_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|\bwww\.)([^\s/?#\\<>\"'()\[\]]+)", re.IGNORECASE)
_BARE_HOST = re.compile(r"((?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24})(?::\d+)?(?:[/?#]\S*)?")
_MAIL_ADDRESS = re.compile(r"[\w.+%-]{1,64}@((?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24})")
# A bare "report.pdf" is a file, not a host.
_FILE_ENDINGS = frozenset(
    [
        "pdf",
        "doc",
        "docx",
        "xls",
        "xlsx",
        "ppt",
        "pptx",
        "txt",
        "rtf",
        "csv",
        "jpg",
        "jpeg",
        "png",
        "gif",
        "webp",
        "svg",
    ]
    + ["html", "htm", "php", "asp", "aspx", "js", "json", "xml", "eml", "ics", "mp3", "mp4"]
)


def clean_link(address: str) -> str:
    """The address as it may stand in an href: http, https, mailto or tel, absolute; "" for every other."""
    address = _IGNORED_IN_URLS.sub("", address).strip()
    scheme, colon, rest = address.partition(":")
    scheme = scheme.lower()
    if not colon or scheme not in LINK_SCHEMES or not rest or len(address) > MAX_LINK:
        return ""
    if scheme in ("http", "https"):
        # Browsers read "\" as "/" and any number of slashes as two; written out, so that all readers agree on the host.
        rest = "//" + rest.replace("\\", "/").lstrip("/")
        if not link_host(f"{scheme}:{rest}"):
            return ""
    return f"{scheme}:{rest}"


def ascii_host(host: str) -> str:
    """A host name in its ASCII form, lower case, without "www." and the final dot; as it is when IDNA knows no such name."""
    host = unicodedata.normalize("NFKC", host).replace("。", ".").strip(".").lower()
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError:
            return host
    return host.removeprefix("www.")


def link_host(address: str) -> str:
    """The host a browser would go to, in ASCII form; for mailto the domain of the first address; "" without one."""
    try:
        parts = urlsplit(address)
        if parts.scheme == "mailto":
            return ascii_host(parts.path.split(",")[0].rpartition("@")[2])
        return ascii_host(parts.hostname or "")
    except ValueError:
        return ""


def _hosts_shown(text: str) -> list[str]:
    """The hosts that a text claims, in ASCII form."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).replace("。", ".").strip()
    shown = [found.rpartition("@")[2].partition(":")[0] for found in _SHOWN_ADDRESS.findall(text)]
    bare = _BARE_HOST.fullmatch(text)
    if bare and bare[1].rpartition(".")[2].lower() not in _FILE_ENDINGS:
        shown.append(bare[1])
    mail = _MAIL_ADDRESS.fullmatch(text)
    if mail:
        shown.append(mail[1])
    return [host for host in map(ascii_host, shown) if "." in host]


def _belongs(host: str, shown: str) -> bool:
    return host == shown or host.endswith("." + shown) or shown.endswith("." + host)


def deceptive_host(text: str, address: str) -> str:
    """The real host of a link whose text shows another one, or whose address hides it behind a user name; else "".

    `address` is what `clean_link` returned. A sub-domain of the shown host, and "www.", are no other host.
    """
    host = link_host(address)
    if not host:
        return ""
    if address.startswith("http") and "@" in urlsplit(address).netloc:
        return host
    return host if any(not _belongs(host, shown) for shown in _hosts_shown(text[:2000])) else ""
