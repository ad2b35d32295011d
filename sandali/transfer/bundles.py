"""Files that were chosen together: in which order they come in, and whether the numbers in them are of one program."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

from sandali.transfer.models import Import, Subject
from sandali.transfer.presets import TITLES

# What is named by others comes before them.
ORDER: Final = (Subject.ORGANISATIONS, Subject.CUSTOMERS, Subject.CASES, Subject.MESSAGES, Subject.NOTES, Subject.DEALS, Subject.TAGS)
REFERRING: Final = frozenset({"customer_key", "organisation_key", "case_key", "author_key"})
TABLES: Final = "tables "  # begins the source of tables of a program that nobody recognised, chosen together


def in_order(imports: Iterable[Import]) -> list[Import]:
    """As they are to come in."""
    return sorted(imports, key=lambda one: (ORDER.index(Subject(one.subject)), one.pk))


def bundle_of(one: Import) -> list[Import]:
    """The files that were chosen with this one and are still there, itself among them, in their order; none where it was chosen alone."""
    return in_order(Import.objects.filter(bundle=one.bundle, by=one.by_id)) if one.bundle else []


def leave_order(one: Import) -> None:
    """Have no file of a bundle begin by itself any more."""
    if one.bundle:
        Import.objects.filter(bundle=one.bundle, follows=True).update(follows=False)


def common_source(imports: Sequence[Import]) -> dict[int, str]:
    """Import's number → whose numbers it has, of those tables that nobody recognises and that belong to others that were chosen with them.

    One that refers to customers, organisations or cases by number belongs to the one program that was recognised. Where none was, they are the
    tables of one program if each is about something else and one of them refers to another: two lists of customers have each their own numbers."""
    programs = {one.source for one in imports if one.source in TITLES}
    strangers = [one for one in imports if one.source not in TITLES]
    referring = [one for one in strangers if REFERRING & set(one.plan)]
    if len(programs) == 1:
        return dict.fromkeys((one.pk for one in referring if one.subject != Subject.CUSTOMERS), programs.pop())
    kinds = {(one.subject, one.source) for one in strangers}  # parts of one table have the same columns
    if programs or not referring or len(kinds) < 2 or len({subject for subject, _source in kinds}) < len(kinds):
        return {}
    same = hashlib.sha256("\x1f".join(sorted(source for _subject, source in kinds)).encode()).hexdigest()[:12]
    return dict.fromkeys((one.pk for one in strangers), f"{TABLES}{same}")


def tables_before(one: Import) -> list[tuple[str, str]]:
    """(source, names of the files) of tables that the same person chose together, the latest first: a mended file goes to those it was of."""
    found: dict[str, list[str]] = {}
    rows = Import.objects.filter(by=one.by_id, source__startswith=TABLES).order_by("-pk").values_list("source", "name")[:60]
    for source, name in rows:
        found.setdefault(source, []).append(name)
    return [(source, ", ".join(dict.fromkeys(reversed(names)))[:120]) for source, names in found.items()]
