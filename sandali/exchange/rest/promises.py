"""Promises: what we told customers that we would do, by when, and what came of it."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field

from sandali.cases.access import access_case
from sandali.exchange.rest.handling import person_named
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import Id, Page, Paged, Ref, Said, Shape, Truth, page_of, place_in
from sandali.exchange.rest.shapes import Line, Moment, Named, Versioned, version_of
from sandali.resolution.models import Promise
from sandali.resolution.promises.actions import (
    keep_not_after_all,
    keep_promise,
    let_stand,
    make_promise,
    pass_promise,
    withdraw_promise,
)
from sandali.resolution.promises.queries import Asked, access_promise, ledger, promises_on
from sandali.resolution.promises.queries import Line as Row
from sandali.resolution.promises.saying import accept_offer, refuse_offer

subject = Subject("promises")
SCOPE = "cases"


class PromiseShape(Shape):
    """A promise. `broken_at` stays once its time has passed, whatever comes of it."""

    id: int
    case: int
    customer: Named
    what: str
    due_at: datetime
    owner: Named
    state: str
    told_at: datetime | None
    kept_at: datetime | None
    broken_at: datetime | None
    reason: str
    version: int


class PromisesAsked(Paged):
    """Which promises: of whose cases, and how they stand."""

    box: Literal["mine", "department", "all"] = "all"
    show: Literal["open", "broken", "kept"] = "open"


class PromiseSaid(Said):
    """What we will do, and by when."""

    what: Line = Field(min_length=1)
    due_at: Moment


class Reasoned(Versioned):
    """Why."""

    reason: str = Field(min_length=1, max_length=500)


class FoundSaid(Said):
    """Whether what was found in our words is a promise."""

    is_promise: Truth


class Receiver(Versioned):
    """Whose it is to be."""

    person: Ref


def row_shown(row: Row) -> dict[str, Any]:
    """A promise as lists have it."""
    same = ("case", "what", "due_at", "state", "told_at", "kept_at", "broken_at", "reason", "version")
    return {
        **{name: getattr(row, name) for name in same}, "id": row.pk, "customer": {"id": row.customer, "name": row.customer_name},
        "owner": {"id": row.owner, "name": row.owner_name},
    }  # fmt: skip


def shown(one: Promise) -> dict[str, Any]:
    """A promise by its row."""
    same = ("what", "due_at", "state", "told_at", "kept_at", "broken_at", "reason", "version")
    customer = one.case.customer
    return {
        **{name: getattr(one, name) for name in same}, "id": one.pk, "case": one.case_id, "customer": {"id": customer.pk, "name": customer.name},
        "owner": {"id": one.owner_id, "name": one.owner.name},
    }  # fmt: skip


def one_shown(person: Any, number: int, promise: int) -> dict[str, Any]:
    """A promise as it stands now."""
    return shown(access_promise(person, number, promise))


@subject.reads("/promises", "see_cases", Page[PromiseShape], gettext_lazy("The ledger of promises"), scope=SCOPE)
def list_promises(request: HttpRequest, asked: Query[PromisesAsked]) -> dict[str, Any]:
    """Those that stand or were broken with the earliest date first, those kept with the latest first."""
    after = place_in(asked.cursor, datetime, int)
    rows = ledger(request.user, Asked(box=asked.box, show=asked.show), after=after, most=asked.limit + 1)  # type: ignore[arg-type]
    return page_of(rows, asked.limit, row_shown, lambda one: (one.due_at, one.pk))


@subject.reads("/cases/{number}/promises", "see_cases", list[PromiseShape], gettext_lazy("What we owe on a case"), scope=SCOPE)
def list_case_promises(request: HttpRequest, number: Id) -> list[dict[str, Any]]:
    """What stands, and what was found in our words and nobody has spoken of."""
    return [row_shown(row) for row in promises_on(access_case(request.user, number))]


@subject.reads("/cases/{number}/promises/{promise}", "see_cases", PromiseShape, gettext_lazy("One promise"), scope=SCOPE)
def get_promise(request: HttpRequest, number: Id, promise: Id) -> dict[str, Any]:
    """As it stands."""
    return one_shown(request.user, number, promise)


@subject.writes("POST", "/cases/{number}/promises", "answer_cases", PromiseShape, gettext_lazy("Promise something"), scope=SCOPE, status=201)
def create_promise(request: HttpRequest, number: Id, said: PromiseSaid) -> dict[str, Any]:
    """What was told to the customer elsewhere: nothing leaves by this."""
    made = make_promise(access_case(request.user, number, to="answer"), said.what, said.due_at, by=request.user)
    return one_shown(request.user, number, made.pk)


@subject.writes("PUT", "/cases/{number}/promises/{promise}/keeping", "handle_cases", PromiseShape, gettext_lazy("A promise is kept"), scope=SCOPE)
def keep(request: HttpRequest, number: Id, promise: Id, said: Versioned) -> dict[str, Any]:
    """One whose time is over is kept late."""
    keep_promise(access_promise(request.user, number, promise, to="handle"), by=request.user, version=version_of(request, said))
    return one_shown(request.user, number, promise)


@subject.writes("DELETE", "/cases/{number}/promises/{promise}/keeping", "handle_cases", PromiseShape, gettext_lazy("A promise was not kept after all"), scope=SCOPE)
def unkeep(request: HttpRequest, number: Id, promise: Id) -> dict[str, Any]:
    """It is owed again."""
    keep_not_after_all(access_promise(request.user, number, promise, to="handle"), by=request.user)
    return one_shown(request.user, number, promise)


@subject.writes("PUT", "/cases/{number}/promises/{promise}/withdrawal", "handle_cases", PromiseShape, gettext_lazy("Withdraw a promise"), scope=SCOPE)
def withdraw_one_promise(request: HttpRequest, number: Id, promise: Id, said: Reasoned) -> dict[str, Any]:
    """It is not owed any more, for a reason."""
    found = access_promise(request.user, number, promise, to="handle")
    withdraw_promise(found, by=request.user, reason=said.reason, version=version_of(request, said))
    return one_shown(request.user, number, promise)


@subject.writes("DELETE", "/cases/{number}/promises/{promise}/withdrawal", "handle_cases", PromiseShape, gettext_lazy("A promise stands after all"), scope=SCOPE)
def unwithdraw_promise(request: HttpRequest, number: Id, promise: Id) -> dict[str, Any]:
    """It is owed again."""
    let_stand(access_promise(request.user, number, promise, to="handle"), by=request.user)
    return one_shown(request.user, number, promise)


@subject.writes("PUT", "/cases/{number}/promises/{promise}/owner", "handle_cases", PromiseShape, gettext_lazy("Hand a promise to a colleague"), scope=SCOPE)
def set_promise_owner(request: HttpRequest, number: Id, promise: Id, said: Receiver) -> dict[str, Any]:
    """Somebody who sees the case."""
    found, to = access_promise(request.user, number, promise, to="handle"), person_named(said.person)
    assert to is not None  # a number was given, so somebody was found
    pass_promise(found, to, by=request.user, version=version_of(request, said))
    return one_shown(request.user, number, promise)


@subject.writes("PUT", "/cases/{number}/promises/{promise}/answer", "answer_cases", PromiseShape, gettext_lazy("What was found in our words is a promise, or none"), scope=SCOPE)
def answer_found(request: HttpRequest, number: Id, promise: Id, said: FoundSaid) -> dict[str, Any]:
    """As one of us says who may answer the case."""
    found = access_promise(request.user, number, promise, to="answer")
    if said.is_promise:
        accept_offer(found, by=request.user)
    else:
        refuse_offer(found, by=request.user, is_refused=True)
    return one_shown(request.user, number, promise)


@subject.writes("DELETE", "/cases/{number}/promises/{promise}/answer", "answer_cases", PromiseShape, gettext_lazy("It may be a promise after all"), scope=SCOPE)
def unanswer_found(request: HttpRequest, number: Id, promise: Id) -> dict[str, Any]:
    """A no is taken back: it is offered again."""
    refuse_offer(access_promise(request.user, number, promise, to="answer"), by=request.user, is_refused=False)
    return one_shown(request.user, number, promise)
