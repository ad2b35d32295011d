"""What everybody can read: cases that were said in public, the plan they are answered by, the answer and the thanks."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import AfterValidator, Field

from sandali.cases.access import access_case
from sandali.cases.models import Case
from sandali.channels.social.mentions import LONGEST as OF_A_MENTION
from sandali.channels.social.mentions import mention_of
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import Id, Page, Paged, Ref, Said, Shape, Truth, page_of, place_in
from sandali.exchange.rest.problems import not_there, wrong_field
from sandali.exchange.rest.shapes import Named, VersionAsked, Versioned, named, version_of
from sandali.resolution.models import Deed, PublicDeed, PublicMatter
from sandali.resolution.public.actions import (
    LONGEST,
    LONGEST_LINK,
    choose_plan,
    mark_public,
    take_deed_back,
    unmark_public,
    web_address,
    write_deed,
)
from sandali.resolution.public.mentions import write_mention
from sandali.resolution.public.queries import Owed, matter_of, owed_matters, plans

subject = Subject("public")
SCOPE = "cases"
Place = Literal["network", "site", "news"]
PLACES = "a social network, a site or a forum, a newspaper or a broadcast"


def only_web(given: str) -> str:
    """An address of the web, or "". Raises ValueError with a sentence."""
    try:
        return web_address(given)
    except ValueError as wrong:
        raise ValueError(_("Please give the whole link, beginning with https://")) from wrong


Link = Annotated[str, Field(max_length=LONGEST_LINK), AfterValidator(only_web)]


class DeedShape(Shape):
    """An answer where it was said, or thanks for saying it: in which words and where, or by which message of ours."""

    by: Named | None
    at: datetime
    message: int | None
    words: str
    link: str


class MatterShape(Shape):
    """A case that everybody can read about. `removed_at`: it is not called public any more."""

    case: int
    where: Place = Field(description=PLACES)
    link: str
    answers_show: bool = Field(description="what we answer in the case stands there for everybody")
    by: Named | None
    at: datetime
    plan: Named | None
    due_at: datetime | None
    answered: DeedShape | None
    thanked: DeedShape | None
    removed_at: datetime | None
    version: int


class OwedShape(Shape):
    """A public matter that is not carried to the end: what is null is owed."""

    case: int
    subject: str
    customer: Named
    owner: str | None
    department: str | None
    where: Place
    at: datetime
    plan: str | None
    due_at: datetime | None
    answered_at: datetime | None
    thanked_at: datetime | None


class PlanShape(Shape):
    """How one kind of public complaint is answered. `steps` is Markdown, `minutes` of working time until the answer."""

    id: int
    name: str
    fits: str
    steps: str
    who: str
    minutes: int
    version: int


class OwedAsked(Paged):
    """What is owed."""

    owed: Literal["answered", "thanked"] = Field("answered", description="not yet answered where it was said, or not yet thanked for")


class MatterSaid(Versioned):
    """Where it was said, and whether our answers in the case stand there too."""

    where: Place = Field(description=PLACES)
    link: Link = ""
    answers_show: Truth = False


class PlanSaid(Versioned):
    """The plan that it is answered by; null is none."""

    plan: Ref | None


class PublicAnswerSaid(Said):
    """An answer that was given elsewhere: its words, and where they stand."""

    words: str = Field(min_length=1, max_length=LONGEST)
    link: Link = Field(min_length=1)


class ThanksSaid(Said):
    """How the customer was thanked where nobody could read it."""

    words: str = Field("", max_length=500)


class MentionSaid(Said):
    """What somebody said of us in public. Somebody must be found again: by `author`, or by `link`."""

    text: str = Field(min_length=1, max_length=OF_A_MENTION["text"])
    author: str = Field("", max_length=OF_A_MENTION["author"])
    link: Annotated[str, Field(max_length=OF_A_MENTION["link"]), AfterValidator(only_web)] = ""
    place: Place = Field("network", description=PLACES)
    network: str = Field("", max_length=OF_A_MENTION["network"], description="its name")


class MentionShape(Shape):
    """The case that a mention made, or had made before; null where the token's person does not see it."""

    case: int | None


def deed_shown(one: PublicDeed | None) -> dict[str, Any] | None:
    """A deed that stands."""
    return None if one is None else {"by": named(one.by), "at": one.at, "message": one.message_id, "words": one.words, "link": one.link}


def matter_shown(request: HttpRequest, number: int, response: HttpResponse | None = None) -> dict[str, Any]:
    """The public matter of a case as it stands now. Raises Problem where the case was never public."""
    found = matter_of(access_case(request.user, number))
    if found is None:
        raise not_there()
    if response is not None:
        response["ETag"] = f'"{found.version}"'
    deeds = {deed.what: deed for deed in found.deeds.filter(removed_at=None).select_related("by")}
    same = ("where", "link", "answers_show", "at", "due_at", "removed_at", "version")
    return {
        "case": found.case_id, "by": named(found.by), "plan": named(found.plan), **{name: getattr(found, name) for name in same},
        **{deed.value: deed_shown(deeds.get(deed)) for deed in Deed},
    }  # fmt: skip


def handled_matter(request: HttpRequest, number: int) -> PublicMatter:
    """The public matter of a case that the token's person works on. Raises Problem."""
    found = matter_of(access_case(request.user, number, to="handle"))
    if found is None:
        raise not_there()
    return found


def owed_shown(one: Owed) -> dict[str, Any]:
    """What is owed of one matter."""
    same = ("case", "owner", "department", "where", "at", "plan", "due_at", "answered_at", "thanked_at")
    return {"subject": one.subject or one.preview, "customer": {"id": one.customer, "name": one.customer_name}, **{name: getattr(one, name) for name in same}}


@subject.reads("/public-matters", "see_cases", Page[OwedShape], gettext_lazy("What is owed in public"), scope=SCOPE)
def list_public_matters(request: HttpRequest, asked: Query[OwedAsked]) -> dict[str, Any]:
    """The oldest first."""
    after = place_in(asked.cursor, datetime, int)
    rows = owed_matters(request.user, asked.owed, after=after, most=asked.limit + 1)  # type: ignore[arg-type]
    return page_of(rows, asked.limit, owed_shown, lambda one: (one.at, one.matter))


@subject.reads("/public-plans", "see_cases", list[PlanShape], gettext_lazy("Plans for public complaints"), scope=SCOPE)
def list_public_plans(request: HttpRequest) -> list[dict[str, Any]]:
    """Those in use, by name."""
    return [{"id": one.pk, **{name: getattr(one, name) for name in ("name", "fits", "steps", "who", "minutes", "version")}} for one in plans()]


@subject.writes("POST", "/mentions", "answer_cases", MentionShape, gettext_lazy("Write down what was said of us in public"), scope=SCOPE, status=201)
def write_one_mention(request: HttpRequest, said: MentionSaid) -> dict[str, Any]:
    """Its case opens; the same again makes no second one. Networks tell by the channel “Public words”."""
    mention = mention_of(said.model_dump())
    if mention is None:
        raise wrong_field("author", _("Please give who said it, or the link.")) if said.text.strip() else wrong_field("text", _("Please write something."))
    case = write_mention(mention, by=request.user)
    try:
        return {"case": access_case(request.user, case.pk).pk if case is not None else None}
    except Case.DoesNotExist:
        return {"case": None}


@subject.reads("/cases/{number}/public", "see_cases", MatterShape, gettext_lazy("The public matter of a case"), scope=SCOPE)
def get_public_matter(request: HttpRequest, number: Id, response: HttpResponse) -> dict[str, Any]:
    """404 where the case was never public."""
    return matter_shown(request, number, response)


@subject.writes("PUT", "/cases/{number}/public", "handle_cases", MatterShape, gettext_lazy("Everybody can read a case"), scope=SCOPE)
def mark_one_public(request: HttpRequest, number: Id, said: MatterSaid, response: HttpResponse) -> dict[str, Any]:
    """Where it was said; once more changes that."""
    case, version = access_case(request.user, number, to="handle"), version_of(request, said)
    mark_public(case, by=request.user, where=said.where, link=said.link, answers_show=said.answers_show, version=version)
    return matter_shown(request, number, response)


@subject.writes("DELETE", "/cases/{number}/public", "handle_cases", None, gettext_lazy("A case is not public after all"), scope=SCOPE, status=204)
def unmark_one_public(request: HttpRequest, number: Id, asked: Query[VersionAsked]) -> None:
    """What was done is kept, for when it is marked again."""
    unmark_public(handled_matter(request, number), by=request.user, version=version_of(request, asked))


@subject.writes("POST", "/cases/{number}/public/return", "handle_cases", MatterShape, gettext_lazy("A case is public again"), scope=SCOPE)
def return_one_public(request: HttpRequest, number: Id, response: HttpResponse) -> dict[str, Any]:
    """As it was noted before; one that is public stays as it is."""
    found = handled_matter(request, number)
    if found.removed_at is not None:
        mark_public(found.case, by=request.user, where=found.where, link=found.link, answers_show=found.answers_show)
    return matter_shown(request, number, response)


@subject.writes("PUT", "/cases/{number}/public/plan", "handle_cases", MatterShape, gettext_lazy("Choose the plan of a public matter"), scope=SCOPE)
def choose_one_plan(request: HttpRequest, number: Id, said: PlanSaid, response: HttpResponse) -> dict[str, Any]:
    """Its clock runs from when the case was marked public."""
    found, plan = handled_matter(request, number), next((one for one in plans() if one.pk == said.plan), None)
    if said.plan is not None and plan is None:
        raise wrong_field("plan", _("There is no such plan."))
    choose_plan(found, plan, by=request.user, version=version_of(request, said))
    return matter_shown(request, number, response)


@subject.writes("PUT", "/cases/{number}/public/answered", "handle_cases", MatterShape, gettext_lazy("Write down an answer that was given in public"), scope=SCOPE)
def write_public_answer(request: HttpRequest, number: Id, said: PublicAnswerSaid, response: HttpResponse) -> dict[str, Any]:
    """What stands already stays. Nothing is published by this: somebody wrote it there."""
    found = handled_matter(request, number)
    if not said.words.strip():
        raise wrong_field("words", _("Please write something."))
    write_deed(found, Deed.ANSWERED, by=request.user, words=said.words, link=said.link)
    return matter_shown(request, number, response)


@subject.writes("DELETE", "/cases/{number}/public/answered", "handle_cases", None, gettext_lazy("A public matter is not answered after all"), scope=SCOPE, status=204)
def take_public_answer_back(request: HttpRequest, number: Id) -> None:
    """Its clock goes on."""
    take_deed_back(handled_matter(request, number), Deed.ANSWERED, by=request.user)


@subject.writes("PUT", "/cases/{number}/public/thanked", "handle_cases", MatterShape, gettext_lazy("The customer was thanked for saying it"), scope=SCOPE)
def write_public_thanks(request: HttpRequest, number: Id, said: ThanksSaid, response: HttpResponse) -> dict[str, Any]:
    """What stands already stays."""
    write_deed(handled_matter(request, number), Deed.THANKED, by=request.user, words=said.words)
    return matter_shown(request, number, response)


@subject.writes("DELETE", "/cases/{number}/public/thanked", "handle_cases", None, gettext_lazy("The customer was not thanked after all"), scope=SCOPE, status=204)
def take_public_thanks_back(request: HttpRequest, number: Id) -> None:
    """It waits for our thanks again."""
    take_deed_back(handled_matter(request, number), Deed.THANKED, by=request.user)
