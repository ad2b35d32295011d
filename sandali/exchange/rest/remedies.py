"""What is given to put a matter right: at once within the person's allowance, else asked of whoever may grant it. Exceptions to policies too."""

import hashlib
import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, Strict

from sandali.cases.access import access_case
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import Id, Ref, Said, Shape, Truth
from sandali.exchange.rest.problems import wrong_field
from sandali.exchange.rest.shapes import Named, Versioned, named, version_of
from sandali.kit.money import MOST
from sandali.resolution.exceptions.actions import make_exception
from sandali.resolution.exceptions.queries import policies_in_use
from sandali.resolution.models import Remedy
from sandali.resolution.remedies.access import access_remedy
from sandali.resolution.remedies.actions import (
    finish_remedy,
    give_remedy,
    grant_remedy,
    refuse_remedy,
    reopen_remedy,
    take_back,
)

subject = Subject("remedies")
SCOPE = "cases"
Cost = Annotated[int, Strict(), Field(ge=1, le=MOST)]


class RemedyShape(Shape):
    """Something given. `asked` waits until `due_at` for an answer of who may grant it; `answer` is why not. In minor units of `currency`."""

    id: int
    case: int
    kind: Literal["refund", "replacement", "discount", "gift", "exception", "time"]
    amount: int | None
    currency: str
    what: str
    by: Named | None
    at: datetime
    state: Literal["asked", "given", "granted", "refused", "taken_back", "done"]
    due_at: datetime | None
    answered_by: Named | None
    answered_at: datetime | None
    answer: str
    done_at: datetime | None
    version: int


class RemedySaid(Said):
    """What is given. Without an amount nothing is counted."""

    kind: Literal["refund", "replacement", "discount", "gift", "time"]
    amount: Cost | None = None
    what: str = Field("", max_length=500)


class ExceptionSaid(Said):
    """Which policy does not hold here, and why; during a situation that relaxes it no reason is needed."""

    policy: Ref
    reason: str = Field("", max_length=500)
    amount: Cost | None = None


class Granting(Versioned):
    """Yes, or no and why."""

    grants: Truth
    word: str = Field("", max_length=500)


def shown(one: Remedy) -> dict[str, Any]:
    """A remedy."""
    same = ("kind", "amount", "currency", "what", "at", "state", "due_at", "answered_at", "answer", "done_at", "version")
    return {"id": one.pk, "case": one.case_id, "by": named(one.by), "answered_by": named(one.answered_by), **{name: getattr(one, name) for name in same}}


def as_it_stands(request: HttpRequest, number: int, remedy: int) -> dict[str, Any]:
    """A remedy as it stands now. Raises Remedy.DoesNotExist."""
    return shown(access_remedy(request.user, number, remedy))


def key_of(request: HttpRequest, number: int) -> str:
    """The key under which it is given once: of the Idempotency-Key, else of this request alone."""
    given = request.headers.get("Idempotency-Key", "") or uuid.uuid4().hex
    return hashlib.sha256(f"{request.user.pk}:{number}:{given}".encode()).hexdigest()[:40]


@subject.reads("/cases/{number}/remedies", "see_cases", list[RemedyShape], gettext_lazy("What was given in a case"), scope=SCOPE)
def list_remedies(request: HttpRequest, number: Id) -> list[dict[str, Any]]:
    """The oldest first, with those that were refused or taken back."""
    case = access_case(request.user, number)
    return [shown(one) for one in Remedy.objects.filter(case=case).select_related("by", "answered_by").order_by("pk")]


@subject.writes("POST", "/cases/{number}/remedies", "answer_cases", RemedyShape, gettext_lazy("Give something, or ask for it"), scope=SCOPE, status=201)
def give(request: HttpRequest, number: Id, said: RemedySaid) -> dict[str, Any]:
    """Beyond the person's allowance it is asked for."""
    case = access_case(request.user, number, to="answer")
    made = give_remedy(case, said.kind, by=request.user, key=key_of(request, number), amount=said.amount, what=said.what)
    return as_it_stands(request, number, made.pk)


@subject.reads("/policies", "see_cases", list[Named], gettext_lazy("The policies in use"), scope=SCOPE)
def list_policies(request: HttpRequest) -> list[dict[str, Any] | None]:
    """By name."""
    return [named(one) for one in policies_in_use().order_by("name", "pk")]


@subject.writes("POST", "/cases/{number}/exceptions", "answer_cases", RemedyShape, gettext_lazy("Make an exception to a policy"), scope=SCOPE, status=201)
def except_from(request: HttpRequest, number: Id, said: ExceptionSaid) -> dict[str, Any]:
    """What it costs counts as a remedy."""
    case = access_case(request.user, number, to="answer")
    policy = policies_in_use(case).filter(pk=said.policy).first()
    if policy is None:
        raise wrong_field("policy", _("There is no such policy for this case."))
    made = make_exception(case, policy, said.reason, by=request.user, key=key_of(request, number), amount=said.amount)
    return as_it_stands(request, number, made.remedy_id)


@subject.writes("PUT", "/cases/{number}/remedies/{remedy}/answer", "grant_remedies", RemedyShape, gettext_lazy("Grant or refuse what is asked for"), scope=SCOPE)
def answer_remedy(request: HttpRequest, number: Id, remedy: Id, said: Granting) -> dict[str, Any]:
    """Within the person's authority alone. To refuse wants a word."""
    found, version = access_remedy(request.user, number, remedy), version_of(request, said)
    if said.grants:
        grant_remedy(found, by=request.user, version=version)
    else:
        refuse_remedy(found, said.word, by=request.user, version=version)
    return as_it_stands(request, number, remedy)


@subject.writes("DELETE", "/cases/{number}/remedies/{remedy}/answer", "grant_remedies", RemedyShape, gettext_lazy("Take one's own yes or no back"), scope=SCOPE)
def reopen_answer(request: HttpRequest, number: Id, remedy: Id) -> dict[str, Any]:
    """It is asked for again, and the clock runs as it did."""
    reopen_remedy(access_remedy(request.user, number, remedy), by=request.user)
    return as_it_stands(request, number, remedy)


@subject.writes("PUT", "/cases/{number}/remedies/{remedy}/completion", "see_cases", RemedyShape, gettext_lazy("It is with the customer"), scope=SCOPE)
def finish_one_remedy(request: HttpRequest, number: Id, remedy: Id) -> dict[str, Any]:
    """What was given has arrived."""
    finish_remedy(access_remedy(request.user, number, remedy, to="change"), by=request.user)
    return as_it_stands(request, number, remedy)


@subject.writes("DELETE", "/cases/{number}/remedies/{remedy}/completion", "see_cases", RemedyShape, gettext_lazy("It is not with the customer yet"), scope=SCOPE)
def unfinish_one_remedy(request: HttpRequest, number: Id, remedy: Id) -> dict[str, Any]:
    """Not after all."""
    finish_remedy(access_remedy(request.user, number, remedy, to="change"), by=request.user, is_done=False)
    return as_it_stands(request, number, remedy)


@subject.writes("PUT", "/cases/{number}/remedies/{remedy}/removal", "see_cases", RemedyShape, gettext_lazy("Take back what was given or asked for"), scope=SCOPE)
def take_remedy_back(request: HttpRequest, number: Id, remedy: Id, said: Versioned) -> dict[str, Any]:
    """What is with the customer stays."""
    take_back(access_remedy(request.user, number, remedy, to="change"), by=request.user, version=version_of(request, said))
    return as_it_stands(request, number, remedy)
