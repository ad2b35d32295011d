"""Times in what we write, offered as promises: each once, and never twice for the same words on the same day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from sandali.cases.models import Case
from sandali.company.queries import current_company, week_hours
from sandali.kit.hours import WeekHours
from sandali.kit.text import fold
from sandali.resolution.models import SHOWN, Promise, Promised
from sandali.resolution.promises.actions import LONGEST_WHAT
from sandali.resolution.reading.phrases import Found, find_promises
from sandali.resolution.reading.phrases.finding import SATURDAY
from sandali.resolution.reading.phrases.plain import END

LONGEST_WORDS = 120
_STRIPPED = " \t،,:-*>#•"


@dataclass(frozen=True, slots=True)
class Offer:
    """A time that was found: its words as written, the sentence around them, when that is, and how it was read."""

    words: str
    what: str
    due: datetime
    reason: str

    @property
    def key(self) -> str:
        """The words as they are compared."""
        return fold(self.words)


def offers_in(text: str, case: Case, *, now: datetime | None = None) -> list[Offer]:
    """What in a text could be a promise and is not on the case yet. `now` is when it is said."""
    now, company = now or timezone.now(), current_company()
    hours = week_hours()
    calendar, week_start = (company.calendar, company.week_start) if company is not None else ("jalali", SATURDAY)
    found = find_promises(text, now=now, hours=hours, calendar=calendar, week_start=week_start)
    if not found:
        return []
    return list(once_each((offer_of(text, one) for one in found if one.due > now), known_on(case, hours), hours))


def offer_of(text: str, found: Found) -> Offer:
    """What was found, with its sentence."""
    return Offer(" ".join(found.text.split())[:LONGEST_WORDS], sentence_around(text, found.start, found.end), found.due, found.reason)


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence that holds these places, fit for one line; a long one is cut around them."""
    begins = max((stop.end() for stop in END.finditer(text, 0, start)), default=0)
    stop = END.search(text, end)
    whole = text[begins : stop.start() if stop else len(text)]
    if len(whole) > LONGEST_WHAT:
        begins = max(begins, end - LONGEST_WHAT + 40)
        whole = text[begins : begins + LONGEST_WHAT]
    return " ".join(whole.split()).strip(_STRIPPED)[:LONGEST_WHAT]


def known_on(case: Case, hours: WeekHours) -> set[tuple[str, date]]:
    """(words, day) of what was offered, promised or refused on a case: it is not offered again."""
    rows = Promise.objects.filter(case=case, state__in=(*SHOWN, Promised.REFUSED)).exclude(words="").values_list("words", "due_at")
    return {(fold(words), due.astimezone(hours.zone).date()) for words, due in rows}


def once_each(offers: Iterable[Offer], known: set[tuple[str, date]], hours: WeekHours) -> Iterable[Offer]:
    """Those that are not known, and of those that say the same the first."""
    for offer in offers:
        mark = (offer.key, offer.due.astimezone(hours.zone).date())
        if mark not in known:
            known.add(mark)
            yield offer
