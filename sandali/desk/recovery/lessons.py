"""Lessons and what is done about them: the list, one lesson, its improvements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.access import cases_for
from sandali.company.actions import Overtaken
from sandali.company.models import Person
from sandali.desk.cases.acts import asked_version
from sandali.desk.cases.boxes import capped
from sandali.desk.cases.thread import written
from sandali.desk.entering import staff
from sandali.desk.recovery.forms import ENDS, area, moment_on, words
from sandali.kit.components.talk import deadline
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits
from sandali.kit.failures import failure
from sandali.kit.fields import JalaliDateField
from sandali.kit.htmx import asked_by_htmx, asked_part, cleaned, done, page
from sandali.resolution.models import Doing, Improvement, Lesson
from sandali.resolution.recovery import improving
from sandali.resolution.recovery.lessons import (
    BOXES,
    access_improvement,
    access_lesson,
    is_theirs,
    lesson_counts,
    lesson_page,
    may_improve,
)
from sandali.resolution.recovery.queries import causes_of, colleague

LIST, ONE = "desk/recovery/lessons.html", "desk/recovery/lesson.html"
PAGE: Final = 20
BOX_NAMES: Final = {"mine": gettext_lazy("Mine"), "department": gettext_lazy("My department"), "all": gettext_lazy("All")}
STATES: Final = {Doing.OPEN: ("circle-dot", "brand"), Doing.DONE: ("circle-check", "ok"), Doing.DROPPED: ("circle-x", "")}


def colleagues() -> list[tuple[int, str]]:
    """(id, name) of everybody who works here."""
    return list(Person.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name"))


class ImprovementForm(forms.Form):
    """What should get better, who sees to it, and until when."""

    what = forms.CharField(label=gettext_lazy("What should get better"), max_length=improving.LONGEST_WHAT, widget=forms.TextInput(attrs={"dir": "auto"}))
    owner = forms.TypedChoiceField(label=gettext_lazy("Who takes care of it"), coerce=int)
    day = JalaliDateField(label=gettext_lazy("By when"))

    def __init__(self, *args: Any, people: list[tuple[int, str]] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].choices = [("", _("Choose somebody")), *(colleagues() if people is None else people)]  # type: ignore[attr-defined]

    def clean_what(self) -> str:
        """Words: of what nobody sees, nothing would be left."""
        return words(self.cleaned_data["what"])

    def values(self) -> dict[str, Any]:
        """What `make_improvement` and `change_improvement` take. Raises Person.DoesNotExist."""
        given = self.cleaned_data
        owner = colleague(given["owner"])
        return {"what": given["what"], "owner": owner, "due_at": moment_on(given["day"], ENDS)}


class EndForm(forms.Form):
    """How an improvement ended, with a word."""

    state = forms.ChoiceField(choices=[(Doing.DONE.value, ""), (Doing.DROPPED.value, "")])
    word = forms.CharField(label=gettext_lazy("What came of it, or why it was dropped"), max_length=2_000, widget=area(2))

    def clean_word(self) -> str:
        """Words."""
        return words(self.cleaned_data["word"])


@staff("see_cases")
def lessons(request: HttpRequest) -> HttpResponse:
    """Lessons of a box. `lessons-list` is the part that news renews, `more` the next rows."""
    asked = request.GET.get("box", "")
    box, open_only = asked if asked in BOXES else "all", request.GET.get("state") == "open"
    found = lesson_page(request.user, box, open_only=open_only, after=asked_after(request.GET), most=PAGE + 1)
    rows = [lesson_row(one) for one in found[:PAGE]]
    more = f"{url_of(box, open_only)}&{urlencode({'after': f'{found[PAGE - 1].at.isoformat()},{found[PAGE - 1].pk}'})}" if len(found) > PAGE else ""
    if asked_by_htmx(request) and asked_part(request) == "more":
        return page(request, LIST, {"rows": rows, "more_url": more}, part=["more"])
    counts = lesson_counts(request.user, open_only=open_only)
    context = {
        "rows": rows,
        "more_url": more,
        "list_url": url_of(box, open_only),
        "is_filtered": open_only or box != "all",
        "tabs": [{"label": label, "url": url_of(name, open_only), "current": name == box, "count": capped(counts[name])} for name, label in BOX_NAMES.items()],
        "states": [
            {"label": _("All lessons"), "url": url_of(box, False), "current": not open_only},
            {"label": _("Still being done"), "url": url_of(box, True), "current": open_only},
        ],
    }
    return page(request, LIST, context, part=["lessons-list"])


def url_of(box: str, open_only: bool) -> str:
    """The page with a box."""
    return f"{reverse('lessons')}?{urlencode({'box': box, **({'state': 'open'} if open_only else {})})}"


def asked_after(asked: Mapping[str, str]) -> tuple[datetime, int] | None:
    """Where the next page begins, as "2026-11-21T08:00:00+00:00,12"; None when it is wrong."""
    moment, _comma, row = asked.get("after", "").partition(",")
    if not (row.isascii() and row.isdigit() and len(row) < 18):
        return None
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, int(row)) if at.tzinfo is not None else None


def lesson_row(lesson: Lesson) -> dict[str, Any]:
    """A lesson with what is done about it."""
    return {
        "lesson": lesson,
        "url": reverse("lesson", args=[lesson.pk]),
        "case": localize_digits(lesson.case_id, current_display().language),
        "improvements": [improvement_row(one) for one in sorted(lesson.improvements.all(), key=lambda one: (one.state != Doing.OPEN, one.due_at, one.pk))],
    }


def improvement_row(one: Improvement) -> dict[str, Any]:
    """One improvement as shown."""
    icon_name, tone = STATES[Doing(one.state)]
    is_open = one.state == Doing.OPEN
    return {
        "one": one, "icon": icon_name, "tone": tone, "label": Doing(one.state).label, "is_open": is_open,
        "due": deadline(one.due_at, now=timezone.now()) if is_open else "",
    }  # fmt: skip


@staff("see_cases")
def lesson(request: HttpRequest, number: int) -> HttpResponse:
    """One lesson with its improvements."""
    return lesson_shown(request, access_lesson(request.user, number))


def lesson_shown(request: HttpRequest, found: Lesson, *, status: int | None = None, **forms_: Any) -> HttpResponse:
    """The page. `forms_` are those that come back with what was typed: new_form, or (opened, change_form or end_form)."""
    person = request.user
    row, seen = lesson_row(found), cases_for(person).filter(pk=found.pk and found.case_id).exists()
    improves, people = may_improve(person, found), colleagues()
    opened = forms_.pop("opened", 0)
    for one in row["improvements"]:
        made: Improvement = one["one"]
        made.lesson = found
        one["may_change"] = improves or is_theirs(person, made)
        mine = made.pk == opened
        one["change_form"] = forms_.get("change_form") if mine and "change_form" in forms_ else change_form(made, people=people)
        one["end_form"] = forms_.get("end_form") if mine and "end_form" in forms_ else EndForm(auto_id=f"end-{made.pk}-%s")
        one["opened"] = mine
        one["typed"] = not one["is_open"] and mine and typed_in(forms_.get("change_form") or forms_.get("end_form"))
        one["urls"] = {name: reverse(f"lesson_improvement{name and '_' + name}", args=[found.pk, made.pk]) for name in ("", "end", "reopening")}
        one["url"] = one["urls"][""]
    context = {
        **row,
        "lesson_html": written(found.text),
        "may_improve": improves,
        "sees_case": seen,
        "causes": [(name, reverse("cause", args=[pk])) for pk, name in causes_of(found.case)],
        "new_form": forms_.get("new_form") or ImprovementForm(initial={"owner": person.pk}, auto_id="new-%s", people=people),
        "new_url": reverse("lesson_improvements", args=[found.pk]),
    }
    return page(request, ONE, context, status=status)


def typed_in(form: Any) -> str:
    """What somebody wrote of an improvement that ended meanwhile: no form stands for it any more, and it is shown to them."""
    return str(form.data.get("word") or form.data.get("what") or "") if form is not None else ""


def change_form(made: Improvement, data: Any = None, *, people: list[tuple[int, str]] | None = None) -> ImprovementForm:
    """The form of how an improvement is worded."""
    day = made.due_at.astimezone(current_display().zone).date()
    return ImprovementForm(data, initial={"what": made.what, "owner": made.owner_id, "day": day}, auto_id=f"change-{made.pk}-%s", people=people)


@staff("see_cases", methods=("POST",))
def improvements(request: HttpRequest, number: int) -> HttpResponse:
    """Ask somebody to make something better."""
    found = access_lesson(request.user, number)
    if not may_improve(request.user, found):
        return failure(request, 403)
    form = ImprovementForm(request.POST, auto_id="new-%s")
    if cleaned(form, request) is None:
        return lesson_shown(request, found, status=422, new_form=form)
    try:
        improving.make_improvement(found, by=request.user, **form.values())
    except (ValueError, Person.DoesNotExist):
        return failure(request, 400)
    return done(request, reverse("lesson", args=[number]), _("The improvement is asked for."), leave=True)


@staff("see_cases", methods=("POST",))
def improvement(request: HttpRequest, number: int, improvement: int) -> HttpResponse:
    """Word it anew, pass it on, or another day."""
    found = access_improvement(request.user, number, improvement, to="change")
    form = change_form(found, request.POST)
    if cleaned(form, request) is None:
        return lesson_shown(request, found.lesson, status=422, opened=found.pk, change_form=form)
    return changed(
        request, found, lambda: improving.change_improvement(found, by=request.user, version=asked_version(request), **form.values()),
        _("The improvement was changed."), change_form=form,
    )  # fmt: skip


@staff("see_cases", methods=("POST",))
def improvement_end(request: HttpRequest, number: int, improvement: int) -> HttpResponse:
    """Done, or dropped, with a word; the toast opens it again."""
    found = access_improvement(request.user, number, improvement, to="change")
    form = EndForm(request.POST, auto_id=f"end-{improvement}-%s")
    values = cleaned(form, request)
    if values is None:
        return lesson_shown(request, found.lesson, status=422, opened=found.pk, end_form=form)
    said = _("The improvement is done.") if values["state"] == Doing.DONE else _("The improvement is dropped.")
    undo = reverse("lesson_improvement_reopening", args=[number, improvement])
    act = lambda: improving.end_improvement(found, values["state"], values["word"], by=request.user, version=asked_version(request))  # noqa: E731 - one act
    return changed(request, found, act, said, undo=undo, end_form=form)


@staff("see_cases", methods=("POST",))
def improvement_reopening(request: HttpRequest, number: int, improvement: int) -> HttpResponse:
    """It is to be done after all."""
    found = access_improvement(request.user, number, improvement, to="change")
    return changed(request, found, lambda: improving.reopen_improvement(found, by=request.user), _("The improvement is open again."))


def changed(request: HttpRequest, found: Improvement, act: Any, said: str, *, undo: str = "", **typed: Any) -> HttpResponse:
    """Do one thing to an improvement. A lost race shows how it stands, with what was typed."""
    try:
        act()
    except Overtaken:
        messages.warning(request, _("Somebody else changed this improvement in the meantime. This is how it stands now; what you wrote is still in the form."))
        return lesson_shown(request, access_lesson(request.user, found.lesson_id), status=409, opened=found.pk, **typed)
    except (ValueError, Person.DoesNotExist):
        return failure(request, 400)
    return done(request, reverse("lesson", args=[found.lesson_id]), said, undo=undo or None, leave=True)
