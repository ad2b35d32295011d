"""Translations without a gettext binary: `python tools/messages.py extract | pending | compile | check`.

extract  brings locale/{fa,en} in line with the strings of the source; unused translations are kept as obsolete
         entries until `extract --drop`.
pending  moves locale/pending/*.json into the Persian catalogue. A file holds {"msgid": "Persian"}, or
         {"msgid": {"plural": "msgid_plural", "fa": ["one", "other"], "context": "…"}}.
compile  writes the .mo files that are older than their .po.
check    prints every string that is missing, not translated, or not sound; exit 1 when there is one.
"""

import argparse
import fcntl
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polib
from catalogue_checks import entry_faults
from extraction import Message, NotExtractable, messages_of

ROOT = Path(__file__).resolve().parent.parent
# Plural rules as in Django's own catalogues of these languages: two catalogues of one language must agree.
PLURALS = {"fa": "nplurals=2; plural=(n > 1);", "en": "nplurals=2; plural=(n != 1);"}
FORMS = 2


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the catalogues' folder, so that two runs at once do not lose each other's entries."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def catalogue_path(locale: Path, language: str) -> Path:
    """Where Django looks for the catalogue of a language."""
    return locale / language / "LC_MESSAGES" / "django.po"


def read_catalogue(path: Path) -> polib.POFile:
    """The catalogue at `path`, empty where there is none yet."""
    return polib.pofile(str(path), encoding="utf-8", wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)


def write_catalogue(path: Path, catalogue: polib.POFile, language: str) -> None:
    """Writes the entries sorted and the header without dates, so that a diff shows only what changed."""
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": PLURALS[language],
    }
    catalogue.sort(key=lambda entry: (entry.obsolete, entry.msgid, entry.msgctxt or ""))
    text = str(catalogue) + "\n"
    if not path.exists() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(text, "utf-8")
        part.replace(path)


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgid, entry.msgctxt or ""


def _new_entry(message: Message) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.msgid, msgid_plural=message.plural, msgctxt=message.context or None)
    if message.plural:
        entry.msgstr_plural = {form: "" for form in range(FORMS)}
    return entry


def _joined(messages: set[Message]) -> dict[tuple[str, str], Message]:
    """One message a msgid: the form with a plural carries the one without, as in gettext's own catalogues."""
    joined: dict[tuple[str, str], Message] = {}
    for message in sorted(messages):
        known = joined.setdefault((message.msgid, message.context), message)
        if known.plural and message.plural and known.plural != message.plural:
            raise NotExtractable(f"“{message.msgid}” has two plurals: “{known.plural}” and “{message.plural}”")
        if message.plural:
            joined[message.msgid, message.context] = message
    return joined


def merge(catalogue: polib.POFile, messages: set[Message], *, language: str, drop: bool) -> None:
    """Brings `catalogue` in line with `messages` in place; English is filled with its own text."""
    wanted = _joined(messages)
    entries = {_key(entry): entry for entry in catalogue}
    for key, message in wanted.items():
        entry = entries.get(key)
        if entry is None:
            entry = _new_entry(message)
            catalogue.append(entry)
        elif bool(entry.msgid_plural) != bool(message.plural) or entry.msgid_plural != message.plural:
            fresh = _new_entry(message)
            entry.msgid_plural, entry.msgstr_plural = fresh.msgid_plural, fresh.msgstr_plural or {}
            entry.msgstr = "" if message.plural else entry.msgstr
        entry.obsolete = False
        if language == "en" and message.plural and not any(entry.msgstr_plural.values()):
            entry.msgstr_plural = {0: message.msgid, 1: message.plural}
        elif language == "en" and not message.plural and not entry.msgstr:
            entry.msgstr = message.msgid
    for key, entry in entries.items():
        if key not in wanted:
            entry.obsolete = True
            if drop:
                catalogue.remove(entry)


def add_pending(catalogue: polib.POFile, translations: dict[str, str | dict]) -> None:
    """Puts one pending file's Persian into the catalogue; a later word on the same string wins."""
    for msgid, given in translations.items():
        shaped = given if isinstance(given, dict) else {"fa": [given]}
        message = Message(msgid, plural=shaped.get("plural", ""), context=shaped.get("context", ""))
        forms = [shaped["fa"]] if isinstance(shaped["fa"], str) else shaped["fa"]
        entry = next((known for known in catalogue if _key(known) == (msgid, message.context)), None)
        if entry is None or (message.plural and not entry.msgid_plural):
            if entry is not None:
                catalogue.remove(entry)
            entry = _new_entry(message)
            catalogue.append(entry)
        if entry.msgid_plural:
            entry.msgstr_plural = {form: forms[min(form, len(forms) - 1)] for form in range(FORMS)}
        else:
            entry.msgstr = forms[0]


def merge_pending(locale: Path) -> int:
    """Moves every pending file into the Persian catalogue; returns how many there were. A broken file stays."""
    path = catalogue_path(locale, "fa")
    done = []
    with locked(locale):
        catalogue = read_catalogue(path)
        for file in sorted((locale / "pending").glob("*.json")):
            try:
                add_pending(catalogue, json.loads(file.read_text("utf-8")))
            except (ValueError, KeyError, AttributeError, TypeError) as problem:
                print(f"{file.name}: left as it is ({type(problem).__name__}: {problem})", file=sys.stderr)
            else:
                done.append(file)
        if done:
            write_catalogue(path, catalogue, "fa")
        for file in done:
            file.unlink()
    return len(done)


def extract(locale: Path, source: Path, *, drop: bool = False) -> int:
    """Brings every catalogue in line with the source; returns how many messages the source has."""
    messages = messages_of(source)
    with locked(locale):
        for language in PLURALS:
            path = catalogue_path(locale, language)
            catalogue = read_catalogue(path)
            merge(catalogue, messages, language=language, drop=drop)
            write_catalogue(path, catalogue, language)
    return len(messages)


def compile_catalogues(locale: Path) -> list[Path]:
    """Writes the .mo of every catalogue that changed since; returns those written."""
    written = []
    for path in sorted(locale.glob("*/LC_MESSAGES/django.po")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        part = target.with_suffix(f".{os.getpid()}")
        read_catalogue(path).save_as_mofile(str(part))
        part.replace(target)
        written.append(target)
    return written


def faults(locale: Path, source: Path) -> list[str]:
    """One line for each thing that is wrong in the catalogues; empty when they are whole."""
    wanted = _joined(messages_of(source))
    lines = []
    for language in PLURALS:
        entries = {_key(entry): entry for entry in read_catalogue(catalogue_path(locale, language))}
        for key, message in wanted.items():
            entry = entries.get(key)
            if entry is None or entry.obsolete or entry.msgid_plural != message.plural:
                lines.append(f"{language}: “{message.msgid}”: not in the catalogue (make messages)")
                continue
            lines += [f"{language}: “{message.msgid}”: {fault}" for fault in entry_faults(entry, language)]
        unused = [key for key in entries if key not in wanted]
        lines += [f"{language}: “{msgid}”: no longer used (tools/messages.py extract --drop)" for msgid, _ in unused]
    pending = sorted((locale / "pending").glob("*.json"))
    return lines + [f"{file.name}: still pending (make messages)" for file in pending]


def main(arguments: list[str]) -> int:
    """Runs one command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["extract", "pending", "compile", "check"])
    parser.add_argument("--drop", action="store_true", help="extract: forget translations that nothing uses")
    parser.add_argument("--root", type=Path, default=ROOT)
    options = parser.parse_args(arguments)
    locale, source = options.root / "locale", options.root / "sandali"
    try:
        if options.command == "extract":
            print(f"{extract(locale, source, drop=options.drop)} messages")
        elif options.command == "pending":
            print(f"{merge_pending(locale)} pending files merged")
        elif options.command == "compile":
            for path in compile_catalogues(locale):
                print(f"compiled {path.relative_to(options.root)}")
        elif found := faults(locale, source):
            print("\n".join(found), f"{len(found)} faults in the translations", sep="\n", file=sys.stderr)
            return 1
    except NotExtractable as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
