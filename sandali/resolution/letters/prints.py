"""Prints of outgoing letters, and how many of them a text reads like. What was inserted from knowledge is nobody's template."""

from __future__ import annotations

from collections.abc import Iterable
from struct import Struct
from typing import Final

from django.db import transaction
from django.db.models import Max

from sandali.cases.models import Direction, Message
from sandali.knowledge.models import Use
from sandali.resolution.models import LetterBand, LetterPrint
from sandali.resolution.reading.likeness import ALIKE, PRINT_SIZE, alike, bands, fingerprint, shared

MOST_KEPT: Final = 20_000  # letters; what is older is no template any more
BATCH: Final = 200
MOST_COMPARED: Final = 300  # candidates of one text
MOST_FACTS: Final = 20
FROM_KNOWLEDGE: Final = 0.6  # so much of a paragraph stands in a fact
_PRINT = Struct(f">{PRINT_SIZE}I")


def packed(print_: tuple[int, ...]) -> bytes:
    """A print as it is stored; nothing for a text that is no letter."""
    return _PRINT.pack(*print_) if print_ else b""


def unpacked(stored: bytes | memoryview) -> tuple[int, ...]:
    """The print that was stored."""
    return tuple(_PRINT.unpack(bytes(stored))) if stored else ()


def own_words(text: str, facts: Iterable[str]) -> str:
    """A letter without the paragraphs that came from knowledge."""
    known = list(facts)
    if not known:
        return text
    return "\n".join(part for part in text.split("\n") if shared(part, known) < FROM_KNOWLEDGE)


def facts_in(cases: Iterable[int]) -> dict[int, list[str]]:
    """Case → the texts that were inserted from knowledge in its letters, in one query."""
    found: dict[int, list[str]] = {}
    for case, text in Use.objects.filter(case_number__in=set(cases)).order_by("-pk").values_list("case_number", "entry__text"):
        if len(found.setdefault(case, [])) < MOST_FACTS:
            found[case].append(text)
    return found


def reads_like(text: str, *, case: int) -> int:
    """How many letters of other cases a text reads like; 0 for what is written anew, and for what is too short to be a letter."""
    print_ = fingerprint(own_words(text, facts_in([case]).get(case, [])))
    if not print_:
        return 0
    near = LetterBand.objects.filter(band__in=bands(print_)).order_by("-letter_id").values_list("letter_id", flat=True)
    candidates = list(dict.fromkeys(near[: MOST_COMPARED * 4]))[:MOST_COMPARED]
    letters = LetterPrint.objects.filter(pk__in=candidates, message__withdrawn_at=None).exclude(message__case=case)
    return sum(alike(print_, unpacked(stored)) >= ALIKE for stored in letters.values_list("print", flat=True))


def print_letters(*, most: int = BATCH) -> int:
    """Store the prints of the next letters that have none, the oldest first; returns how many were looked at.

    The first run begins at the newest MOST_KEPT, so that a company's whole past is no day's work. Reckoning takes its time, so it
    is done before the transaction: on SQLite nobody else could write meanwhile."""
    letters = Message.objects.filter(direction=Direction.OUT, automatic="", withdrawn_at=None)
    last = LetterPrint.objects.aggregate(last=Max("message_id"))["last"]
    if last is None:
        first = letters.order_by("-pk").values_list("pk", flat=True)[MOST_KEPT : MOST_KEPT + 1]
        last = next(iter(first), 0)
    found = list(letters.filter(pk__gt=last, leaves_at=None).order_by("pk").values_list("pk", "case_id", "text")[:most])
    facts = facts_in(case for _pk, case, _text in found)
    prints = {pk: fingerprint(own_words(text, facts.get(case, []))) for pk, case, text in found}
    store_prints(prints)
    return len(found)


@transaction.atomic
def store_prints(prints: dict[int, tuple[int, ...]]) -> None:
    """Keep prints by the numbers of their letters; one that another worker kept meanwhile stays."""
    kept = set(LetterPrint.objects.filter(pk__in=prints).values_list("pk", flat=True))
    new = {pk: print_ for pk, print_ in prints.items() if pk not in kept}
    LetterPrint.objects.bulk_create([LetterPrint(message_id=pk, print=packed(print_)) for pk, print_ in new.items()], ignore_conflicts=True)
    LetterBand.objects.bulk_create([LetterBand(letter_id=pk, band=band) for pk, print_ in new.items() for band in bands(print_)])


@transaction.atomic
def forget_prints(*, kept: int = MOST_KEPT) -> int:
    """Forget the prints beyond the newest `kept`; returns how many."""
    edge = next(iter(LetterPrint.objects.order_by("-pk").values_list("pk", flat=True)[kept : kept + 1]), None)
    if edge is None:
        return 0
    LetterBand.objects.filter(letter_id__lte=edge).delete()
    return LetterPrint.objects.filter(pk__lte=edge).delete()[0]
