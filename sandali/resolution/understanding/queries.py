"""What is understood of a case, for the pages that show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sandali.cases.holding import CASE, may_hold, part
from sandali.cases.models import Case
from sandali.history.models import Event
from sandali.kit.prepared import Prepared
from sandali.resolution.models import CaseMood, Heard, Understanding
from sandali.resolution.understanding.events import UNDERSTANDING_WRITTEN

MOST_VERSIONS: Final = 20


@dataclass(frozen=True, slots=True)
class Understood:
    """What a case means to its customer, and what they said to it. `heard` is of Heard, "" where it was never put to them;
    `offered` is the version that they saw."""

    text: str
    by: str
    at: datetime
    version: int
    heard: str = ""
    offered: int = 0
    offered_text: str = ""
    offered_at: datetime | None = None
    answered_at: datetime | None = None
    word: str = ""

    @property
    def is_news_to_them(self) -> bool:
        """Whether this wording was not put to the customer yet."""
        return self.offered != self.version

    @property
    def is_right(self) -> bool:
        """Whether the customer said of this very wording that it is right."""
        return self.heard == Heard.RIGHT and self.offered == self.version

    @property
    def is_corrected(self) -> bool:
        """Whether the customer corrected it, and nobody has written it anew since."""
        return self.heard == Heard.CORRECTED and self.offered == self.version


@dataclass(frozen=True, slots=True)
class MoodOf:
    """How the customer feels. `stands` is of Mood or ""; `said` is what one of us says instead, `otherwise` whether the customer
    has written since what reads otherwise."""

    stands: str
    read: str
    phrase: str
    message: int | None
    read_at: datetime | None
    is_corrected: bool
    said: str
    said_by: str
    said_at: datetime | None
    otherwise: bool
    version: int


_UNDERSTOOD: Final = (
    "text", "by__name", "at", "version", "offer__state", "offer__version", "offer__text", "offer__at", "offer__answered_at", "offer__word",
)  # fmt: skip
_MOOD: Final = ("read", "phrase", "message_id", "read_at", "is_corrected", "said", "said_at", "said_over", "version")
# Both in one query: the page of a case asks it each time, and most cases have neither.
_known = Prepared(
    lambda case: Case.objects.filter(pk=case).values_list(
        *(f"understanding__{name}" for name in _UNDERSTOOD), *(f"felt__{name}" for name in _MOOD), "felt__said_by__name"
    )
)

_UNDERSTANDING = part("understanding", Understanding.objects.filter(case=CASE))
_FELT = part("mood", CaseMood.objects.filter(case=CASE))


def known_of(case: Case) -> tuple[Understood | None, MoodOf | None]:
    """What a case means to its customer, and how they feel: None where nobody wrote, and where nothing was read or said."""
    for row in _known(case.pk) if may_hold(case, _UNDERSTANDING) or may_hold(case, _FELT) else ():
        return understood(*row[: len(_UNDERSTOOD)]), mood(*row[len(_UNDERSTOOD) :])
    return None, None


def understood(text: str | None, by: str, at: datetime, version: int, heard: str | None, offered: int | None, *offer: Any) -> Understood | None:
    """A row of _UNDERSTOOD."""
    if text is None:
        return None
    offered_text, offered_at, answered_at, word = offer
    return Understood(text, by, at, version, heard or "", offered or 0, offered_text or "", offered_at, answered_at, word or "")


def mood(*values: Any) -> MoodOf | None:
    """A row of _MOOD, and the name of whoever says otherwise."""
    if values[0] is None:
        return None
    row = CaseMood(**dict(zip(_MOOD, values[:-1], strict=True)))
    return MoodOf(
        row.stands, row.read, row.phrase, row.message_id, row.read_at, row.is_corrected, row.said, values[-1] or "", row.said_at,
        row.is_said_otherwise, row.version,
    )  # fmt: skip


def wordings(case: Case) -> list[Event]:
    """Every wording that ever held, also of a case that was merged into this one, the newest first, with who wrote it and when."""
    cases = [case.pk, *Case.objects.filter(merged_into=case).values_list("pk", flat=True)]
    found = Event.objects.filter(case_id__in=cases, kind=UNDERSTANDING_WRITTEN.name).select_related("by")
    return list(found.order_by("-id")[:MOST_VERSIONS])
