"""What can be computed again from the messages: search words, and the last lines kept on cases (RELIABILITY L8)."""

from __future__ import annotations

from django.db.models import Count, Max

from sandali.cases import search
from sandali.cases.models import Case, Message
from sandali.kit import search as index

BATCH = 500


def index_everything() -> tuple[int, int]:
    """Write the words of every case and message anew; returns how many of each. Words of what is gone are taken out."""
    cases = messages = 0
    for case in Case.objects.only("pk", "subject").order_by("pk").iterator(chunk_size=BATCH):
        search.index_case(case)
        cases += 1
    for message in Message.objects.only("pk", "text").prefetch_related("attachments").order_by("pk").iterator(chunk_size=BATCH):
        index.put(search.MESSAGES, message.pk, search.words_of(message, [file.name for file in message.attachments.all()]))
        messages += 1
    return cases, messages


def wrong_counts() -> list[int]:
    """Ids of cases whose kept counts differ from their messages: an empty list when all is well."""
    counted = Case.objects.annotate(real_count=Count("messages"), real_last=Max("messages__id")).order_by("pk")
    rows = counted.values_list("pk", "message_count", "real_count", "last_message_id", "real_last")
    return [pk for pk, kept, real, last, real_last in rows.iterator() if (kept, last) != (real, real_last or 0)]
