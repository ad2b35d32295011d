"""What the rooms below did, as far as a promise hangs on it. Each runs in the transaction that wrote the event."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from sandali.cases.models import Case, Message, Regrouping
from sandali.history.models import Event
from sandali.kit.prepared import Prepared
from sandali.resolution.models import STANDING, Promise
from sandali.resolution.promises.saying import fall

# Asked at every delivery; most messages promise nothing.
_promised = Prepared(lambda delivery: Promise.objects.filter(message__delivery=delivery).values_list("pk", "message_id"))


def message_left(event: Event) -> None:
    """DELIVERY_SENT: now the customer has been told."""
    if rows := _promised(event.subject_id):
        Promise.objects.filter(pk__in=[row[0] for row in rows], told_at=None).update(told_at=event.at)


def message_failed(event: Event) -> None:
    """DELIVERY_FAILED: nobody was told. The promise stands: we meant it, and its owner hears that the answer did not arrive."""
    if rows := _promised(event.subject_id):
        Promise.objects.filter(pk__in=[row[0] for row in rows]).update(told_at=None)


def message_taken_back(event: Event) -> None:
    """DELIVERY_WITHDRAWN, ANSWER_HELD: what was to be said was not said."""
    for number in {row[1] for row in _promised(event.subject_id)}:
        fall(Message.objects.select_related("case").get(pk=number), by=event.by)


def case_has_owner(event: Event) -> None:
    """A case was given, taken or handed over: its promises go along, unless one was handed to somebody by itself."""
    cases_have_owners([event])


def cases_have_owners(events: list[Event]) -> None:
    """The same for many at once."""
    owned = dict(Case.objects.filter(pk__in={event.case_id for event in events}, assignee__isnull=False).values_list("pk", "assignee_id"))
    standing = Promise.objects.filter(case__in=owned, state__in=STANDING, given_at=None).values_list("pk", "case_id", "owner_id")
    for number, case, owner in standing:
        if owner != owned[case]:
            Promise.objects.filter(pk=number).update(owner_id=owned[case], version=F("version") + 1)


case_has_owner.for_many = cases_have_owners  # type: ignore[attr-defined]


def case_merged(event: Event) -> None:
    """CASE_MERGED, of the case that went: everything that it promised goes along."""
    carry(Promise.objects.filter(case=event.case_id), event.data["regrouping"], to=event.data["other"])


def case_split(event: Event) -> None:
    """CASE_SPLIT, of the case that stays: what the moved messages say goes with them, to whomever they are of now."""
    made = Regrouping.objects.select_related("target").get(pk=event.data["regrouping"])
    theirs = Promise.objects.filter(case=made.source, message__in=made.messages)
    theirs.update(customer_id=made.target.customer_id)
    carry(theirs, made.pk, to=made.target_id)


def carry(promises, regrouping: int, *, to: int) -> None:  # type: ignore[no-untyped-def]
    """Move promises to a case, and remember by which merge or split."""
    for one in promises.only("moved_by"):
        Promise.objects.filter(pk=one.pk).update(case_id=to, moved_by=[*one.moved_by, regrouping], version=F("version") + 1)


def regrouping_undone(event: Event) -> None:
    """MERGE_UNDONE, SPLIT_UNDONE (both cases say it; the second time nothing is left to do): what was carried goes back."""
    made = Regrouping.objects.select_related("source").get(pk=event.data["regrouping"])
    theirs = Promise.objects.filter(case=made.target)
    if made.way == Regrouping.Way.MERGE:
        theirs = theirs.filter(pk__in=[one.pk for one in theirs.only("moved_by") if made.pk in one.moved_by])
    else:
        theirs.update(customer_id=made.source.customer_id)
    for one in theirs.only("moved_by"):
        left = one.moved_by[: one.moved_by.index(made.pk)] if made.pk in one.moved_by else one.moved_by
        Promise.objects.filter(pk=one.pk).update(case_id=made.source_id, moved_by=left, version=F("version") + 1)


def case_is_spam(event: Event) -> None:
    """CASE_IS_SPAM: nobody is reminded of what was promised to a machine."""
    Promise.objects.filter(case=event.case_id).update(next_at=None)


def case_no_spam(event: Event) -> None:
    """CASE_NO_SPAM: it is looked at again."""
    if Case.objects.filter(pk=event.case_id or 0, aside="").exists():
        Promise.objects.filter(case=event.case_id, state__in=STANDING, escalated_at=None).update(next_at=timezone.now())
