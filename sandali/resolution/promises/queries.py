"""Reads of promises: those of a case, of a customer, of many cases at once, and the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from sandali.cases.access import access_case, cases_for
from sandali.cases.holding import CASE, may_hold, part
from sandali.cases.models import Case
from sandali.company.queries import department_ids
from sandali.kit.prepared import Prepared
from sandali.resolution.models import SHOWN, STANDING, CaseCause, Promise, Promised

BOXES: Final = ("mine", "department", "all")
# What the ledger shows → states, and whether the earliest date comes first.
SHOWS: Final[dict[str, tuple[tuple[str, ...], bool]]] = {
    "open": ((Promised.OPEN,), True), "broken": ((Promised.BROKEN,), True), "kept": ((Promised.KEPT,), False),
}  # fmt: skip
# Promises that count: what was withdrawn, refused or never said does not. Said so, the database walks along the dates and sorts nothing.
COUNTED: Final = ~Q(state__in=(Promised.OFFERED, Promised.REFUSED, Promised.WITHDRAWN))
# Figure → which of the promises that count. They add up.
FIGURES: Final[dict[str, Q]] = {
    "kept": Q(state=Promised.KEPT, broken_at=None),
    "late": Q(state=Promised.KEPT, broken_at__isnull=False),
    "broken": Q(state__in=(Promised.BROKEN, Promised.REPLACED), broken_at__isnull=False),
    "moved": Q(state=Promised.REPLACED, broken_at=None),
    "open": Q(state=Promised.OPEN),
}
MOST_COUNTED: Final = 100
MOST_SHOWN: Final = 60
FIELDS: Final = (
    "due_at", "pk", "case_id", "what", "state", "broken_at", "kept_at", "owner_id", "owner__name", "customer_id", "customer__name",
    "case__subject", "told_at", "reason", "version",
)  # fmt: skip
Mark = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One promise as lists show it: FIELDS in their order."""

    due_at: datetime
    pk: int
    case: int
    what: str
    state: str
    broken_at: datetime | None
    kept_at: datetime | None
    owner: int
    owner_name: str
    customer: int
    customer_name: str
    subject: str
    told_at: datetime | None
    reason: str
    version: int


_of_case = Prepared(lambda case: Promise.objects.filter(case=case, state__in=SHOWN).order_by("due_at", "pk").values_list(*FIELDS)[:MOST_SHOWN])
_PROMISES = part("promises", Promise.objects.filter(case=CASE, state__in=SHOWN))
_of_customer = Prepared(lambda customer: Promise.objects.filter(customer=customer, state__in=STANDING).order_by("due_at", "pk").values_list(*FIELDS)[:MOST_SHOWN])
_of_cases = Prepared(lambda *cases: Promise.objects.filter(case__in=cases, state__in=STANDING).values_list("case_id", "due_at", "state"))


def promises_on(case: Case) -> list[Line]:
    """What asks something of us on a case: what we owe, and what was found and nobody has spoken of. The earliest date first."""
    return [Line(*row) for row in _of_case(case.pk)] if may_hold(case, _PROMISES) else []


def promises_to(customer: int, person: Any) -> list[Line]:
    """What we owe a customer, in cases that the person sees."""
    found = [Line(*row) for row in _of_customer(customer)]
    if not found:
        return []
    seen = set(cases_for(person).filter(pk__in={one.case for one in found}).values_list("pk", flat=True))
    return [one for one in found if one.case in seen]


def promises_to_many(customers: list[int], person: Any) -> list[Line]:
    """What we owe these customers, in cases that the person sees, the earliest date first; of very many a page."""
    if not customers:
        return []
    rows = Promise.objects.filter(customer__in=customers, state__in=STANDING, case__in=cases_for(person).values("pk"))
    return [Line(*row) for row in rows.order_by("due_at", "pk").values_list(*FIELDS)[:MOST_SHOWN]]


def signs_of(cases: list[int], until: datetime) -> dict[int, str]:
    """Case → "broken" where a promise was not kept, "due" where one is due before `until`; other cases are left out."""
    found: dict[int, str] = {}
    for start in range(0, len(cases), MOST_COUNTED):
        for case, due, state in _of_cases(*cases[start : start + MOST_COUNTED]):
            if state == Promised.BROKEN:
                found[case] = "broken"
            elif due < until:
                found.setdefault(case, "due")
    return found


def access_promise(person: Any, case: int, number: int, *, to: str = "see") -> Promise:
    """One promise of a case that the person may see. Raises Case.DoesNotExist, Promise.DoesNotExist, NotAllowed."""
    found = access_case(person, case, to=to)
    promise = Promise.objects.select_related("owner", "made_by", "message__delivery", "follows").get(pk=number, case=found)
    promise.case = found
    return promise


# --- The ledger ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Asked:
    """What of the ledger is asked for: a box, a show of SHOWS; or, behind a figure, promises due in a time, of somebody,
    in cases of a department or with a cause.

    `department` 0 is that of no department, `cause` 0 that of cases without any."""

    box: str = "mine"
    show: str = "open"
    figure: str = ""
    start: datetime | None = None
    end: datetime | None = None
    owner: int | None = None
    department: int | None = None
    cause: int | None = None


def ledger(person: Any, asked: Asked, *, after: Mark | None = None, most: int) -> list[Line]:
    """A page of the ledger; `after` is (due_at, id) of the last row seen."""
    ascending = bool(asked.figure) or SHOWS[asked.show][1]
    rows = behind(person, asked) if asked.figure else in_box(person, asked.box).filter(state__in=SHOWS[asked.show][0])
    if after is not None:
        at, number = after
        step = "gt" if ascending else "lt"
        # Said apart, so that the index is entered there and not walked from its beginning.
        rows = rows.filter(Q(**{f"due_at__{step}e": at}), Q(**{f"due_at__{step}": at}) | Q(due_at=at, **{f"pk__{step}": number}))
    order = ("due_at", "pk") if ascending else ("-due_at", "-pk")
    return [Line(*row) for row in rows.order_by(*order).values_list(*FIELDS)[:most]]


def in_box(person: Any, box: str) -> QuerySet[Promise]:
    """Promises of a box, in cases that the person may see and that are none of spam."""
    if box == "mine":
        return seen_by(person).filter(owner=person)
    return seen_by(person, Q(department__in=department_ids(person))) if box == "department" else seen_by(person)


def seen_by(person: Any, narrowed: Q | None = None) -> QuerySet[Promise]:
    """Promises in cases that the person may see. Asked row by row, so that a page ends as soon as it is full."""
    cases = cases_for(person).filter(pk=OuterRef("case_id"), aside="")
    return Promise.objects.filter(Exists(cases if narrowed is None else cases.filter(narrowed)))


def behind(person: Any, asked: Asked) -> QuerySet[Promise]:
    """The promises behind a figure."""
    rows = seen_by(person, Q(department=asked.department or None) if asked.department is not None else None).filter(COUNTED)
    rows = rows.filter(FIGURES[asked.figure]) if asked.figure in FIGURES else rows
    if asked.owner is not None:
        rows = rows.filter(owner=asked.owner)
    if asked.cause is not None:
        causes = CaseCause.objects.filter(case=OuterRef("case"))
        rows = rows.filter(Exists(causes.filter(cause=asked.cause)) if asked.cause else ~Exists(causes))
    if asked.start is not None and asked.end is not None:
        rows = rows.filter(due_at__gte=asked.start, due_at__lt=asked.end)
    return rows


def counts(person: Any, box: str) -> dict[str, int]:
    """How many promises stand in each of SHOWS, counted up to MOST_COUNTED; of the kept ones nobody needs the number."""
    rows = in_box(person, box)
    return {show: rows.filter(state__in=SHOWS[show][0]).order_by("due_at", "pk")[:MOST_COUNTED].count() for show in ("open", "broken")}
