"""What the rooms below did, as far as a public matter hangs on it. Each runs in the transaction that wrote the event."""

from __future__ import annotations

from sandali.cases.in_public import stands_in_public
from sandali.cases.models import Message
from sandali.history.models import Event
from sandali.kit.prepared import Prepared
from sandali.resolution.models import Deed, PublicDeed, PublicMatter
from sandali.resolution.public.actions import take_deed_back, wound, write_deed
from sandali.resolution.reading.gratitude import thanks_for_telling

# Asked at every answer; most cases are nobody else's business.
_public = Prepared(lambda case: PublicMatter.objects.filter(case=case, removed_at__isnull=True).values_list("pk", "answers_show"))


def after_answer(event: Event) -> None:
    """CASE_ANSWERED: our words may thank, and they are the public answer where our answers stand for everybody to read."""
    for number, shows in _public(event.case_id or 0):
        matter = PublicMatter.objects.select_related("case").get(pk=number)
        message = Message.objects.get(pk=event.subject_id)
        if shows or stands_in_public(message.chat):
            write_deed(matter, Deed.ANSWERED, by=event.by, message=message, at=event.at)
        if thanks_for_telling(message.text):
            write_deed(matter, Deed.THANKED, by=event.by, message=message, at=event.at)


def after_delivery(event: Event) -> None:
    """DELIVERY_WITHDRAWN or DELIVERY_FAILED: an answer that nobody got has neither answered nor thanked."""
    deeds = PublicDeed.objects.filter(message__delivery=event.subject_id, removed_at=None)
    for deed in deeds.select_related("matter__case"):
        take_deed_back(deed.matter, deed.what, message=deed.message_id)


def after_merging(event: Event) -> None:
    """CASE_MERGED: the case that goes on is the public one now. Where both were, its own carries what is owed."""
    target = int(event.data.get("other", 0))
    if PublicMatter.objects.filter(case=target).exists():
        return
    PublicMatter.objects.filter(case=event.case_id, removed_at__isnull=True).update(case=target, moved_from=event.case_id)


def after_unmerging(event: Event) -> None:
    """MERGE_UNDONE, told of both cases: what was public is so again on its own case."""
    moved = PublicMatter.objects.filter(case=int(event.data.get("other", 0)), moved_from=event.case_id)
    for matter in moved.select_related("case", "plan"):
        PublicMatter.objects.filter(pk=matter.pk).update(case=event.case_id, moved_from=None)
        wound(matter)
