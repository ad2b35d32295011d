"""What is done with a case: whose it is, what it is, how it stands. What only the customer can say, no token can."""

from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from sandali.cases.access import access_case
from sandali.cases.actions import (
    assign_case,
    change_state,
    classify_case,
    mark_case_read,
    move_case,
    tag_case,
    untag_case,
)
from sandali.cases.actions.filling import fill_case
from sandali.cases.actions.later import why_not_at
from sandali.cases.actions.spam import mark_spam, unmark_spam
from sandali.cases.actions.together import follow_case, unfollow_case
from sandali.cases.models import Aside, Case, State
from sandali.company.models import Person
from sandali.customers.models import Subject, Tag
from sandali.exchange.rest.cases import Kind, Priority, WholeCase, department_named, subject, whole
from sandali.exchange.rest.own_fields import Own, own_said
from sandali.exchange.rest.paging import Id, Ref, Truth
from sandali.exchange.rest.problems import Problem, not_there, wrong_field
from sandali.exchange.rest.shapes import Moment, Named, TagSaid, Versioned, named, version_of


class CaseChange(Versioned):
    """What is to be different; what is left out stays. `kind` "" is none."""

    subject: str | None = Field(None, max_length=250)
    kind: Kind | None = None
    priority: Priority | None = None
    own: Own | None = Field(None, description="by the field's number; those left out stay, null takes a value away")


class Assignment(Versioned):
    """Whose the case is to be; null puts it back for anybody to take."""

    person: Ref | None


class Removal(Versioned):
    """To which department; null is to none."""

    department: Ref | None


class StateSaid(Versioned):
    """How the case stands. Confirmed is the customer's own word, and lapsed the clock's: neither can be set."""

    state: Literal["open", "waiting", "answered"]


class Snooze(Versioned):
    """Until when it sleeps; with `until_reply` that is only the latest, and with `through_thanks` mere thanks do not wake it."""

    until: Moment
    until_reply: Truth = False
    through_thanks: Truth = False


def person_named(number: int | None, field: str = "person") -> Person | None:
    """Somebody of ours who is here. Raises Problem."""
    found = Person.objects.filter(pk=number, is_active=True).first() if number is not None else None
    if number is not None and found is None:
        raise wrong_field(field, _("There is nobody of this number."))
    return found


def handled(request: HttpRequest, number: int) -> Case:
    """A case that the token's person may work on. Raises Case.DoesNotExist, NotAllowed."""
    return access_case(request.user, number, to="handle")


@subject.writes("PATCH", "/cases/{number}", "handle_cases", WholeCase, gettext_lazy("Change subject, kind, priority or your own fields"))
def change_case(request: HttpRequest, number: Id, said: CaseChange, response: HttpResponse) -> dict[str, Any]:
    """Only what is named changes."""
    case, own = handled(request, number), own_said(Subject.CASE, said.own)
    with transaction.atomic():
        if own:
            fill_case(case, own, by=request.user)
        classify_case(case, by=request.user, kind=said.kind, priority=said.priority, subject=said.subject, version=version_of(request, said))
    return whole(request.user, number, response)


@subject.writes("PUT", "/cases/{number}/assignment", "handle_cases", WholeCase, gettext_lazy("Give a case to somebody, or put it back"))
def assign(request: HttpRequest, number: Id, said: Assignment, response: HttpResponse) -> dict[str, Any]:
    """Whoever may not work on it cannot own it."""
    assign_case(handled(request, number), person_named(said.person), by=request.user, version=version_of(request, said))
    return whole(request.user, number, response)


@subject.writes("PUT", "/cases/{number}/department", "handle_cases", WholeCase, gettext_lazy("Move a case to a department"))
def move(request: HttpRequest, number: Id, said: Removal) -> dict[str, Any]:
    """Its owner stays only when they belong there. Whoever cannot see it any more is told its number alone."""
    case = move_case(handled(request, number), department_named(said.department), by=request.user, version=version_of(request, said))
    try:
        return whole(request.user, number)
    except Case.DoesNotExist as gone:
        raise Problem("moved-away", _("The case was moved, and this token's person does not see it any more."), 404, more={"current": {"id": case.pk}}) from gone


@subject.writes("PUT", "/cases/{number}/state", "handle_cases", WholeCase, gettext_lazy("Set how a case stands"))
def set_state(request: HttpRequest, number: Id, said: StateSaid, response: HttpResponse) -> dict[str, Any]:
    """As by hand at the desk: a case that is answered asks the customer, whose word alone confirms it."""
    change_state(handled(request, number), said.state, by=request.user, version=version_of(request, said))
    return whole(request.user, number, response)


@subject.writes("PUT", "/cases/{number}/snooze", "handle_cases", WholeCase, gettext_lazy("Let a case sleep"))
def snooze(request: HttpRequest, number: Id, said: Snooze, response: HttpResponse) -> dict[str, Any]:
    """It wakes at its time, and when the customer writes."""
    case = handled(request, number)
    if why_not := why_not_at(said.until):
        raise wrong_field("until", why_not)
    change_state(
        case, State.SNOOZED, by=request.user, until=said.until, until_reply=said.until_reply, through_thanks=said.through_thanks, version=version_of(request, said)
    )
    return whole(request.user, number, response)


@subject.writes("POST", "/cases/{number}/tags", "handle_cases", Named, gettext_lazy("Tag a case"), status=201)
def add_case_tag(request: HttpRequest, number: Id, said: TagSaid) -> dict[str, Any] | None:
    """A tag, made where there is none of that name yet."""
    tag = tag_case(handled(request, number), said.name, by=request.user)
    if tag is None:
        raise wrong_field("name", _("This cannot be a tag."))
    return named(tag)


@subject.writes("DELETE", "/cases/{number}/tags/{tag}", "handle_cases", None, gettext_lazy("Take a tag away from a case"), status=204)
def remove_case_tag(request: HttpRequest, number: Id, tag: Id) -> None:
    """Does nothing where the case has it not."""
    case, found = handled(request, number), Tag.objects.filter(pk=tag).first()
    if found is None:
        raise not_there()
    untag_case(case, found, by=request.user)


@subject.writes("PUT", "/cases/{number}/following", "see_cases", None, gettext_lazy("Follow a case"), status=204)
def follow(request: HttpRequest, number: Id) -> None:
    """The token's person is told of what happens in it."""
    follow_case(access_case(request.user, number), by=request.user)


@subject.writes("DELETE", "/cases/{number}/following", "see_cases", None, gettext_lazy("Follow a case no longer"), status=204)
def unfollow(request: HttpRequest, number: Id) -> None:
    """They are not told any more."""
    unfollow_case(access_case(request.user, number), by=request.user)


@subject.writes("PUT", "/cases/{number}/reading", "see_cases", None, gettext_lazy("Mark a case read"), status=204)
def mark_read(request: HttpRequest, number: Id) -> None:
    """All that is there counts as read by the token's person."""
    mark_case_read(access_case(request.user, number), by=request.user)


@subject.writes("PUT", "/cases/{number}/spam", "handle_cases", WholeCase, gettext_lazy("Put a case aside as spam"))
def set_spam(request: HttpRequest, number: Id) -> dict[str, Any]:
    """It stands in no list and nobody is answered; nothing is deleted."""
    mark_spam(handled(request, number), by=request.user)
    return whole(request.user, number)


@subject.writes("DELETE", "/cases/{number}/spam", "handle_cases", WholeCase, gettext_lazy("Bring a case back from spam"))
def unset_spam(request: HttpRequest, number: Id) -> dict[str, Any]:
    """As it stood before."""
    case = handled(request, number)
    if case.aside == Aside.SPAM:
        unmark_spam(case, by=request.user)
    return whole(request.user, number)
