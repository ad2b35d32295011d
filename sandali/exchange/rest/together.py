"""What colleagues do with a case among each other: hand it over, take it over, split it, pass it on, press a macro."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from sandali.automation.macros.access import access_macro, macros_for
from sandali.automation.macros.actions import use_macro
from sandali.cases.access import access_case, access_message, access_offer
from sandali.cases.actions.forwarding import LONGEST, LONGEST_TEXT, forward
from sandali.cases.actions.handover import accept_handover, decline_handover, offer_case, withdraw_handover
from sandali.cases.actions.later import send_now
from sandali.cases.actions.regrouping import split_case
from sandali.cases.actions.together import count_repeat, take_over
from sandali.cases.forwards import read_receiver
from sandali.cases.models import Case, Handover
from sandali.customers.access import access_customer
from sandali.exchange.rest.cases import WholeCase, department_named, subject, whole
from sandali.exchange.rest.handling import handled, person_named
from sandali.exchange.rest.messages import MOST_FILES, MessageShape, files_named, key_of, message_shown
from sandali.exchange.rest.paging import Id, Ref, Said, Shape, Truth
from sandali.exchange.rest.problems import Problem, wrong_field
from sandali.exchange.rest.shapes import Named, Versioned, named, version_of

Word = Annotated[str, Field(min_length=1, max_length=500)]


class HandoverShape(Shape):
    """A case offered to a colleague or a department. Until they accept, it stays with its owner."""

    case: int
    to_person: Named | None
    to_department: Named | None
    brief: str
    state: Literal["offered", "accepted", "declined", "withdrawn"]
    by: Named | None
    at: datetime
    answer: str
    answered_at: datetime | None


class HandoverSaid(Said):
    """To a person or a department, with what they must know, so that the customer need not tell it again."""

    person: Ref | None = None
    department: Ref | None = None
    brief: str = Field(min_length=1, max_length=5_000)


class HandoverAnswer(Said):
    """Yes, or no and why."""

    accepts: Truth
    word: str = Field("", max_length=500)


class Takeover(Versioned):
    """Why, for the colleague who had it."""

    word: Word


class SplitSaid(Said):
    """Which messages go into a new case, and whose that is."""

    messages: list[Ref] = Field(min_length=1, max_length=200)
    subject: str = Field(min_length=1, max_length=250)
    customer: Ref | None = None
    department: Ref | None = None


class ForwardSaid(Said):
    """To one address that is not the customer's: our own words in Markdown, and below them what is passed on."""

    to: str = Field(min_length=3, max_length=320)
    subject: str = Field("", max_length=250)
    text: str = Field("", max_length=LONGEST_TEXT)
    passed_on: str = Field("", max_length=LONGEST)
    files: list[str] = Field([], max_length=MOST_FILES)


def offer_shown(offer: Handover) -> dict[str, Any]:
    """A hand-over."""
    same = ("brief", "state", "at", "answer", "answered_at")
    return {
        "case": offer.case_id, "to_person": named(offer.to_person), "to_department": named(offer.to_department), "by": named(offer.by),
        **{name: getattr(offer, name) for name in same},
    }  # fmt: skip


@subject.reads("/cases/{number}/handover", "see_cases", HandoverShape, gettext_lazy("The latest hand-over of a case"))
def get_handover(request: HttpRequest, number: Id) -> dict[str, Any]:
    """Open or not."""
    return offer_shown(access_offer(request.user, number))


@subject.writes("POST", "/cases/{number}/handover", "handle_cases", HandoverShape, gettext_lazy("Hand a case over"), status=201)
def hand_over(request: HttpRequest, number: Id, said: HandoverSaid) -> dict[str, Any]:
    """409 while it is being handed over already."""
    case, person, department = handled(request, number), person_named(said.person), department_named(said.department)
    if (person is None) == (department is None):
        raise wrong_field("person", _("Please name a colleague or a department."))
    return offer_shown(offer_case(case, said.brief, by=request.user, person=person, department=department))


@subject.writes("PUT", "/cases/{number}/handover/answer", "handle_cases", HandoverShape, gettext_lazy("Accept or decline a hand-over"))
def answer_handover(request: HttpRequest, number: Id, said: HandoverAnswer) -> dict[str, Any]:
    """For whom it was offered alone. To decline wants a word."""
    offer = access_offer(request.user, number)
    if said.accepts:
        accept_handover(offer, by=request.user)
    else:
        decline_handover(offer, said.word, by=request.user)
    offer.refresh_from_db()
    return offer_shown(offer)


@subject.writes("DELETE", "/cases/{number}/handover", "handle_cases", HandoverShape, gettext_lazy("Keep a case after all"))
def withdraw_one_handover(request: HttpRequest, number: Id) -> dict[str, Any]:
    """409 when it was answered meanwhile."""
    handled(request, number)
    offer = access_offer(request.user, number)
    withdraw_handover(offer, by=request.user)
    offer.refresh_from_db()
    return offer_shown(offer)


@subject.writes("POST", "/cases/{number}/takeover", "handle_cases", WholeCase, gettext_lazy("Take over a colleague's case"))
def take_case_over(request: HttpRequest, number: Id, said: Takeover, response: HttpResponse) -> dict[str, Any]:
    """They are told why."""
    take_over(handled(request, number), said.word, by=request.user, version=version_of(request, said))
    return whole(request.user, number, response)


@subject.writes("POST", "/cases/{number}/repeats", "note_cases", None, gettext_lazy("The customer had to explain it again"), status=204)
def add_repeat(request: HttpRequest, number: Id) -> None:
    """It is counted."""
    count_repeat(access_case(request.user, number, to="note"), by=request.user)


@subject.writes("POST", "/cases/{number}/splitting", "regroup_cases", WholeCase, gettext_lazy("Move messages into a case of their own"), status=201)
def split(request: HttpRequest, number: Id, said: SplitSaid) -> dict[str, Any]:
    """Of the same customer, or another. Whoever does not see the new case is told its number alone."""
    case = access_case(request.user, number, to="regroup")
    customer = access_customer(request.user, said.customer) if said.customer is not None else case.customer
    made = split_case(case, said.messages, by=request.user, subject=said.subject, customer=customer, department=department_named(said.department))
    try:
        return whole(request.user, made.target_id)
    except Case.DoesNotExist as gone:
        raise Problem("moved-away", _("The case was moved, and this token's person does not see it any more."), 404, more={"current": {"id": made.target_id}}) from gone


@subject.writes("POST", "/cases/{number}/forwarding", "answer_cases", MessageShape, gettext_lazy("Pass something on to somebody else"), status=201)
def pass_on(request: HttpRequest, number: Id, said: ForwardSaid) -> dict[str, Any]:
    """It leaves after the undo window; with an Idempotency-Key it is one letter."""
    case = access_case(request.user, number, to="answer")
    made = forward(
        case, read_receiver(case, said.to), said.text, said.passed_on, subject=said.subject, by=request.user, dedupe_key=f"forward:{key_of(request, case)}"[:80],
        files=files_named(said.files, case, request.user),
    )  # fmt: skip
    return message_shown(case, made.pk)


@subject.writes("POST", "/cases/{number}/messages/{message}/departure", "answer_cases", None, gettext_lazy("Send now what waits to leave later"), status=204)
def send_at_once(request: HttpRequest, number: Id, message: Id) -> None:
    """The usual seconds remain to take it back. 409 when it does not wait any more."""
    if not send_now(access_message(request.user, number, message, to="answer"), by=request.user):
        raise Problem("too-late", _("It does not wait any more: it has left, or was taken back."), 409)


@subject.reads("/macros", "handle_cases", list[Named], gettext_lazy("The macros of the token's person"))
def list_macros(request: HttpRequest) -> list[dict[str, Any]]:
    """By name."""
    return [{"id": one.pk, "name": one.name} for one in macros_for(request.user).order_by("name", "pk")]


@subject.writes("POST", "/cases/{number}/macros/{macro}", "handle_cases", WholeCase, gettext_lazy("Press a macro for a case"))
def press_macro(request: HttpRequest, number: Id, macro: Id, response: HttpResponse) -> dict[str, Any]:
    """All that it says, or nothing. Its text begins the person's answer and waits there for them: nothing leaves by this."""
    case, chosen = handled(request, number), access_macro(request.user, macro)
    if chosen.text:
        access_case(request.user, number, to="answer")
    use_macro(chosen, case, by=request.user)
    return whole(request.user, number, response)
