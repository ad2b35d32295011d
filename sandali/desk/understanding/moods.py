"""Moods in words: a chip, and why it says so."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.models import Mood
from sandali.desk.cases.boxes import MOOD_ICONS, MOOD_TONES
from sandali.desk.sentences import isolated
from sandali.resolution.understanding.queries import MoodOf

CHOICES: Final = (*((mood.value, MOOD_ICONS[mood], mood.label) for mood in Mood), ("", "x", gettext_lazy("Cannot be told")))


def mood_chip(mood: MoodOf | None) -> dict[str, str] | None:
    """Words, icon and tone of the chip in the head of a case; None where nothing is to be said."""
    if mood is None or not mood.stands:
        return None
    stands = Mood(mood.stands)
    words = str(stands.label)
    if mood.otherwise:
        said = Mood(mood.said).label if mood.said else _("cannot be told")
        words = _("%(mood)s; %(who)s said: %(said)s") % {"mood": words, "who": isolated(mood.said_by), "said": said}
    return {"words": words, "icon": MOOD_ICONS[stands], "tone": MOOD_TONES[stands]}


def why(mood: MoodOf) -> dict[str, Any]:
    """Why it is thought so: the customer's words, and who of us says otherwise."""
    said = ""
    if mood.is_corrected:
        what = Mood(mood.said).label if mood.said else _("no mood that can be told")
        said = _("%(who)s says: %(mood)s") % {"who": isolated(mood.said_by), "mood": what}
    return {
        "phrase": mood.phrase if mood.read else "",
        "reads": _("Their words read as: %(mood)s") % {"mood": Mood(mood.read).label} if mood.read else "",
        "read_at": mood.read_at,
        "message": mood.message,
        "said": said,
        "said_at": mood.said_at if mood.is_corrected else None,
    }


def choices(mood: MoodOf | None) -> list[dict[str, Any]]:
    """What one can say of a mood, and which holds."""
    stands = current_of(mood)
    return [{"value": value, "icon": icon, "label": label, "current": value == stands} for value, icon, label in CHOICES]


def current_of(mood: MoodOf | None) -> str | None:
    """Which of CHOICES holds; None where nobody said anything and nothing was read."""
    return None if mood is None or not (mood.stands or mood.is_corrected) else mood.stands
