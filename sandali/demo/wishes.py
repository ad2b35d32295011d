"""Customers who said how they want to be reached and what they agree to, and one call that went against a wish with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sandali.cases.models import Case
from sandali.customers import events
from sandali.customers.contact import CALLS, NEVER
from sandali.customers.models import AgainstWish, Consent, Identity, Wishes
from sandali.demo.acts import Scene, not_before, note_event
from sandali.demo.matters import TEXTS
from sandali.demo.work import being_handled

ACCOUNTS = 555_019_000  # numbers of accounts that nobody has
SPOKE, OVERRULED = timedelta(minutes=7), timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Line:
    """One customer's wishes, as written in texts/<language>/wishes.txt."""

    called: str
    way: str
    never: list[str]
    days: list[int]
    hours: tuple[time, time] | None
    likes: str
    never_words: str


def lines(language: str) -> tuple[list[Line], list[list[str]], str]:
    """(wishes, words of consent, the reason against a wish)."""
    wishes, words, reason = [], [], ""
    for line in (TEXTS / language / "wishes.txt").read_text(encoding="utf-8").splitlines():
        mark, _colon, rest = line.partition(": ")
        if mark == "consent":
            words.append([part.strip() for part in rest.split("|")])
        elif mark == "against":
            reason = rest.strip()
        elif not line.startswith("#"):
            called, way, never, days, hours, likes, never_words = (part.strip() for part in f"{line} ".split("|"))
            ends = [time.fromisoformat(end) for end in hours.split("-")] if hours else []
            wishes.append(
                Line(called, way, [one for one in never.split(",") if one], [int(day) for day in days.split(",") if day], (ends[0], ends[1]) if ends else None, likes, never_words)
            )
    return wishes, words, reason


def wish(scene: Scene) -> None:
    """Let it stand as it does on a morning."""
    wishes, words, reason = lines(scene.house.company.language)
    known = being_handled().select_related("customer", "assignee").filter(customer__language=scene.house.company.language, assignee__isnull=False)
    theirs: dict[int, Case] = {}
    for case in known.order_by("-last_message_at", "-pk"):
        theirs.setdefault(case.customer_id, case)
    cases = list(theirs.values())
    for number, (case, line) in enumerate(zip(cases, wishes, strict=False)):
        write_down(scene, case, line, number)
    for case, (purpose, says, how, said) in zip(cases[1:], words, strict=False):
        hear(scene, case, purpose, says == "yes", how, said)
    never_called = next(case for case, line in zip(cases, wishes, strict=False) if CALLS in line.never)
    overrule(scene, never_called, reason)


def write_down(scene: Scene, case: Case, line: Line, number: int) -> None:
    """One of us kept what they wish; who prefers another way is known there too."""
    customer, at = case.customer, moment(scene, case)
    if line.way == "telegram":
        value = str(ACCOUNTS + number)
        Identity.objects.get_or_create(kind="telegram", value=value, defaults={"customer": customer, "shown": f"@customer{customer.pk}", "created_at": at})
    hours = line.hours or (None, None)
    row = Wishes.objects.create(
        customer=customer, called=line.called, way=line.way, never=line.never, days=line.days, hours_from=hours[0], hours_until=hours[1],
        likes=line.likes, never_words=line.never_words, changed_at=at, changed_by=case.assignee,
    )  # fmt: skip
    spoken(case)
    note_event(scene, events.WISHES_CHANGED, row, at=at, by=case.assignee, fields=[])


def hear(scene: Scene, case: Case, purpose: str, is_given: bool, how: str, said: str) -> None:
    """A word of theirs, with its proof."""
    at = moment(scene, case)
    row = Consent.objects.create(customer=case.customer, purpose=purpose, is_given=is_given, how=how, words=said, case=case.pk, by=case.assignee, at=at)
    spoken(case)
    kind = events.CONSENT_GIVEN if is_given else events.CONSENT_WITHDRAWN
    note_event(scene, kind, row, at=at, by=case.assignee, purpose=purpose, way="")


def overrule(scene: Scene, case: Case, reason: str) -> None:
    """Somebody called who was never to be called, and says why."""
    at = min(moment(scene, case) + OVERRULED, scene.period.now)
    if case.assignee is None:
        raise ValueError("somebody must have called")
    row = AgainstWish.objects.create(customer=case.customer, case=case.pk, what=[NEVER], way=CALLS, reason=reason, by=case.assignee, at=at)
    note_event(scene, events.WISH_OVERRULED, row, at=at, by=case.assignee, reason=reason, what=[NEVER], way=CALLS)


def moment(scene: Scene, case: Case) -> datetime:
    """Soon after the last thing that happened with the customer."""
    return min(not_before(case.customer_id, case.last_message_at) + SPOKE, scene.period.now)


def spoken(case: Case) -> None:
    """From now on they are asked for."""
    case.customer.has_wishes = True
    case.customer.save(update_fields=["has_wishes"])
