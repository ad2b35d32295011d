"""Address fields to parties: an address counts only when exactly one clean reading exists (CVE-2023-27043)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandali.channels.adapter import Party
from sandali.channels.email.headers import Headers, decode_words
from sandali.kit.text import clean, isolate, looks_mixed_script

MAX_ADDRESSES = 100
MAX_NAME = 200
LOCAL = re.compile(r"[^\s@<>()\[\]\",:;\\\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]{1,64}")
LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
DOMAIN = re.compile(rf"{LABEL}(?:\.{LABEL}){{0,10}}")
# Quoted string (the last one may lack its end), comment-opening and -closing, angle part, separators, or a run of anything else.
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|<[^<>]*>|[(),;:<>"]|[^"<>(),;:]+', re.DOTALL)
COMMENT = re.compile(r"\([^()]*\)")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f]")


def normal_address(spec: str) -> str:
    """The addr-spec in lower case if `spec` is one and nothing else, "" otherwise. Quoted local parts that need
    their quotes, domain literals, controls, blanks and a second @ are refused."""
    spec = spec.strip()
    if spec.lower().startswith("mailto:"):
        spec = spec[7:]
    if len(spec) > 254 or spec.count("@") != 1:
        return ""
    local, domain = spec.split("@")
    if local.startswith('"') and local.endswith('"') and len(local) > 2:
        local = local[1:-1]
    domain = domain.rstrip(".")
    if not LOCAL.fullmatch(local) or local.startswith(".") or local.endswith(".") or not DOMAIN.fullmatch(domain):
        return ""
    return f"{local}@{domain}".lower()


def mailboxes(value: str) -> Iterator[tuple[str, str, bool]]:
    """(name as written, address or "", clean) for every entry of an address field, group members included.

    `clean` is False when the entry has no reading or more than one."""
    words: list[str] = []
    angles: list[str] = []
    comments: list[str] = []
    behind = ""
    depth = 0
    for token in TOKEN.findall(value):
        if token == "(" or depth:
            depth += (token == "(") - (token == ")")
            comments.append(token)
        elif token == ":":
            words = []  # that was the name of a group
        elif token in (",", ";"):
            if words or angles:
                yield entry(words, angles, comments, behind)
            words, angles, comments, behind = [], [], [], ""
        elif token.startswith("<"):
            angles.append(token)
        elif angles:
            behind += token
        elif token.strip():
            words.append(token)
    if words or angles:
        yield entry(words, angles, comments, behind)


def entry(words: list[str], angles: list[str], comments: list[str], behind: str) -> tuple[str, str, bool]:
    """One mailbox out of its tokens; `behind` is what stands after the angle part."""
    name = " ".join(word.strip() for word in words).strip()
    if angles:
        address = normal_address(COMMENT.sub("", angles[0].strip("<> ")[:1_000]))
        rest = name.strip("\"' ").lower()
        # A name may repeat the address itself; a second angle part, or another address behind it, makes two readings.
        unequalled = len(angles) == 1 and ("@" not in behind or behind.strip().lower() == address)
        return ("" if rest == address else name), address, bool(address) and unequalled
    address = normal_address(name)
    if address:
        return "".join(comments).strip("() "), address, True
    return name, "", False


def party(name: str, address: str) -> Party:
    """A person on the e-mail channel, name decoded and made safe, with a mark when it tries to look like another."""
    if name.startswith('"') and name.endswith('"') and len(name) > 1:
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    decoded = decode_words(name)
    shown = isolate(clean(decoded))[:MAX_NAME].strip("\"' ")
    suspect = ""
    if CONTROLS.search(decoded):
        suspect = "control-characters"
    if looks_mixed_script(shown) or looks_mixed_script(readable(address)):
        suspect = "mixed-script"
    return Party(kind="email", value=address, name="" if shown.lower() == address else shown, suspect=suspect)


def readable(address: str) -> str:
    """The address with its xn-- labels as letters, for the eye that judges it."""
    if "xn--" not in address:
        return address
    local, _, domain = address.partition("@")
    return f"{local}@{'.'.join(label_letters(label) for label in domain.split('.'))}"


def label_letters(label: str) -> str:
    """One domain label, punycode undone where it is right."""
    if not label.startswith("xn--") or len(label) > 63:
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def parties(headers: Headers, name: str, remarks: list[str]) -> tuple[Party, ...]:
    """The clean entries of an address field, each address once, at most 100 (more is a remark)."""
    found: dict[str, Party] = {}
    for value in headers.all(name):
        for written, address, is_clean in mailboxes(value):
            if not is_clean or address in found:
                continue
            if len(found) >= MAX_ADDRESSES:
                remarks.append("too-many-addresses")
                return tuple(found.values())
            found[address] = party(written, address)
    return tuple(found.values())


def sender(headers: Headers, remarks: list[str]) -> Party | None:
    """Who wrote: the one address of From, or of Sender where From names nobody. None when there is no single clean
    reading, for two readers (we and the provider's filter) could then see two different people."""
    for name in ("from", "sender"):
        entries = [found for value in headers.all(name) for found in mailboxes(value)]
        addresses = {address for _, address, _ in entries}
        if not any(value.strip() for value in headers.all(name)):
            continue
        if not entries or len(addresses) > 1 or not all(is_clean for _, _, is_clean in entries):
            remarks.append("unclear-sender")
            return None
        found = party(entries[0][0], entries[0][1])
        if found.suspect == "mixed-script":
            remarks.append("mixed-script-sender")
        return found
    return None


def without_tag(address: str) -> str:
    """The address without its plus part: "support+abc@shop.ir" is "support@shop.ir"."""
    local, _, domain = address.lower().partition("@")
    return f"{local.partition('+')[0]}@{domain}"
