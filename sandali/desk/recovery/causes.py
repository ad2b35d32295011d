"""One cause: its cases in a period, whether it is mended, whether it came back, what was learnt."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sandali.cases.models import State
from sandali.company.actions import Overtaken
from sandali.company.permissions import may
from sandali.desk.cases.acts import asked_version
from sandali.desk.cases.boxes import STATE_CHIPS
from sandali.desk.cases.paging import asked_after
from sandali.desk.entering import staff
from sandali.desk.recovery.forms import area, words
from sandali.desk.sentences import isolated
from sandali.kit.components.pieces import chip
from sandali.kit.components.pieces import number as shown_number
from sandali.kit.components.regions import list_row, show_more
from sandali.kit.dates import current_display, show_date
from sandali.kit.digits import localize_digits
from sandali.kit.fields import JalaliDateField
from sandali.kit.htmx import asked_by_htmx, asked_part, cleaned, done, page
from sandali.kit.markup_text import format_html_join
from sandali.resolution.models import Cause, Lesson
from sandali.resolution.recovery import causes as actions
from sandali.resolution.recovery.counting import Recurrence, cases_with, recurrence
from sandali.resolution.recovery.lessons import lessons_for
from sandali.resolution.recovery.telling import cases_of, tellings_of, who_was_told
from sandali.resolution.recovery.tree import Branch, branch_of

ONE = "desk/recovery/cause.html"
MOST_CASES, MOST_LESSONS = 50, 10
LAST: Final = date(9000, 1, 1)


class MendForm(forms.Form):
    """Since when a cause is mended, and how."""

    day = JalaliDateField(label=gettext_lazy("Mended on"))
    how = forms.CharField(label=gettext_lazy("What is different now"), max_length=5_000, widget=area(3))

    def clean_how(self) -> str:
        """Words."""
        return words(self.cleaned_data["how"])


def access_cause(number: int) -> tuple[Cause, Branch]:
    """A cause that stands in the tree, retired or not. Raises Cause.DoesNotExist."""
    branch = branch_of(number)
    return Cause.objects.select_related("mended_by").get(pk=number), branch


def asked_days(request: HttpRequest) -> tuple[datetime | None, datetime | None, str]:
    """The period of `from` and `to` (ISO dates or moments, `to` not counted), and how it is called; all cases without them."""
    bounds = [read_moment(request.GET.get(name, "")) for name in ("from", "to")]
    start, end = bounds
    if start is None and end is None:
        return None, None, _("All cases")
    last = end - timedelta(microseconds=1) if end is not None else timezone.now()
    if start is None:
        return None, end, _("Cases until %(day)s") % {"day": show_date(last, "long")}
    return start, end, _("Cases from %(first)s to %(last)s") % {"first": show_date(start, "long"), "last": show_date(last, "long")}


def read_moment(text: str) -> datetime | None:
    """A moment as a link has it; a date alone is its beginning in the reader's zone. None when it is none."""
    try:
        found = datetime.fromisoformat(text[:40].replace(" ", "+"))
    except ValueError:
        return None
    if not 1900 < found.year < LAST.year:
        return None
    return found if found.tzinfo is not None else datetime.combine(found.date(), time(0), current_display().zone)


@staff("see_cases")
def cause(request: HttpRequest, number: int) -> HttpResponse:
    """One cause with the cases behind each of its figures (`from`, `to`)."""
    found, branch = access_cause(number)
    return shown(request, found, branch)


def shown(request: HttpRequest, found: Cause, branch: Branch, *, form: Any = None, status: int | None = None) -> HttpResponse:
    """The page."""
    start, end, period = asked_days(request)
    numbers = [one.pk for one in branch.below()]
    cases = cases_with(request.user, numbers, start, end)
    after = asked_after(request.GET)
    paged = cases if after is None else cases.filter(Q(opened_at__lt=after[0]) | Q(opened_at=after[0], pk__lt=after[1]))
    rows = list(paged.select_related("customer").order_by("-opened_at", "-pk")[: MOST_CASES + 1])
    shown_rows, more = format_html_join("", "{}", ((case_row(one),) for one in rows[:MOST_CASES])), more_of(request, found, rows)
    if asked_by_htmx(request) and asked_part(request) == "more":
        return HttpResponse(shown_rows + more)
    taught = lessons_for(request.user).filter(case__causes__cause__in=numbers).distinct().select_related("by", "case")
    measured = recurrence(found, request.user, now=timezone.now())
    today = timezone.now().astimezone(current_display().zone).date()
    context = {
        "cause": found,
        "branch": branch,
        "above": branch.above,
        "period": period,
        "is_period": start is not None or end is not None,
        "all_url": reverse("cause", args=[found.pk]),
        "rows": shown_rows,
        "more": more,
        "count": cases.count() if more or after else len(rows),
        "lessons": lesson_links(taught.order_by("-at", "-pk")[:MOST_LESSONS]),
        "measured": measured_shown(found, measured) if measured else None,
        "may_manage": may(request.user, "manage_causes"),
        "form_stands": found.mended_at is None or form is not None,
        "form": form or MendForm(initial={"day": today}, auto_id="mend-%s"),
        "tellings": [(one, reverse("cause_letter", args=[found.pk, one.pk])) for one in tellings_of(found)] if may(request.user, "manage_causes") else [],
        **told_shown(found, request.user),
    }
    return page(request, ONE, context, status=status)


def told_shown(found: Cause, person: Any) -> dict[str, Any]:
    """Whether somebody may tell those who complained of it, and of whom that is done already: of everybody, it is offered quietly."""
    if found.mended_at is None or not (may(person, "manage_causes") and may(person, "answer_cases")):
        return {}
    told = who_was_told(found)
    if told.planned:
        said = _("The letter to everybody is on its way.") if told.is_everybody else _("A letter about it is on its way.")
    elif told.told:
        said = ngettext(
            "%(number)s customer who complained of it was told, on %(day)s.", "%(number)s customers who complained of it were told, the last one on %(day)s.", told.told
        ) % {"number": shown_number(told.told), "day": show_date(told.last_at)}
    else:
        said = _("Nobody who complained of it could be told.") if told.is_everybody else ""
    return {
        "may_tell": told.is_everybody or cases_of(found).exists(), "all_told": told.is_everybody, "told_words": said,
        "told_url": reverse("cause_letter", args=[found.pk, told.letter]) if told.letter else "",
    }  # fmt: skip


def more_of(request: HttpRequest, found: Cause, rows: list[Any]) -> Any:
    """The next cases of the period, where there are any."""
    if len(rows) <= MOST_CASES:
        return SafeString("")
    last = rows[MOST_CASES - 1]
    asked = {name: request.GET[name] for name in ("from", "to") if request.GET.get(name)}
    return show_more(url=f"{reverse('cause', args=[found.pk])}?{urlencode(asked | {'after': f'{last.opened_at.isoformat()},{last.pk}'})}", target="more")


def case_row(case: Any) -> Any:
    """One case of a cause."""
    icon_name, tone = STATE_CHIPS.get(State(case.state), ("circle-dot", "brand"))
    number = _("Case %(number)s") % {"number": localize_digits(case.pk, current_display().language)}
    return list_row(
        chip(str(State(case.state).label), tone=tone, icon_name=icon_name), url=reverse("case", args=[case.pk]), title=str(case.customer),
        preview=f"{isolated(case.subject or case.preview)} · {isolated(number)}", at=case.opened_at, key=case.customer_id,
    )  # fmt: skip


def lesson_links(lessons: Any) -> list[tuple[Lesson, str]]:
    """Lessons with their addresses."""
    return [(one, reverse("lesson", args=[one.pk])) for one in lessons]


def measured_shown(found: Cause, measured: Recurrence) -> dict[str, Any]:
    """Recurrence in words and figures; each figure leads to its cases."""
    address = reverse("cause", args=[found.pk])
    weeks = {"weeks": shown_number(measured.weeks)}
    spans = {
        "before": ngettext("in the %(weeks)s week before", "in the %(weeks)s weeks before", measured.weeks) % weeks,
        "after": ngettext("in the %(weeks)s week since", "in the %(weeks)s weeks since", measured.weeks) % weeks,
    }
    if not measured.weeks:
        spans = {"before": _("in an equally long period before"), "after": _("since then")}
    sentences = {
        "early": _("It was mended too recently to say whether it helped."),
        "few": _("Too few cases to say whether it helped: numbers this small can also be chance."),
        "fewer": _("It helped: chance alone would rarely bring the numbers down this far."),
        "more": _("There have been more since. What was mended was not the cause, or it broke again."),
        "same": _("About as often as before: what was mended has not shown yet."),
    }
    tones = {"fewer": "ok", "more": "bad", "same": "warn"}
    return {
        "is_counted": bool(measured.weeks or measured.before or measured.after),
        "sentence": sentences[measured.verdict],
        "tone": tones.get(measured.verdict, "info"),
        "before": shown_number(measured.before),
        "after": shown_number(measured.after),
        "before_span": spans["before"],
        "after_span": spans["after"],
        "before_url": f"{address}?from={link(measured.start)}&to={link(measured.mended)}",
        "after_url": f"{address}?from={link(measured.mended)}&to={link(measured.end)}",
        "by_week": list(measured.by_week),
    }


def link(moment: datetime) -> str:
    """A moment as a part of an address."""
    return moment.isoformat().replace("+", "%2B")


@staff("manage_causes", methods=("POST",))
def mending(request: HttpRequest, number: int) -> HttpResponse:
    """It is mended: since when, and what is different now."""
    found, branch = access_cause(number)
    form = MendForm(request.POST, auto_id="mend-%s")
    values = cleaned(form, request)
    if values is None:
        return shown(request, found, branch, form=form, status=422)
    now = timezone.now()
    local = now.astimezone(current_display().zone)
    at = now if values["day"] == local.date() else datetime.combine(values["day"], time(12), current_display().zone)
    try:
        actions.mend_cause(found, values["how"], by=request.user, at=at, version=asked_version(request))
    except actions.CannotChange as problem:
        form.add_error("day", str(problem))
        return shown(request, found, branch, form=form, status=422)
    except Overtaken:
        messages.warning(request, _("Somebody else changed this cause in the meantime. This is how it stands now; please choose again."))
        return shown(request, *access_cause(number), form=form, status=409)
    undo = reverse("cause_mending_removal", args=[number])
    return done(request, reverse("cause", args=[number]), _("The cause is mended. Now everybody who complained of it can be told."), undo=undo, leave=True)


@staff("manage_causes", methods=("POST",))
def mending_removal(request: HttpRequest, number: int) -> HttpResponse:
    """It is not mended after all."""
    found, _branch = access_cause(number)
    try:
        actions.unmend_cause(found, by=request.user, version=asked_version(request))
    except Overtaken:
        messages.warning(request, _("Somebody else changed this cause in the meantime. This is how it stands now; please choose again."))
        return shown(request, *access_cause(number), status=409)
    return done(request, reverse("cause", args=[number]), _("The cause counts as not mended."), leave=True)
