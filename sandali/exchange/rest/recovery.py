"""The path after a complaint: which steps are done, doing one, taking it back; and why a standard was not kept."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field

from sandali.cases.access import access_case, access_message
from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.exchange.rest.handling import handled, person_named
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import Id, Ref, Said, Shape
from sandali.exchange.rest.problems import wrong_field
from sandali.exchange.rest.shapes import Named, named
from sandali.resolution.models import Clock, RecoveryStep, Step
from sandali.resolution.recovery import actions
from sandali.resolution.standards.access import access_clock
from sandali.resolution.standards.actions import LONGEST_REASON, excuse_clock
from sandali.resolution.standards.queries import clocks_of

subject = Subject("recovery")
SCOPE = "cases"
Doable = Literal["own", "understand", "apologise", "put_right", "tell"]
OnPath = Literal["own", "understand", "apologise", "put_right", "cause", "tell"]
Was = Field(None, ge=0, le=2**63 - 1, description="the step's `id` as the writer saw it, 0 where it was open: then a lost race is a 409")


class RecoveryStepShape(Shape):
    """A step that is done. `person` owns the matter, `text` is what it means to the customer or what was put right, `message` is the
    answer of ours that apologises or tells."""

    id: int
    step: Literal["begun", "own", "understand", "apologise", "put_right", "cause", "tell"]
    at: datetime
    by: Named | None
    person: Named | None
    text: str
    message: int | None


class ClockShape(Shape):
    """A clock of a case: which standard, by when, what became of it ("" while it runs), and why it was not kept. While it is the
    customer's turn it stands still, without a `due_at`."""

    id: int
    target: Literal["first", "next", "answer", "confirm"]
    standard: Named
    minutes: int = Field(description="of working time")
    began_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    outcome: Literal["", "met", "missed", "ended"]
    reason: str
    reason_by: Named | None


class RecoveryStepSaid(Said):
    """How a step is done: to own it names a `person`; to understand and to put right are a `text`; to apologise and to tell name a
    `message` of ours that does."""

    person: Ref | None = None
    text: str = Field("", max_length=actions.LONGEST_TEXT)
    message: Ref | None = None
    was: int | None = Field(None, strict=True, ge=0, le=2**63 - 1, description=Was.description)


class WasAsked(Said):
    """Which step the writer saw standing."""

    was: int | None = Was


class ReasonSaid(Said):
    """Why a standard was not kept."""

    reason: str = Field(min_length=1, max_length=LONGEST_REASON)


def step_shown(one: RecoveryStep) -> dict[str, Any]:
    """A step."""
    return {"id": one.pk, "step": one.step, "at": one.at, "by": named(one.by), "person": named(one.person), "text": one.text, "message": one.message_id}


def clock_shown(one: Clock) -> dict[str, Any]:
    """A clock with its reason, where there is one."""
    excuse = getattr(one, "excuse", None)
    same = ("target", "minutes", "began_at", "due_at", "ended_at", "outcome")
    return {
        "id": one.pk, "standard": named(one.standard), **{name: getattr(one, name) for name in same}, "reason": excuse.reason if excuse else "",
        "reason_by": named(excuse.by) if excuse else None,
    }  # fmt: skip


@subject.reads("/cases/{number}/recovery", "see_cases", list[RecoveryStepShape], gettext_lazy("The steps of recovery that are done"), scope=SCOPE)
def list_recovery_steps(request: HttpRequest, number: Id) -> list[dict[str, Any]]:
    """As they stand, the first one first; what was taken back is in none. Complaints are on the path by themselves, others by “begun”."""
    case = access_case(request.user, number)
    return [step_shown(one) for one in RecoveryStep.objects.filter(case=case, ended_at=None).select_related("by", "person").order_by("at", "pk")]


@subject.writes("PUT", "/cases/{number}/recovery", "handle_cases", RecoveryStepShape, gettext_lazy("Take a case onto the recovery path"), scope=SCOPE)
def begin_one_recovery(request: HttpRequest, number: Id) -> dict[str, Any]:
    """One that is no complaint. Twice is once."""
    return step_shown(actions.begin_recovery(handled(request, number), by=request.user))


@subject.writes("DELETE", "/cases/{number}/recovery", "handle_cases", None, gettext_lazy("Take a case off the recovery path"), scope=SCOPE, status=204)
def end_one_recovery(request: HttpRequest, number: Id) -> None:
    """What was done there is kept. A complaint stays on it."""
    actions.take_step_back(handled(request, number), Step.BEGUN, by=request.user)


@subject.writes("PUT", "/cases/{number}/recovery/{step}", "handle_cases", RecoveryStepShape, gettext_lazy("Do a step of recovery"), scope=SCOPE)
def do_recovery_step(request: HttpRequest, number: Id, step: Doable, said: RecoveryStepSaid) -> dict[str, Any]:
    """Done anew, it takes the place of what stood. A cause is found by its own address."""
    case = handled(request, number)
    return step_shown(done(request, case, step, said))


def done(request: HttpRequest, case: Case, step: str, said: RecoveryStepSaid) -> RecoveryStep:
    """Do one step as it was said. Raises Problem for what is missing, and what the action raises."""
    how: dict[str, Any] = {"by": request.user, "was": said.was}
    if step == Step.OWN:
        person = person_named(said.person)
        if person is None:
            raise wrong_field("person", _("This is needed."))
        return actions.own_it(case, person, **how)
    if step in (Step.UNDERSTAND, Step.PUT_RIGHT):
        act = actions.understand if step == Step.UNDERSTAND else actions.put_right
        try:
            return act(case, said.text, **how)
        except actions.NoWords as empty:
            raise wrong_field("text", _("Please write something.")) from empty
    if said.message is None:
        raise wrong_field("message", _("This is needed."))
    tell = actions.say_apologised if step == Step.APOLOGISE else actions.say_told
    return tell(case, access_message(request.user, case.pk, said.message), **how)


@subject.writes("DELETE", "/cases/{number}/recovery/{step}", "handle_cases", None, gettext_lazy("Take a step of recovery back"), scope=SCOPE, status=204)
def take_recovery_step_back(request: HttpRequest, number: Id, step: OnPath, asked: Query[WasAsked]) -> None:
    """It is open again; what was done stays to be read in the history."""
    actions.take_step_back(handled(request, number), step, by=request.user, was=asked.was)


@subject.writes("POST", "/cases/{number}/recovery/{stepped}/return", "handle_cases", RecoveryStepShape, gettext_lazy("Let a step that was taken back stand again"), scope=SCOPE)
def return_recovery_step(request: HttpRequest, number: Id, stepped: Id) -> dict[str, Any]:
    """By the `id` that it had. 409 where it stands, or another one took its place meanwhile."""
    case = handled(request, number)
    found = RecoveryStep.objects.select_related("by", "person").get(pk=stepped, case=case)
    if not actions.bring_step_back(case, stepped, by=request.user):
        raise Overtaken(actions.standing_step(case, found.step))
    return step_shown(found)


@subject.reads("/cases/{number}/clocks", "see_cases", list[ClockShape], gettext_lazy("The clocks of a case"), scope=SCOPE)
def list_clocks(request: HttpRequest, number: Id) -> list[dict[str, Any]]:
    """What runs first, then what is over."""
    return [clock_shown(one) for one in clocks_of(access_case(request.user, number))]


@subject.writes("PUT", "/cases/{number}/clocks/{clock}/reason", "handle_cases", ClockShape, gettext_lazy("Write why a standard was not kept"), scope=SCOPE)
def write_clock_reason(request: HttpRequest, number: Id, clock: Id, said: ReasonSaid) -> dict[str, Any]:
    """In the place of an earlier reason. The miss counts all the same; where nothing was missed it is a 422."""
    found = access_clock(handled(request, number), clock)
    if not said.reason.strip():
        raise wrong_field("reason", _("Please write something."))
    found.excuse = excuse_clock(found, said.reason, by=request.user)  # type: ignore[misc]
    return clock_shown(found)
