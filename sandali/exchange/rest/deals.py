"""Deals: opened, taken along their pipeline, given to colleagues, won and lost; and what is done next."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field, Strict

from sandali.cases.access import access_case
from sandali.exchange.rest.handling import person_named
from sandali.exchange.rest.orders import PlaceSaid, buyer, department_to_sell, place_named
from sandali.exchange.rest.paging import Id, Page, Paged, Ref, Said, Shape, page_of, place_in
from sandali.exchange.rest.papers import Amount, Day, subject
from sandali.exchange.rest.problems import wrong_field
from sandali.exchange.rest.shapes import Named, Versioned, named, version_of
from sandali.sales.access import access_deal, deals_for, place_for
from sandali.sales.actions.deals import (
    change_deal,
    finish_step,
    give_deal,
    lose_deal,
    move_deal,
    open_deal,
    plan_step,
    rehouse_deal,
    reopen_deal,
    win_deal,
)
from sandali.sales.board import deal_page, lost_reasons, pipelines, stages_offered
from sandali.sales.models import Deal, LostReason, PipelineStage
from sandali.sales.search import numbers_saying
from sandali.sales.words import DEALS

DealStates = Literal["open", "won", "lost"]
Percent = Annotated[int, Strict(), Field(ge=0, le=100)]


class StageShape(Shape):
    """A stage: `probability` in percent."""

    id: int
    name: str
    probability: int


class PipelineShape(Shape):
    """A pipeline with its stages in their order."""

    id: int
    name: str
    stages: list[StageShape]


class DealShape(Shape):
    """Something that a customer may buy. `amount` in minor units of `currency`, `chance` in percent; `probability` is its owner's own word."""

    id: int
    title: str
    customer: Named
    owner: Named | None
    department: int | None
    case: int | None
    stage: Named
    pipeline: int
    state: DealStates
    state_at: datetime
    stage_at: datetime
    amount: int
    currency: str
    probability: int | None
    chance: int
    expected_on: date | None
    next_step: str
    next_on: date | None
    note: str
    lost_reason: Named | None
    lost_words: str
    created_at: datetime
    version: int


class DealsAsked(Paged):
    """Which deals."""

    state: DealStates = "open"
    stage: Id | None = None
    pipeline: Id | None = None
    customer: Id | None = None
    case: Id | None = None
    q: str = Field("", max_length=200, description="words of its title or of its customer's name; of the newest matches")


class DealSaid(Said):
    """A deal with a customer, or out of a case, whose customer it takes."""

    title: str = Field(min_length=1, max_length=160)
    stage: Ref
    customer: Ref | None = None
    case: Ref | None = None
    department: Ref | None = None
    amount: Amount = 0
    expected_on: Day | None = None
    note: str = Field("", max_length=5000)


class DealChange(Versioned):
    """What is to be different; what is left out stays. `probability` and `expected_on` null are none."""

    title: str = Field("", min_length=1, max_length=160)
    amount: Amount = 0
    probability: Percent | None = None
    expected_on: Day | None = None
    note: str = Field("", max_length=5000)


class StageSaid(Versioned):
    """To which stage."""

    stage: Ref


class EndSaid(Versioned):
    """How it ended; a lost one says why by one of the company's reasons."""

    state: Literal["won", "lost"]
    reason: Ref | None = None
    words: str = Field("", max_length=300)


class OwnerSaid(Versioned):
    """Whose it is to be."""

    person: Ref


class NextStep(Versioned):
    """What is done next, and on which day."""

    step: str = Field(min_length=1, max_length=200)
    on: Day


def shown(one: Deal) -> dict[str, Any]:
    """A deal with its stage, customer and owner at hand."""
    same = ("title", "case", "state", "state_at", "stage_at", "amount", "currency", "probability", "chance", "expected_on", "next_step", "next_on", "note")
    return {
        "id": one.pk, **{name: getattr(one, name) for name in (*same, "lost_words", "created_at", "version")}, "customer": {"id": one.customer_id, "name": one.customer.name},
        "owner": named(one.owner), "department": one.department_id, "stage": named(one.stage), "pipeline": one.stage.pipeline_id, "lost_reason": named(one.lost_reason),
    }  # fmt: skip


def one_shown(person: Any, number: int, response: HttpResponse | None = None) -> dict[str, Any]:
    """One deal as it stands now. Raises Deal.DoesNotExist."""
    found = access_deal(person, number)
    if response is not None:
        response["ETag"] = f'"{found.version}"'
    return shown(found)


def selling(request: HttpRequest, number: int) -> Deal:
    """A deal on which the token's person may sell. Raises Deal.DoesNotExist, NotAllowed."""
    return access_deal(request.user, number, to="sell")


def stage_named(number: int) -> PipelineStage:
    """A stage of a pipeline in use. Raises Problem."""
    found = next((one for one in stages_offered() if one.pk == number), None)
    if found is None:
        raise wrong_field("stage", _("There is no such stage."))
    return found


def reason_named(number: int | None) -> LostReason:
    """Why a deal is lost. Raises Problem."""
    found = next((one for one in lost_reasons() if one.pk == number), None)
    if found is None:
        raise wrong_field("reason", _("Please say why it was lost, by one of the company's reasons."))
    return found


@subject.reads("/pipelines", "see_sales", list[PipelineShape], gettext_lazy("The pipelines and their stages"))
def list_pipelines(request: HttpRequest) -> list[dict[str, Any]]:
    """Those that take deals."""
    offered = stages_offered()
    stages = {one.pk: [{"id": stage.pk, "name": stage.name, "probability": stage.probability} for stage in offered if stage.pipeline_id == one.pk] for one in pipelines()}
    return [{"id": one.pk, "name": one.name, "stages": stages[one.pk]} for one in pipelines()]


@subject.reads("/lost-reasons", "see_sales", list[Named], gettext_lazy("Why deals are lost"))
def list_lost_reasons(request: HttpRequest) -> list[dict[str, Any] | None]:
    """In the company's words."""
    return [named(one) for one in lost_reasons()]


@subject.reads("/deals", "see_sales", Page[DealShape], gettext_lazy("List deals"))
def list_deals(request: HttpRequest, asked: Query[DealsAsked]) -> dict[str, Any]:
    """The latest change of state first."""
    narrowed = {"stage": asked.stage, "stage__pipeline": asked.pipeline, "customer": asked.customer, "case": asked.case}
    found = deals_for(request.user).filter(state=asked.state, **{name: value for name, value in narrowed.items() if value is not None})
    if asked.q:
        found = found.filter(pk__in=numbers_saying(DEALS, asked.q))
    rows = deal_page(found.order_by("-state_at", "-pk"), after=place_in(asked.cursor, datetime, int), most=asked.limit + 1)  # type: ignore[arg-type]
    return page_of(rows, asked.limit, shown, lambda one: (one.state_at, one.pk))


@subject.reads("/deals/{number}", "see_sales", DealShape, gettext_lazy("One deal"))
def get_deal(request: HttpRequest, number: Id, response: HttpResponse) -> dict[str, Any]:
    """As it stands; its quotes are a list of its own."""
    return one_shown(request.user, number, response)


@subject.writes("POST", "/deals", "sell", DealShape, gettext_lazy("Open a deal"), status=201)
def create_deal(request: HttpRequest, said: DealSaid) -> dict[str, Any]:
    """The token's person's, in a department in which they sell."""
    case = access_case(request.user, said.case) if said.case is not None else None
    if said.customer is None and case is None:
        raise wrong_field("customer", _("This is needed."))
    customer = buyer(request.user, said.customer) if said.customer is not None else case.customer  # type: ignore[union-attr]
    if case is not None and case.customer_id != customer.pk:
        raise wrong_field("customer", _("This case is somebody else's."))
    of_case = place_for(request.user, case.department_id) if case is not None and said.department is None else None
    made = open_deal(
        customer, said.title, by=request.user, stage=stage_named(said.stage), amount=said.amount, department=of_case or department_to_sell(request.user, said.department),
        expected_on=said.expected_on, note=said.note, case=case.pk if case is not None else None,
    )  # fmt: skip
    return one_shown(request.user, made.pk)


@subject.writes("PATCH", "/deals/{number}", "sell", DealShape, gettext_lazy("Change a deal"))
def change_one_deal(request: HttpRequest, number: Id, said: DealChange, response: HttpResponse) -> dict[str, Any]:
    """Only what is named changes."""
    found = selling(request, number)
    standing = {name: getattr(found, name) for name in ("title", "amount", "probability", "expected_on", "note")}
    given = said.model_dump(exclude={"version"}, exclude_unset=True)
    change_deal(found, by=request.user, version=version_of(request, said) or found.version, **standing | given)
    return one_shown(request.user, number, response)


@subject.writes("PUT", "/deals/{number}/stage", "sell", DealShape, gettext_lazy("Move a deal to another stage"))
def move_one_deal(request: HttpRequest, number: Id, said: StageSaid, response: HttpResponse) -> dict[str, Any]:
    """Also of another pipeline."""
    move_deal(selling(request, number), stage_named(said.stage), by=request.user, version=version_of(request, said))
    return one_shown(request.user, number, response)


@subject.writes("PUT", "/deals/{number}/end", "sell", DealShape, gettext_lazy("A deal is won or lost"))
def end_deal(request: HttpRequest, number: Id, said: EndSaid, response: HttpResponse) -> dict[str, Any]:
    """Whoever sells says it; the customer's answer to a quote does not by itself."""
    found, version = selling(request, number), version_of(request, said)
    if said.state == "won":
        win_deal(found, by=request.user, version=version)
    else:
        lose_deal(found, reason_named(said.reason), by=request.user, version=version, words=said.words)
    return one_shown(request.user, number, response)


@subject.writes("DELETE", "/deals/{number}/end", "sell", DealShape, gettext_lazy("A deal is not over after all"))
def reopen_one_deal(request: HttpRequest, number: Id, response: HttpResponse) -> dict[str, Any]:
    """It stands in its stage again."""
    reopen_deal(selling(request, number), by=request.user)
    return one_shown(request.user, number, response)


@subject.writes("PUT", "/deals/{number}/owner", "sell", DealShape, gettext_lazy("Give a deal to a colleague"))
def set_deal_owner(request: HttpRequest, number: Id, said: OwnerSaid) -> dict[str, Any]:
    """They are told. The answer is how it stands, as far as the token's person still sees it."""
    found, to = selling(request, number), person_named(said.person)
    assert to is not None  # a number was given, so somebody was found
    give_deal(found, to, by=request.user, version=version_of(request, said))
    found.refresh_from_db()
    return shown(found)


@subject.writes("PUT", "/deals/{number}/department", "sell", DealShape, gettext_lazy("Bring a deal to another department"))
def set_deal_department(request: HttpRequest, number: Id, said: PlaceSaid, response: HttpResponse) -> dict[str, Any]:
    """One in which the token's person sells too; whose it is stays."""
    found = selling(request, number)
    rehouse_deal(found, place_named(request.user, said.department), by=request.user, version=version_of(request, said))
    return one_shown(request.user, number, response)


@subject.writes("PUT", "/deals/{number}/step", "sell", DealShape, gettext_lazy("Plan what is done next"))
def plan_next_step(request: HttpRequest, number: Id, said: NextStep, response: HttpResponse) -> dict[str, Any]:
    """Its owner hears of it that morning."""
    plan_step(selling(request, number), said.step, said.on, by=request.user, version=version_of(request, said))
    return one_shown(request.user, number, response)


@subject.writes("DELETE", "/deals/{number}/step", "sell", DealShape, gettext_lazy("The next step is done"))
def finish_next_step(request: HttpRequest, number: Id, response: HttpResponse) -> dict[str, Any]:
    """Nothing is planned until somebody plans it."""
    finish_step(selling(request, number), by=request.user, version=None)
    return one_shown(request.user, number, response)
