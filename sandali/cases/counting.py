"""What can be computed again from the messages: the last lines kept on cases (RELIABILITY L8)."""

from __future__ import annotations

from django.db.models import Count, Max

from sandali.cases.models import Case


def wrong_counts() -> list[int]:
    """Ids of cases whose kept counts differ from their messages: an empty list when all is well."""
    counted = Case.objects.annotate(real_count=Count("messages"), real_last=Max("messages__id")).order_by("pk")
    rows = counted.values_list("pk", "message_count", "real_count", "last_message_id", "real_last")
    return [pk for pk, kept, real, last, real_last in rows.iterator() if (kept, last) != (real, real_last or 0)]
