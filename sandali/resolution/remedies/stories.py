"""Stories of good acts: told with the customer's own words, withheld when somebody would rather not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.access import cases_for
from sandali.cases.models import Direction, Message
from sandali.history.events import record
from sandali.kit.text import clean, fold
from sandali.resolution.models import IN_FORCE, Asked, Asking, Remedy, Story
from sandali.resolution.remedies import events
from sandali.resolution.remedies.ledger import NOT_IN_FORCE

LONGEST_TITLE, LONGEST_TEXT, LONGEST_WORDS = 120, 4_000, 1_000
SPOKEN = (Direction.IN, Direction.CALL, Direction.VISIT)


class CannotTell(Exception):
    """A story cannot be told so; the text says why."""


@transaction.atomic
def tell_story(remedy: Remedy, *, title: str, text: str, by: Any, message: Message | None = None, words: str = "", at: datetime | None = None) -> Story:
    """Tell the story of a remedy that stands, or tell it better. The customer's words are theirs: they must stand in `message`.

    Raises CannotTell with a sentence."""
    if remedy.state not in IN_FORCE:
        raise CannotTell(_("Only what was given can be told."))
    title, text, words = " ".join(clean(title).split())[:LONGEST_TITLE], clean(text).strip()[:LONGEST_TEXT], clean(words).strip()[:LONGEST_WORDS]
    if not title or not text:
        raise CannotTell(_("A story needs a title and what happened."))
    if words and not said_by_customer(remedy, message, words):
        raise CannotTell(_("These words do not stand in what the customer wrote. Quote them as they are."))
    values = {"title": title, "text": text, "message": message if words else None, "words": words}
    story, is_new = Story.objects.update_or_create(
        remedy=remedy, defaults=values, create_defaults=values | {"by": by, "at": at or timezone.now()}
    )
    if is_new:
        record(events.STORY_TOLD, story, by=by, at=at, title=title)
    return story


def said_by_customer(remedy: Remedy, message: Message | None, words: str) -> bool:
    """Whether the words stand in this message of the case, or in the customer's word about our answer."""
    sources = [message.text] if message is not None and message.case_id == remedy.case_id and message.direction in SPOKEN else []
    sources += Asking.objects.filter(case=remedy.case_id).exclude(word="").values_list("word", flat=True)
    return any(fold(words) in fold(source) for source in sources)


def words_offered(remedy: Remedy, *, most: int = 20) -> list[tuple[int, str]]:
    """(message, what the customer said) of the case, the latest first, and with 0 their own word about our answer."""
    words = Asking.objects.filter(case=remedy.case_id, state=Asked.YES).exclude(word="").order_by("-pk").values_list("word", flat=True)[:3]
    found = Message.objects.filter(case=remedy.case_id, direction__in=SPOKEN, withdrawn_at=None, automatic="").exclude(text="")
    return [*((0, word) for word in words), *found.order_by("-pk").values_list("pk", "text")[:most]]


@transaction.atomic
def withhold_story(story: Story, *, by: Any, is_withheld: bool = True) -> Story:
    """Keep it from being told, or let it be told again."""
    story.withheld_at, story.withheld_by = (timezone.now(), by) if is_withheld else (None, None)
    story.save(update_fields=["withheld_at", "withheld_by"])
    record(events.STORY_WITHHELD if is_withheld else events.STORY_SHOWN, story, by=by, title=story.title)
    return story


def stories_for(person: Any) -> QuerySet[Story]:
    """The stories of cases that the person may see, the latest first. One that was withheld, or whose act was taken back, is not told."""
    told = Story.objects.filter(Exists(cases_for(person).filter(pk=OuterRef("remedy__case_id"))), withheld_at=None).exclude(remedy__state__in=NOT_IN_FORCE)
    return told.select_related("remedy__case__customer", "remedy__case__department", "remedy__by").order_by("-at", "-pk")


def story_page(person: Any, *, after: tuple[datetime, int] | None = None, most: int) -> list[Story]:
    """A page of the stories; `after` is (at, id) of the last one seen."""
    told = stories_for(person)
    if after is not None:
        told = told.filter(Q(at__lt=after[0]) | Q(at=after[0], pk__lt=after[1]))
    return list(told[:most])
