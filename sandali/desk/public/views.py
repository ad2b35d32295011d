"""Who is not yet answered or thanked in public, by name; and the public matter of one case."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.access import access_case, rights_on
from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.company.permissions import may
from sandali.desk.board.views import waited
from sandali.desk.cases.boxes import capped
from sandali.desk.cases.head import number_of
from sandali.desk.cases.paging import asked_after
from sandali.desk.cases.thread import written
from sandali.desk.entering import staff
from sandali.desk.public.forms import AnsweredForm, MatterForm, PlanChoice, ThankedForm, standing_of
from sandali.desk.sentences import isolated
from sandali.kit.components.pieces import chip
from sandali.kit.components.regions import list_row, show_more
from sandali.kit.components.talk import deadline
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits
from sandali.kit.htmx import asked_by_htmx, asked_part, cleaned, done, page
from sandali.kit.markup_text import format_html, format_html_join
from sandali.resolution.models import Deed, PublicMatter, PublicPlace
from sandali.resolution.public.actions import mark_public
from sandali.resolution.public.queries import OWED, Owed, matter_of, owed_counts, owed_matters

PAGE: Final = 40
OWED_NAMES: Final = {"answered": gettext_lazy("Not answered yet"), "thanked": gettext_lazy("Not thanked yet")}


@staff("see_cases")
def public_matters(request: HttpRequest) -> HttpResponse:
    """What is owed in public. `public-list` is the part that news renews, `more` the next rows."""
    asked = request.GET.get("owed", "")
    what = asked if asked in OWED else "answered"
    found = owed_matters(request.user, what, after=asked_after(request.GET), most=PAGE + 1)
    now = timezone.now()
    rows = format_html_join("", "{}", ((line(one, now),) for one in found[:PAGE]))
    more = show_more(url=f"{url_of(what)}&{urlencode({'after': mark_of(found[PAGE - 1])})}", target="more") if len(found) > PAGE else ""
    if asked_by_htmx(request) and asked_part(request) == "more":
        return HttpResponse(format_html("{}{}", rows, more))
    counts = owed_counts(request.user)
    tabs = [{"label": label, "url": url_of(name), "current": name == what, "count": capped(counts[name])} for name, label in OWED_NAMES.items()]
    return page(request, "desk/public/list.html", {"rows": rows, "more": more, "what": what, "tabs": tabs, "list_url": url_of(what), "may_bring": may(request.user, "answer_cases")}, part=["public-list"])


def url_of(what: str) -> str:
    """The list of what is owed."""
    return f"{reverse('public_matters')}?{urlencode({'owed': what})}"


def mark_of(last: Owed) -> str:
    """Where the next page begins."""
    return f"{last.at.isoformat()},{last.matter}"


def line(one: Owed, now: datetime) -> SafeString:
    """One public matter: who said it, where, since when, what is owed, whose turn it is."""
    case = _("Case %(number)s") % {"number": localize_digits(one.case, current_display().language)}
    chips = [chip(str(PublicPlace(one.where).label), icon_name="speakerphone")]
    if one.answered_at is None:
        chips.append(deadline(one.due_at, now=now))
    chips += [chip(str(words), tone="warn", icon_name="hourglass") for at, words in zip((one.answered_at, one.thanked_at), OWED_NAMES.values(), strict=True) if at is None]
    if one.owner or one.department:
        chips.append(chip(one.owner or one.department or "", icon_name="user" if one.owner else "users-group"))
    return list_row(
        format_html_join("", "{}", ((part,) for part in chips if part)),
        url=reverse("case_public", args=[one.case]),
        title=one.customer_name or _("Unknown sender"),
        preview=" · ".join(isolated(part) for part in (one.subject or one.preview, case) if part),
        when=_("for %(long)s") % {"long": waited(one.at, now)},
        key=one.customer,
        id=f"public-{one.matter}",
    )


@staff("see_cases")
def matter(request: HttpRequest, number: int) -> HttpResponse:
    """The public matter of a case: where it was said, the plan, the answer, the thanks."""
    return show(request, access_case(request.user, number))


@staff("handle_cases", methods=("POST",))
def marking(request: HttpRequest, number: int) -> HttpResponse:
    """Mark the case as public, or change where it was said."""
    case = access_case(request.user, number, to="handle")
    form = MatterForm(request.POST, auto_id="matter-%s")
    values = cleaned(form, request)
    if values is not None:
        try:
            mark_public(case, by=request.user, **values)
        except Overtaken as overtaken:
            form.data = form.data.copy()
            form.data["version"] = str(overtaken.current.version)
            form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
            return show(request, case, status=409, form=form)
        return done(request, reverse("case_public", args=[number]), _("Everybody can read this. It is answered and thanked like every other."), leave=True)
    return show(request, case, form=form)


def show(request: HttpRequest, case: Case, *, status: int | None = None, **forms: Any) -> HttpResponse:
    """The page; `forms` are those that come back with what was typed."""
    found = matter_of(case)
    stands = found is not None and found.removed_at is None
    may_handle = "handle" in rights_on(request.user, case)
    context = {
        "case": case,
        "number": number_of(case),
        "matter": found if stands else None,
        "was_public": found is not None and not stands,
        "may_handle": may_handle,
        "form": MatterForm(initial=standing_of(found), auto_id="matter-%s"),
        **(standing(found) if found is not None and stands else {}),
        **forms,
    }
    return page(request, "desk/public/matter.html", context, status=status)


def standing(found: PublicMatter) -> dict[str, Any]:
    """What carries it to the end, the plan with its clock, and the forms."""
    deeds = {deed.what: deed for deed in found.deeds.filter(removed_at=None).select_related("by")}
    return {
        "answered": deeds.get(Deed.ANSWERED),
        "thanked": deeds.get(Deed.THANKED),
        "is_done": len(deeds) == len(Deed.choices),
        "steps": written(found.plan.steps) if found.plan is not None else "",
        "due_chip": deadline(found.due_at, met=found.answered_at),
        "plan_form": PlanChoice(initial={"plan": str(found.plan_id or ""), "version": found.version}, auto_id="plan-%s"),
        "answered_form": AnsweredForm(auto_id="answered-%s"),
        "thanked_form": ThankedForm(auto_id="thanked-%s"),
    }
