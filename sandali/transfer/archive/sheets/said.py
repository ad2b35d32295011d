"""Cases, what was said in them, promises, and knowledge."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from sandali.cases.models import BESIDE, Attachment, Case, Direction, Kind, Message, State
from sandali.knowledge.models import Entry, EntryKind
from sandali.resolution.models import Promise, Promised
from sandali.transfer.archive.sheets.columns import Column, Portion, Sheet, Words, label


def tags_of(portion: Portion, words: Words) -> dict[int, list[str]]:
    """Case → tags."""
    tags: dict[int, list[str]] = defaultdict(list)
    rows = Case.tags.through.objects.using(words.using).filter(case__in=[one.pk for one in portion]).order_by("tag__folded")
    for case, name in rows.values_list("case_id", "tag__name"):
        tags[case].append(name)
    return tags


def case_row(one: Case, tags: Any, words: Words) -> list[Any]:
    """A case."""
    closed = one.state_at if one.state in (State.ANSWERED, State.CONFIRMED, State.LAPSED) else None
    return [
        one.pk, one.subject, one.customer_id, one.customer.name, label(Kind, one.kind) if one.kind else "", label(State, one.state),
        one.department.name if one.department else "", one.assignee.name if one.assignee else "", one.channel.name if one.channel else "",
        "; ".join(tags[one.pk]), *words.moment(one.opened_at), *words.moment(closed), one.merged_into_id,
    ]  # fmt: skip


CASES: Final = Sheet(
    "cases",
    (
        Column("Case number in Sandali", "شماره پرونده در صندلی", "key"), Column("Subject", "موضوع", "subject"), Column("Customer", "شماره مشتری", "customer_key"),
        Column("Customer name", "نام مشتری"), Column("Kind", "نوع"), Column("State", "وضعیت"), Column("Department", "بخش"), Column("Owner", "مسئول"),
        Column("Channel", "کانال"), Column("Tags", "برچسب‌ها", "tags"), Column("Opened", "باز شده میلادی", "created_at"), Column("Opened (Jalali)", "باز شده"),
        Column("Closed", "بسته شده میلادی", "closed_at"), Column("Closed (Jalali)", "بسته شده"), Column("Put together with case", "یکی‌شده با پرونده"),
    ),
    lambda using: Case.objects.using(using).select_related("customer", "department", "assignee", "channel"), case_row, tags_of,
)  # fmt: skip


def files_of(portion: Portion, words: Words) -> dict[int, list[str]]:
    """Message → its files, as "name (sha256)"."""
    files: dict[int, list[str]] = defaultdict(list)
    rows = Attachment.objects.using(words.using).filter(message__in=[one.pk for one in portion]).exclude(sha256="").order_by("pk")
    for message, name, sha256 in rows.values_list("message_id", "name", "sha256"):
        files[message].append(f"{name} ({sha256})")
    return files


def message_row(one: Message, files: Any, words: Words) -> list[Any]:
    """Something that was said. Only the customer's own words have their number, which is how the import knows whose they are."""
    theirs = one.direction == Direction.IN
    who = one.from_name or one.from_value if one.author is None else one.author.name
    return [
        one.pk, one.case_id, label(Direction, one.direction), one.customer_id if theirs else "", who, one.text, int(one.direction not in BESIDE),
        *words.moment(one.at), "; ".join(files[one.pk]),
    ]  # fmt: skip


MESSAGES: Final = Sheet(
    "messages",
    (
        Column("Message number in Sandali", "شماره پیام در صندلی", "key"), Column("Case", "شماره پرونده", "case_key"), Column("Direction", "جهت"),
        Column("Customer who wrote it", "شماره مشتری نویسنده", "author_key"), Column("Who wrote it", "نویسنده", "author_name"), Column("Text", "متن", "text"),
        Column("Public", "برای مشتری", "is_public"), Column("When", "زمان میلادی", "created_at"), Column("When (Jalali)", "زمان"), Column("Files", "پیوست‌ها"),
    ),
    lambda using: Message.objects.using(using).filter(withdrawn_at=None, leaves_at=None).select_related("author"), message_row, files_of,
)  # fmt: skip

PROMISES: Final = Sheet(
    "promises",
    (
        Column("Number", "شماره"), Column("Case", "شماره پرونده"), Column("Customer", "شماره مشتری"), Column("What", "قول"), Column("Owner", "مسئول"),
        Column("State", "وضعیت"), Column("Due", "موعد میلادی"), Column("Due (Jalali)", "موعد"), Column("Kept", "وفا شده میلادی"),
        Column("Kept (Jalali)", "وفا شده"), Column("Reason", "علت"),
    ),
    lambda using: Promise.objects.using(using).select_related("owner"),
    lambda one, near, words: [
        one.pk, one.case_id, one.customer_id, one.what, one.owner.name, label(Promised, one.state), *words.moment(one.due_at), *words.moment(one.kept_at), one.reason,
    ],
)  # fmt: skip

KNOWLEDGE: Final = Sheet(
    "knowledge",
    (
        Column("Number", "شماره"), Column("Kind", "نوع"), Column("Title", "عنوان"), Column("Text", "متن"), Column("Language", "زبان"),
        Column("Keywords", "کلیدواژه‌ها"), Column("Department", "بخش"), Column("Author", "نویسنده"), Column("Public", "برای همه"),
        Column("Changed", "تغییر میلادی"), Column("Changed (Jalali)", "تغییر"), Column("Archived", "بایگانی میلادی"), Column("Archived (Jalali)", "بایگانی"),
    ),
    lambda using: Entry.objects.using(using).select_related("department", "author"),
    lambda one, near, words: [
        one.pk, label(EntryKind, one.kind), one.title, one.text, one.language, one.keywords, one.department.name if one.department else "", one.author.name,
        int(one.is_public), *words.moment(one.changed_at), *words.moment(one.archived_at),
    ],
)  # fmt: skip
