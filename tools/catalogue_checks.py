"""What a finished catalogue must hold: every string translated, the same placeholders, sound Persian."""

import re
from collections.abc import Iterator

import polib

PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[sdif]|%[sdif]|\{\w*\}")
# What may hold Latin digits inside Persian text: code, tags, addresses, Latin names such as UTF-8 or RFC 5322.
NOT_PERSIAN = re.compile(r"<[^>]*>|`[^`]*`|https?://\S+|&\w+;|\b[A-Za-z][A-Za-z0-9_./:@+-]*(?:[ -]\d[\d.]*)?|%%")
PERSIAN_RULES = [
    (re.compile("[\u064a\u0643]"), "an Arabic ي or ك (write ی, ک)"),
    (re.compile("[\u0660-\u0669]"), "Arabic digits (write ۰ to ۹)"),
    (re.compile("[0-9]"), "Latin digits (write ۰ to ۹)"),
    (re.compile(r"(?<!\w)ن?می\s"), "«می» and a space (write a half-space)"),
    (re.compile(r"\w\s(?:ها|های|هایی|هایم|هایتان|هایشان)(?!\w)"), "«ها» after a space (write a half-space)"),
    (re.compile("[!?;,]"), "a Latin punctuation mark or an exclamation mark (write ؟ ؛ ،, and no !)"),
    (re.compile("\u200c\\s|\\s\u200c|\u200c\u200c|^\u200c|\u200c$"), "a stray half-space"),
]


def placeholders(text: str) -> list[str]:
    """The placeholders of a text, sorted, `%(name)s` and `{name}` alike; `%%` is none."""
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def persian_faults(text: str) -> list[str]:
    """What a Persian reader would stumble over in this text; empty when nothing."""
    bare = NOT_PERSIAN.sub(" ", PLACEHOLDER.sub(" ", text))
    return [fault for rule, fault in PERSIAN_RULES if rule.search(bare)]


def _forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _placeholder_faults(entry: polib.POEntry) -> Iterator[str]:
    """One form may drop what only the other names (a singular without its number), never bring a new one."""
    if not entry.msgid_plural:
        if placeholders(entry.msgid) != placeholders(entry.msgstr):
            yield f"placeholders differ: {placeholders(entry.msgid)} and {placeholders(entry.msgstr)}"
        return
    known = set(placeholders(entry.msgid)) | set(placeholders(entry.msgid_plural))
    forms = _forms(entry)
    for form in forms:
        if extra := set(placeholders(form)) - known:
            yield f"placeholders that the source lacks: {sorted(extra)}"
    if missing := set(placeholders(entry.msgid_plural)) - set(placeholders(forms[-1])):
        yield f"the last form lacks {sorted(missing)}"


def entry_faults(entry: polib.POEntry, language: str) -> list[str]:
    """What is wrong with one entry of the catalogue of `language`; empty when nothing."""
    if entry.fuzzy or not all(form.strip() for form in _forms(entry)):
        return ["not translated"]
    faults = list(_placeholder_faults(entry))
    if language == "fa":
        faults += [fault for form in _forms(entry) for fault in persian_faults(form)]
    if entry.msgid[:1].isspace() or entry.msgid[-1:].isspace():
        faults.append("the source begins or ends with white space (blocktranslate trimmed?)")
    return faults
