"""Cases: the lists of the desk with all its filters, one case, and opening one."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import BeforeValidator, Field

from sandali.cases.access import access_case, cases_for
from sandali.cases.actions import open_case
from sandali.cases.actions.filling import fill_case
from sandali.cases.fields import cases_with
from sandali.cases.filtering import READERS, Asked, narrowed
from sandali.cases.models import NO_DEADLINE, Case, Mood, State
from sandali.cases.queries import SORTS, case_page, rank_of, tags_of
from sandali.channels.models import Channel
from sandali.company.models import Department
from sandali.company.queries import open_departments
from sandali.customers.access import access_customer
from sandali.customers.models import Subject as About
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.own_asking import ASKS, OwnFrom, OwnIs, OwnTo, Words, holding
from sandali.exchange.rest.own_fields import OWN_WORDS, Own, OwnValue, own_of_case, own_said
from sandali.exchange.rest.paging import Id, Page, Paged, Ref, Said, Shape, only_whole, page_of, place_in
from sandali.exchange.rest.problems import wrong_field
from sandali.exchange.rest.shapes import Named, named

subject = Subject("cases")
Kind = Literal["", "question", "request", "complaint", "praise", "suggestion", "inquiry"]
Priority = Annotated[Literal[1, 2, 3, 4], BeforeValidator(only_whole)]
# "recent" reaches every case; the other orders hold those alone in which the customer waits (or that sleep), as at the desk.
ORDERS = {"latest": "latest", "due": "due", "waiting": "waiting", "waking": "waking", "priority": "priority"}
Many = Field([], max_length=20)


class CaseShape(Shape):
    """A matter of a customer's. `due_at` is by when it wants a word of ours, null where no standard says."""

    id: int
    subject: str
    state: Literal["new", "open", "waiting", "snoozed", "answered", "confirmed", "lapsed"]
    state_at: datetime
    kind: Kind
    priority: Priority
    mood: str
    customer: Named
    assignee: Named | None
    department: Named | None
    channel: Named | None
    opened_at: datetime
    waiting_since: datetime | None
    due_at: datetime | None
    snoozed_until: datetime | None
    last_message_at: datetime
    message_count: int
    reopened: int
    reach: int
    preview: str
    aside: str
    merged_into: int | None
    parent: int | None
    version: int


class WholeCase(CaseShape):
    """A case with its tags, and what it has of your own fields."""

    tags: list[Named]
    own: dict[str, OwnValue] = Field(description=OWN_WORDS)


class CasesAsked(Paged):
    """Which cases: values of one field are "or", fields are "and". What stands aside (merged, spam) is asked for by `aside` alone."""

    sort: Literal["latest", "due", "waiting", "waking", "priority"] = "latest"
    customer: Id | None = None
    state: list[str] = Field([], max_length=20, alias="is", description="states", json_schema_extra={"items": {"type": "string", "enum": State.values}})
    kind: list[str] = Many
    priority: list[str] = Many
    due: list[str] = Many
    mood: list[str] = Field([], max_length=20, json_schema_extra={"items": {"type": "string", "enum": Mood.values}})
    department: list[str] = Field([], max_length=20, description="ids, or none")
    person: list[str] = Field([], max_length=20, description="whose: ids, me, or nobody")
    near: list[str] = Field([], max_length=20, description="followed, named, drafted, unread")
    channel: list[str] = Field([], max_length=20, description="ids, or none")
    tag: list[str] = Field([], max_length=20, description="ids, or none")
    organisation: str = ""
    opened_over: str = Field("", description="opened more than so many days ago")
    opened_under: str = ""
    quiet_over: str = Field("", description="the last message is older than so many days")
    quiet_under: str = ""
    waits: str = Field("", description="the customer waits for longer than so many hours")
    reach: str = ""
    overdue: str = Field("", description="1: a task of it is overdue")
    words: str = Field("", max_length=200, description="words that were said in it")
    aside: str = ""
    own: list[Words] = OwnIs
    own_from: list[Words] = OwnFrom
    own_to: list[Words] = OwnTo


class CaseSaid(Said):
    """A case that one of ours opens."""

    customer: Ref
    subject: str = Field(min_length=1, max_length=250)
    kind: Kind = ""
    priority: Priority = 2
    department: Ref | None = None
    channel: Ref | None = None
    own: Own | None = None


def shown(case: Case) -> dict[str, Any]:
    """A case, with its customer, channel, department and person at hand."""
    same = ("subject", "state", "state_at", "kind", "priority", "mood", "opened_at", "waiting_since", "snoozed_until", "last_message_at")
    counted = ("message_count", "reopened", "reach", "preview", "aside", "version")
    return {
        "id": case.pk, **{name: getattr(case, name) for name in (*same, *counted)}, "due_at": None if case.due_at >= NO_DEADLINE else case.due_at,
        "customer": {"id": case.customer_id, "name": case.customer.name}, "assignee": named(case.assignee), "department": named(case.department),
        "channel": named(case.channel), "merged_into": case.merged_into_id, "parent": case.parent_id,
    }  # fmt: skip


def whole(person: Any, number: int, response: HttpResponse | None = None) -> dict[str, Any]:
    """One case as it stands now. Raises Case.DoesNotExist."""
    case = access_case(person, number)
    if response is not None:
        response["ETag"] = f'"{case.version}"'
    return shown(case) | {"tags": [named(tag) for tag in tags_of(number)], "own": own_of_case(case)}


def filter_of(asked: CasesAsked) -> Asked:
    """The filter, of which nothing is passed over. Raises Problem for a value that there is not."""
    given = asked.model_dump(by_alias=True, exclude={"cursor", "limit", "sort", "customer", *ASKS})
    fields = []
    for name, reader in READERS.items():
        typed = given[name] if isinstance(given[name], list) else [given[name]] if given[name] else []
        values = [reader(value) for value in typed]
        if None in values:
            raise wrong_field(name, _("There is no such value here."))
        if values:
            fields.append((name, tuple(sorted({value for value in values if value is not None}))))
    return Asked(tuple(fields))


@subject.reads("/cases", "see_cases", Page[CaseShape], gettext_lazy("List cases"))
def list_cases(request: HttpRequest, asked: Query[CasesAsked]) -> dict[str, Any]:
    """With every filter of the desk. In the orders "due", "waiting" and "priority" stand those alone in which the customer waits,
    in "waking" those that sleep."""
    wanted = filter_of(asked)
    cases = cases_for(request.user).filter(holding(About.CASE, asked.model_dump(include=set(ASKS)), cases_with))
    if not wanted.many("aside"):
        cases = cases.filter(aside="")
    if asked.customer is not None:
        cases = cases.filter(customer=asked.customer)
    by_rank = asked.sort == "priority"
    after = place_in(asked.cursor, int if by_rank else datetime, int)
    rows = case_page(narrowed(cases, wanted, person=request.user).select_related("department"), sort=asked.sort, after=after, most=asked.limit + 1)  # type: ignore[arg-type]
    column = SORTS[asked.sort][0]
    return page_of(rows, asked.limit, shown, lambda one: (rank_of(one.priority, one.reach) if by_rank else getattr(one, column), one.pk))


@subject.reads("/cases/{number}", "see_cases", WholeCase, gettext_lazy("One case with its tags"))
def get_case(request: HttpRequest, number: Id, response: HttpResponse) -> dict[str, Any]:
    """With its tags; what was said in it is a list of its own."""
    return whole(request.user, number, response)


@subject.writes("POST", "/cases", "answer_cases", WholeCase, gettext_lazy("Open a case"), status=201)
def create_case(request: HttpRequest, said: CaseSaid) -> dict[str, Any]:
    """A matter that one of ours writes down; it is the token's person's. What customers write themselves comes by a channel."""
    customer, own = access_customer(request.user, said.customer), own_said(About.CASE, said.own)
    case = open_case(
        customer, by=request.user, subject=said.subject, kind=said.kind, priority=said.priority, department=department_named(said.department), channel=channel_named(said.channel)
    )
    if own:
        fill_case(case, own, by=request.user)
    return whole(request.user, case.pk)


def department_named(number: int | None) -> Department | None:
    """A department in use. Raises Problem."""
    found = open_departments().filter(pk=number).first() if number is not None else None
    if number is not None and found is None:
        raise wrong_field("department", _("There is no such department."))
    return found


def channel_named(number: int | None) -> Channel | None:
    """A channel in use. Raises Problem."""
    found = Channel.objects.filter(pk=number, is_active=True, archived_at=None).select_related("department").first() if number is not None else None
    if number is not None and found is None:
        raise wrong_field("channel", _("There is no such channel."))
    return found
