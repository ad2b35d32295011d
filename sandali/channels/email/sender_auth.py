"""Whether the sender is who From says, by the word of our own mail server and nobody else's (RFC 8601)."""

from __future__ import annotations

import re

from sandali.channels.adapter import SenderAuth
from sandali.channels.email.headers import Headers

RESULT = re.compile(r"^\s*(dmarc|dkim|spf)\s*=\s*([a-z]{1,20})", re.IGNORECASE)
COMMENT = re.compile(r"\([^()]*\)")
PROPERTY = re.compile(r"\b(header\.from|header\.d|header\.i|smtp\.mailfrom|smtp\.mail|envelope-from)\s*=\s*\"?([^\s;\"]{1,320})", re.IGNORECASE)
# Second-level names under which the public registers, so that two names below them are strangers to each other.
SHARED = frozenset("co com net org ac gov edu sch id or ne go mil".split())


def authenticate(headers: Headers, sender: str, authserv_ids: frozenset[str]) -> SenderAuth:
    """"pass", "fail" or "none" for the address in From. Only the topmost Authentication-Results counts, and only with
    an authserv-id of ours: everything below the first may have been written by the sender."""
    if not authserv_ids or not sender:
        return "none"
    top = COMMENT.sub(" ", headers.get("authentication-results"))
    identifier, _, rest = top.partition(";")
    if identifier.split(" ")[0].strip().lower() not in authserv_ids:
        return "none"
    domain = sender.rpartition("@")[2]
    verdicts: dict[str, list[str]] = {"dmarc": [], "dkim": [], "spf": []}
    for clause in rest.split(";")[:50]:
        found = RESULT.match(clause)
        if not found:
            continue
        method, result = found.group(1).lower(), found.group(2).lower()
        named = [value.rpartition("@")[2].lower().strip(".") for _, value in PROPERTY.findall(clause)]
        aligned = any(same_organisation(name, domain) for name in named)
        if result == "pass" and not (aligned or (method == "dmarc" and not named)):
            continue  # somebody's right signature, not From's
        verdicts[method].append(result)
    return weigh(verdicts)


def weigh(verdicts: dict[str, list[str]]) -> SenderAuth:
    """One word out of the methods' results: DMARC decides where it ran."""
    if "pass" in verdicts["dmarc"]:
        return "pass"
    if "fail" in verdicts["dmarc"]:
        return "fail"
    if "pass" in verdicts["dkim"] or "pass" in verdicts["spf"]:
        return "pass"
    if "fail" in verdicts["dkim"] or "fail" in verdicts["spf"]:
        return "fail"
    return "none"


def same_organisation(one: str, other: str) -> bool:
    """Relaxed alignment (RFC 7489 3.1): equal names, or both below one registered name."""
    if not one or not other:
        return False
    return one == other or registered(one) == registered(other)


def registered(domain: str) -> str:
    """The name that somebody registered: two labels, three under co.ir and the like."""
    labels = domain.lower().split(".")
    size = 3 if len(labels) > 2 and labels[-2] in SHARED and len(labels[-1]) == 2 else 2
    return ".".join(labels[-size:])
