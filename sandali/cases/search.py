"""Finding cases by their number, subject, or any word said in them, however typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from sandali.cases.access import cases_for
from sandali.cases.models import Aside, Case, Message
from sandali.kit import search
from sandali.kit.digits import to_ascii

CASES, MESSAGES = "cases_words", "messages_words"
# A common word is in most messages, and a person may see few of them: matches are looked through newest first in
# portions, and no further than this. What is older is found by going on, or by one more word.
MOST_SUBJECTS: Final = 200
MOST_MESSAGES: Final = 2000
PORTIONS: Final = (100, 400, MOST_MESSAGES)
# As it is typed, and as pages name it: 12, #12, case 12, پروندهٔ ۱۲.
NUMBER: Final = re.compile(r"(?:#|case|پروند(?:ه(?:ٔ|\u200cی|ی)?|ۀ))?\s*(\d{1,17})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found. `message` is the newest one in it that says the words, None when its number or subject did."""

    case: Case
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first, and the message id below which to look on; None when everything was looked through."""

    hits: list[Hit]
    below: int | None


def index_case(case: Case, *, new: bool = False) -> None:
    """Write the case's subject anew; `new` for a case just made, of which nothing is indexed yet."""
    search.put(CASES, case.pk, case.subject, new=new)


def words_of(message: Message, file_names: Sequence[str] = ()) -> str:
    """What a message is found by: what was said, and its files' names."""
    return " ".join([message.text, *file_names])


def index_message(message: Message, file_names: Sequence[str] = (), *, new: bool = True) -> None:
    """Write the words of a message: of one that is `new`, or anew."""
    search.put(MESSAGES, message.pk, words_of(message, file_names), new=new)


def find_hits(person: Any, query: str, *, most: int = 20, below: int | None = None) -> Found:
    """Cases the person may see, each once: by number, by subject, then by what was said in them, newest first.

    "#12" asks for that case alone. `below` pages on among what was said."""
    if query.lstrip().startswith("#") and NUMBER.fullmatch(to_ascii(query).strip()):
        return Found([Hit(case) for case in cases_for(person).select_related("customer", "assignee").filter(pk__in=_by_number(person, query))], None)
    named = [] if below is not None else _by_number(person, query) + _by_subject(person, query, most)
    numbers = list(dict.fromkeys(named))[:most]
    said: dict[int, int] = {}
    left: int | None = None
    if len(numbers) < most:
        said, left = _said(person, query, without=set(numbers), most=most - len(numbers), below=below)
    cases = cases_for(person).select_related("customer", "assignee").in_bulk([*numbers, *said])
    messages = Message.objects.only("case_id", "text", "at", "direction").in_bulk(list(said.values()))
    hits = [Hit(cases[number]) for number in numbers]
    return Found(hits + [Hit(cases[number], messages[message]) for number, message in said.items()], left)


def numbers_saying(query: str) -> set[int]:
    """Ids of cases whose subject, or what was said in them, holds all the words: of the newest matches, and whoever may see them.

    For narrowing a list that is cut by rights already."""
    said = search.find(MESSAGES, query, most=MOST_MESSAGES)
    cases = Message.objects.filter(pk__in=said, withdrawn_at=None).values_list("case_id", flat=True) if said else ()
    return {*search.find(CASES, query, most=MOST_SUBJECTS), *cases}


def _by_number(person: Any, query: str) -> list[int]:
    typed = NUMBER.fullmatch(to_ascii(query).strip())
    return standing(person, [int(typed[1])], spam=True) if typed else []


def _by_subject(person: Any, query: str, most: int) -> list[int]:
    found = search.find(CASES, query, most=MOST_SUBJECTS)
    return standing(person, found)[:most] if found else []


def standing(person: Any, numbers: Sequence[int], *, spam: bool = False) -> list[int]:
    """Of these cases those that the person may see, the newest first; in place of one that was merged the one it lives on in.

    Spam is found where it is asked for by its number."""
    rows = cases_for(person).filter(pk__in=numbers).order_by("-pk").values_list("pk", "aside", "merged_into_id")
    found: list[int] = []
    for number, aside, lives_in in rows if spam else rows.exclude(aside=Aside.SPAM):
        found += standing(person, [lives_in], spam=spam) if aside == Aside.MERGED else [number]
    return list(dict.fromkeys(found))


def _said(person: Any, query: str, *, without: set[int], most: int, below: int | None) -> tuple[dict[int, int], int | None]:
    """Case id → its newest matching message, of those the person may see; and the message id to look on below."""
    said: dict[int, int] = {}
    found = search.find(MESSAGES, query, most=MOST_MESSAGES, below=below)
    for start, end in pairwise((0, *PORTIONS)):
        # In two steps, each by id: asked at once, SQLite would collect every case of the person's departments first.
        if start >= len(found):
            break
        pairs = list(Message.objects.filter(pk__in=found[start:end], withdrawn_at=None).values_list("pk", "case_id"))
        seen = set(cases_for(person).filter(pk__in={case for _message, case in pairs}, aside="").values_list("pk", flat=True)) - without
        for message, case in sorted(pairs, reverse=True):
            if case in seen and case not in said:
                if len(said) == most:
                    return said, below
                said[case] = message
            below = message
    return said, found[-1] if len(found) == MOST_MESSAGES else None
