"""By when a case wants our word, in a few words: on rows of the inbox and the board, and in the head of a case."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from sandali.kit.components.talk import length
from sandali.kit.dates import show_moment

A_DAY = timedelta(days=1)


def due_words(due: datetime, warn: datetime | None, now: datetime) -> tuple[str, str, str]:
    """(words, icon, tone): late, soon, or in good time. The icon and the words differ with the tone, so that no colour is needed."""
    left = due - now
    if left < timedelta(0):
        words = _("late by %(length)s") % {"length": length(left)} if -left < A_DAY else _("late since %(moment)s") % {"moment": show_moment(due, "short")}
        return words, "alarm", "bad"
    if warn is not None and warn <= now:
        return _("%(length)s left") % {"length": length(left)}, "hourglass", "warn"
    return _("due %(moment)s") % {"moment": show_moment(due, "short")}, "clock", ""
