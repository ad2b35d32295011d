"""What to know before a reply, in at most ten sentences, what matters most first; each opens to what stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.cases.models import ON_US, Case, Mood, State
from sandali.desk.cases.boxes import MOOD_ICONS, MOOD_TONES
from sandali.desk.remedies.words import remedy_words
from sandali.desk.sentences import isolated
from sandali.kit.components.pieces import number
from sandali.kit.components.talk import length
from sandali.kit.dates import show_date, show_moment
from sandali.resolution.understanding.before import Before, Behind, Word
from sandali.resolution.understanding.queries import MoodOf

MOST: Final = 10
LONGEST_QUOTE: Final = 140
LONG: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing behind a line: a link with a soft word beside it, or words of somebody."""

    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence. `tone` is that of its icon."""

    icon: str
    text: str
    tone: str = ""
    behind: tuple[Item, ...] = ()

    @property
    def tone_class(self) -> str:
        """The class of its icon."""
        return f"text-{self.tone}" if self.tone in ("ok", "warn", "bad", "brand") else "soft"


def lines_of(case: Case, known: Before, mood: MoodOf | None, *, now: datetime) -> list[Line]:
    """The lines, the best first."""
    found = (
        *of_mood(case, mood), *of_waiting(case, now), *of_promises(known), *of_repeats(known), *of_elsewhere(known), *of_word(known.word), *of_notes(known),
        *of_given(known), *of_matters(known), *of_organisation(case, known),
    )  # fmt: skip
    return list(found[:MOST])


def of_mood(case: Case, mood: MoodOf | None) -> Iterator[Line]:
    """How they feel, and the words that say so."""
    if mood is None or not mood.stands:
        return
    stands = Mood(mood.stands)
    if mood.is_corrected and not mood.otherwise:
        text = _("Their mood: %(mood)s, as %(who)s says") % {"mood": stands.label, "who": isolated(mood.said_by)}
    else:
        text = _("Their mood: %(mood)s. In their words: “%(phrase)s”") % {"mood": stands.label, "phrase": isolated(mood.phrase)}
    to_message = f"{reverse('case', args=[case.pk])}#message-{mood.message}" if mood.message else ""
    behind = (Item(_("“%(words)s”") % {"words": isolated(mood.phrase)}, to_message, show_moment(mood.read_at)),) if mood.read and mood.read_at else ()
    yield Line(MOOD_ICONS[stands], text, MOOD_TONES[stands], behind)


def of_waiting(case: Case, now: datetime) -> Iterator[Line]:
    """How long they wait already, when it is long."""
    since = case.waiting_since
    if since is not None and case.state in ON_US and now - since >= LONG:
        said = _("They have been waiting for our answer for %(length)s, since %(moment)s")
        yield Line("clock", said % {"length": length(now - since), "moment": show_moment(since)}, "bad")


def of_promises(known: Before) -> Iterator[Line]:
    """What we owe them; a promise that is broken goes before one that is not due yet."""
    if not known.owed:
        return
    first = next((one for one in known.owed if one.is_broken), known.owed[0])
    said = _("We broke a promise to them: “%(what)s”, due %(moment)s") if first.is_broken else _("We have promised them: “%(what)s”, by %(moment)s")
    behind = tuple(Item(one.what, reverse("case", args=[one.case]), show_moment(one.due_at)) for one in known.owed)
    text = said % {"what": isolated(cut(first.what)), "moment": show_moment(first.due_at)}
    yield Line("heart-handshake", text, "bad" if first.is_broken else "warn", behind)


def of_given(known: Before) -> Iterator[Line]:
    """What was given to them to put something right."""
    if known.given:
        last = known.given[0]
        values = {"what": remedy_words(last.kind, last.amount, last.currency), "day": show_date(last.at)}
        behind = tuple(Item(remedy_words(one.kind, one.amount, one.currency), reverse("case", args=[one.case]), show_date(one.at)) for one in known.given)
        yield Line("gift", _("Given to put it right, the last time: %(what)s (%(day)s)") % values, "", behind)


def of_repeats(known: Before) -> Iterator[Line]:
    """How often they had to come back, or to tell it again."""
    behind = tuple(cases_behind(known.troubled))
    if known.repeats:
        said = ngettext("They had to explain it again %(number)s time", "They had to explain it again %(number)s times", known.repeats)
        yield Line("repeat", said % {"number": number(known.repeats)}, "warn", behind)
    if known.reopened:
        said = ngettext(
            "%(number)s time they came back after we thought it was done", "%(number)s times they came back after we thought it was done", known.reopened
        )
        yield Line("refresh", said % {"number": number(known.reopened)}, "warn", behind)


def of_elsewhere(known: Before) -> Iterator[Line]:
    """What is open with others of us."""
    count = known.elsewhere_open
    if count < 1:
        return
    who = [name for name in dict.fromkeys(one.who for one in known.elsewhere) if name]
    names = named(who)
    if who:
        said = ngettext("Another matter of theirs is open, with %(names)s", "%(number)s other matters of theirs are open, with %(names)s", count)
    else:
        said = ngettext("Another matter of theirs is open, and nobody has it", "%(number)s other matters of theirs are open, and nobody has them", count)
    yield Line("folders", said % {"number": number(count), "names": names}, "info", tuple(cases_behind(known.elsewhere)))


def named(who: list[str]) -> str:
    """Names in a row, as the language sets them apart."""
    return reduce(lambda first, rest: _("%(first)s, %(rest)s") % {"first": first, "rest": rest}, map(isolated, who)) if who else ""


def of_word(word: Word | None) -> Iterator[Line]:
    """Their last yes or no."""
    if word is None:
        return
    values = {"day": show_date(word.at), "words": isolated(cut(word.text))}
    if word.is_yes:
        text = _("Their last word to us: yes, settled (%(day)s): “%(words)s”") if word.text else _("Their last word to us: yes, settled (%(day)s)")
    else:
        text = _("Their last word to us: not settled (%(day)s): “%(words)s”") if word.text else _("Their last word to us: not settled (%(day)s)")
    url = reverse("case", args=[word.case])
    yield Line("heart-handshake" if word.is_yes else "message-question", text % values, "ok" if word.is_yes else "warn", (Item(word.subject or _("Without a subject"), url),))


def of_notes(known: Before) -> Iterator[Line]:
    """What colleagues wrote down of them: what they like, and what they never want."""
    if known.notes:
        behind = tuple(Item(text, "", _("%(who)s, %(day)s") % {"who": isolated(by), "day": show_date(at)}) for text, at, by in known.notes)
        yield Line("note", _("To know: %(note)s") % {"note": isolated(cut(known.notes[0][0]))}, "note", behind)


def of_matters(known: Before) -> Iterator[Line]:
    """Since when they are with us, and how it went."""
    if known.since is None or known.total < 2:
        return
    values = {
        "day": show_date(known.since), "total": number(known.total), "confirmed": number(known.confirmed), "lapsed": number(known.lapsed),
        "open": number(known.open),
    }  # fmt: skip
    if known.lapsed:
        text = _("With us since %(day)s. Matters: %(total)s; settled by their word: %(confirmed)s, fallen silent: %(lapsed)s, open: %(open)s") % values
    else:
        text = _("With us since %(day)s. Matters: %(total)s; settled by their word: %(confirmed)s, open: %(open)s") % values
    yield Line("history", text, "", tuple(cases_behind(known.earlier)))
    if known.praise:
        said = ngettext("They have praised us %(number)s time", "They have praised us %(number)s times", known.praise)
        yield Line("heart", said % {"number": number(known.praise)}, "ok")


def of_organisation(case: Case, known: Before) -> Iterator[Line]:
    """Who else of their organisation waits for us."""
    if not known.colleagues_open:
        return
    said = ngettext(
        "%(number)s matter of a colleague at %(organisation)s is open", "%(number)s matters of colleagues at %(organisation)s are open", known.colleagues_open
    )
    values = {"number": number(known.colleagues_open), "organisation": isolated(case.customer.organisation)}
    behind = tuple(
        Item(_("%(customer)s: %(subject)s") % {"customer": isolated(one.customer), "subject": isolated(title(one))}, reverse("case", args=[one.number]), str(State(one.state).label))
        for one in known.colleagues
    )
    yield Line("building", said % values, "", behind)


def cases_behind(cases: Iterable[Behind]) -> Iterator[Item]:
    """Cases as links, each with how it stands and who has it."""
    for one in cases:
        values = {"state": State(one.state).label, "who": isolated(one.who), "moment": show_moment(one.at, "short")}
        note = _("%(state)s, with %(who)s, %(moment)s") if one.who else _("%(state)s, %(moment)s")
        yield Item(title(one), reverse("case", args=[one.number]), note % values)


def title(one: Behind) -> str:
    """What a case is called."""
    return one.subject or one.preview or _("Without a subject")


def cut(text: str) -> str:
    """The beginning of somebody's words, on one line."""
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + "…"
