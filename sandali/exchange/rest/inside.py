"""Our own affairs of a case: checklist, links, merging, followers, reminders, and an answer that is sent once more."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from sandali.cases.access import access_case, access_message, cases_for
from sandali.cases.actions.checklist import add_item, remove_item, tick_item
from sandali.cases.actions.linking import link_cases, unlink_cases
from sandali.cases.actions.regrouping import merge_cases
from sandali.cases.actions.timing import finish_reminder, move_reminder, remind, remove_reminder
from sandali.cases.actions.together import add_follower, remove_follower
from sandali.cases.models import Case, CaseLink, ChecklistItem, Follower, Reminder
from sandali.cases.timing import reminders_on
from sandali.channels.actions import retry_delivery
from sandali.exchange.rest.cases import WholeCase, whole
from sandali.exchange.rest.handling import handled, person_named
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import Id, Ref, Said, Shape, Truth
from sandali.exchange.rest.problems import Problem, not_there, wrong_field
from sandali.exchange.rest.shapes import Line, Moment, Named, named

subject = Subject("inside")
SCOPE = "cases"


class ItemShape(Shape):
    """One line of a checklist."""

    id: int
    text: str
    is_done: bool


class ItemSaid(Said):
    """A line to add."""

    text: Line = Field(min_length=1)


class Tick(Said):
    """Whether it is done."""

    is_done: Truth


class OtherCase(Said):
    """Another case, which the token's person must be able to work on as well."""

    case: Ref


class LinkShape(Shape):
    """A case that is linked with this one."""

    case: int


class PersonSaid(Said):
    """A colleague."""

    person: Ref


class ReminderShape(Shape):
    """A reminder of the token's person, which nobody else sees."""

    id: int
    at: datetime
    text: str


class ReminderSaid(Said):
    """When to be reminded, and of what."""

    at: Moment
    text: str = Field("", max_length=200)


class ReminderChange(Said):
    """What is to be different; what is left out stays."""

    at: Moment | None = None
    text: str | None = Field(None, max_length=200)


def item_shown(one: ChecklistItem) -> dict[str, Any]:
    """A line of a checklist."""
    return {"id": one.pk, "text": one.text, "is_done": one.done_at is not None}


def item_of(case: Case, number: int) -> ChecklistItem:
    """A line of this case's checklist. Raises Problem."""
    found = ChecklistItem.objects.filter(pk=number, case=case).first()
    if found is None:
        raise not_there()
    found.case = case
    return found


@subject.reads("/cases/{number}/checklist", "see_cases", list[ItemShape], gettext_lazy("Checklist of a case"), scope=SCOPE)
def list_checklist(request: HttpRequest, number: Id) -> list[dict[str, Any]]:
    """In its order."""
    case = access_case(request.user, number)
    return [item_shown(one) for one in ChecklistItem.objects.filter(case=case).order_by("place", "pk")[:200]]


@subject.writes("POST", "/cases/{number}/checklist", "handle_cases", ItemShape, gettext_lazy("Add a line to a checklist"), scope=SCOPE, status=201)
def add_checklist_item(request: HttpRequest, number: Id, said: ItemSaid) -> dict[str, Any]:
    """At its end."""
    case = handled(request, number)
    if not said.text.strip():
        raise wrong_field("text", _("Please write something."))
    return item_shown(add_item(case, said.text, by=request.user))


@subject.writes("PUT", "/cases/{number}/checklist/{item}", "handle_cases", ItemShape, gettext_lazy("Tick a line of a checklist"), scope=SCOPE)
def tick_checklist_item(request: HttpRequest, number: Id, item: Id, said: Tick) -> dict[str, Any]:
    """Done, or not after all."""
    case = handled(request, number)
    tick_item(item_of(case, item), done=said.is_done, by=request.user)
    return item_shown(item_of(case, item))


@subject.writes("DELETE", "/cases/{number}/checklist/{item}", "handle_cases", None, gettext_lazy("Remove a line of a checklist"), scope=SCOPE, status=204)
def remove_checklist_item(request: HttpRequest, number: Id, item: Id) -> None:
    """History keeps that it was there."""
    remove_item(item_of(handled(request, number), item), by=request.user)


@subject.reads("/cases/{number}/links", "see_cases", list[LinkShape], gettext_lazy("Cases linked with a case"), scope=SCOPE)
def list_links(request: HttpRequest, number: Id) -> list[dict[str, Any]]:
    """Those that the token's person may see too."""
    from_here = CaseLink.objects.filter(one=number).values_list("other", flat=True)
    to_here = CaseLink.objects.filter(other=number).values_list("one", flat=True)
    access_case(request.user, number)
    return [{"case": one} for one in cases_for(request.user).filter(pk__in=[*from_here, *to_here]).order_by("pk").values_list("pk", flat=True)[:200]]


@subject.writes("POST", "/cases/{number}/links", "handle_cases", LinkShape, gettext_lazy("Link two cases"), scope=SCOPE, status=201)
def link_case(request: HttpRequest, number: Id, said: OtherCase) -> dict[str, Any]:
    """Both must be in reach."""
    case, other = handled(request, number), other_of(request, said.case)
    if case.pk == other.pk:
        raise wrong_field("case", _("That cannot be done."))
    link_cases(case, other, by=request.user)
    return {"case": other.pk}


@subject.writes("DELETE", "/cases/{number}/links/{other}", "handle_cases", None, gettext_lazy("Part two linked cases"), scope=SCOPE, status=204)
def unlink_case(request: HttpRequest, number: Id, other: Id) -> None:
    """Does nothing where they are not linked."""
    unlink_cases(handled(request, number), access_case(request.user, other), by=request.user)


def other_of(request: HttpRequest, number: int) -> Case:
    """The other case, to work on. Raises Problem, NotAllowed."""
    try:
        return handled(request, number)
    except Case.DoesNotExist as missing:
        raise wrong_field("case", _("There is no such case, or not for this token's person.")) from missing


@subject.writes("POST", "/cases/{number}/merging", "regroup_cases", WholeCase, gettext_lazy("Merge a case into another one"), scope=SCOPE)
def merge_into(request: HttpRequest, number: Id, said: OtherCase) -> dict[str, Any]:
    """What was said goes into the other case, which is answered; at the desk it can be undone."""
    source = access_case(request.user, number, to="regroup")
    try:
        target = access_case(request.user, said.case, to="regroup")
    except Case.DoesNotExist as missing:
        raise wrong_field("case", _("There is no such case, or not for this token's person.")) from missing
    merge_cases(source, target, by=request.user)
    return whole(request.user, target.pk)


@subject.reads("/cases/{number}/followers", "see_cases", list[Named], gettext_lazy("Followers of a case"), scope=SCOPE)
def list_followers(request: HttpRequest, number: Id) -> list[dict[str, Any] | None]:
    """Colleagues who are told of what happens in it."""
    case = access_case(request.user, number)
    return [named(one.person) for one in Follower.objects.filter(case=case).select_related("person").order_by("pk")[:200]]


@subject.writes("POST", "/cases/{number}/followers", "note_cases", Named, gettext_lazy("Have a colleague follow a case"), scope=SCOPE, status=201)
def add_case_follower(request: HttpRequest, number: Id, said: PersonSaid) -> dict[str, Any] | None:
    """Somebody who may see it."""
    case, person = access_case(request.user, number, to="note"), person_named(said.person)
    assert person is not None  # a number was given, so somebody was found
    add_follower(case, person, by=request.user)
    return named(person)


@subject.writes("DELETE", "/cases/{number}/followers/{person}", "note_cases", None, gettext_lazy("Have a colleague follow a case no longer"), scope=SCOPE, status=204)
def remove_case_follower(request: HttpRequest, number: Id, person: Id) -> None:
    """Does nothing where they do not."""
    remove_follower(access_case(request.user, number, to="note"), person, by=request.user)


@subject.reads("/cases/{number}/reminders", "see_cases", list[ReminderShape], gettext_lazy("One's own reminders on a case"), scope=SCOPE)
def list_reminders(request: HttpRequest, number: Id) -> list[dict[str, Any]]:
    """Those of the token's person that are still to come."""
    return [reminder_shown(one) for one in reminders_on(access_case(request.user, number), request.user)]


def reminder_shown(one: Reminder) -> dict[str, Any]:
    """A reminder."""
    return {"id": one.pk, "at": one.at, "text": one.text}


def own_reminder(request: HttpRequest, number: int, reminder: int) -> Reminder:
    """A reminder of the token's person on a case that they see. Raises Problem."""
    found = Reminder.objects.filter(pk=reminder, case=access_case(request.user, number), person=request.user).first()
    if found is None:
        raise not_there()
    return found


@subject.writes("POST", "/cases/{number}/reminders", "see_cases", ReminderShape, gettext_lazy("Be reminded of a case"), scope=SCOPE, status=201)
def create_reminder(request: HttpRequest, number: Id, said: ReminderSaid) -> dict[str, Any]:
    """The token's person is told at that time."""
    return reminder_shown(remind(access_case(request.user, number), said.at, said.text, by=request.user))


@subject.writes("PATCH", "/cases/{number}/reminders/{reminder}", "see_cases", ReminderShape, gettext_lazy("Move a reminder"), scope=SCOPE)
def change_one_reminder(request: HttpRequest, number: Id, reminder: Id, said: ReminderChange) -> dict[str, Any]:
    """Another time, at which it is told again, or other words. One that is dealt with is open again."""
    found = own_reminder(request, number, reminder)
    return reminder_shown(move_reminder(found, said.at or found.at, text=said.text))


@subject.writes("PUT", "/cases/{number}/reminders/{reminder}/completion", "see_cases", None, gettext_lazy("A reminder is dealt with"), scope=SCOPE, status=204)
def finish_one_reminder(request: HttpRequest, number: Id, reminder: Id) -> None:
    """It is done."""
    finish_reminder(own_reminder(request, number, reminder))


@subject.writes("DELETE", "/cases/{number}/reminders/{reminder}", "see_cases", None, gettext_lazy("Remove a reminder"), scope=SCOPE, status=204)
def remove_one_reminder(request: HttpRequest, number: Id, reminder: Id) -> None:
    """Nobody is told."""
    remove_reminder(own_reminder(request, number, reminder))


@subject.writes("POST", "/cases/{number}/messages/{message}/retry", "answer_cases", None, gettext_lazy("Send a refused answer once more"), scope=SCOPE, status=204)
def retry(request: HttpRequest, number: Id, message: Id) -> None:
    """409 where there is nothing to send again."""
    found = access_message(request.user, number, message, to="answer")
    if found.delivery is None or not retry_delivery(found.delivery):
        raise Problem("nothing-to-send", _("There is nothing to send again."), 409)


