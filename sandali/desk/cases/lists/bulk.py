"""Many cases at once: the bar that acts on what was chosen, the act, and its way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.automation.macros.access import access_macro, macros_for
from sandali.automation.macros.many import use_on_many
from sandali.cases.access import cases_for
from sandali.cases.actions.bulk import MOST_AT_ONCE, Outcome, access_change, change_cases, restore_cases
from sandali.cases.actions.bulk_plans import Plan, assigning, classifying, moving, spamming, stating, tagging
from sandali.cases.actions.later import why_not_at
from sandali.cases.models import Case, Kind, Priority, State
from sandali.cases.queries import sorted_cases
from sandali.cases.timing import until_reply
from sandali.cases.waits import opening_hours
from sandali.company.models import Department, Person
from sandali.desk.cases.boxes import Filter, listed_cases
from sandali.desk.cases.head import PRIORITY_ICONS, items, roster, snoozes
from sandali.desk.cases.timing.choices import REPLY
from sandali.desk.cases.timing.forms import SnoozeForm, sentences
from sandali.desk.cases.views import CASE_ADDRESS, INBOX, filter_of, listed
from sandali.desk.entering import staff
from sandali.desk.frame import newest_of
from sandali.desk.sentences import isolated
from sandali.kit.components.pieces import number as figure
from sandali.kit.failures import failure
from sandali.kit.htmx import asked_by_htmx, done, fragments, page

MOST_NAMED: Final = 8  # of those that were left alone
MOST_MACROS: Final = 50  # in the menu
CHOSEN = "desk/cases/lists/bulk.html"


def person_of(value: str) -> Plan:
    """Whose the cases are to be; empty for anybody's."""
    return assigning(Person.objects.filter(is_active=True).get(pk=int(value)) if value else None)


def department_of(value: str) -> Plan:
    """Where the cases are to be; empty for no department."""
    return moving(Department.objects.filter(archived_at=None).get(pk=int(value)) if value else None)


class CannotSnooze(Exception):
    """Nothing can sleep until then; the text says why."""


def until(value: str) -> Plan:
    """Until when the cases are to sleep: an aware ISO moment, or until each customer writes. Raises CannotSnooze, ValueError."""
    if value == REPLY:
        return stating(State.SNOOZED, until_reply(opening_hours(), timezone.now()), until_reply=True)
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    # A page that was open over night still offers what was "later today".
    if why_not := why_not_at(moment):
        raise CannotSnooze(why_not)
    return stating(State.SNOOZED, moment)


def until_day(day: str, clock: str) -> Plan:
    """Until a day, with or without a time, as people write them. Raises CannotSnooze."""
    form = SnoozeForm({"day": day, "clock": clock})
    if not form.is_valid():
        raise CannotSnooze(sentences(form))
    return stating(State.SNOOZED, form.cleaned_data["moment"])


# Which field of the form was pressed → the act. What is typed (a tag, a day) counts only where its own button was pressed.
ACTS: Final[dict[str, Callable[[str], Plan]]] = {
    "person": person_of,
    "department": department_of,
    "state": stating,
    "until": until,
    "spam": lambda value: spamming(),
    "kind": lambda value: classifying("kind", value),
    "priority": lambda value: classifying("priority", value),
}


@staff("handle_cases", methods=("GET", "POST"))
def bulk(request: HttpRequest) -> HttpResponse:
    """GET: the bar of what can be done. POST: do one thing to the cases chosen, or show them with that bar where no act was pressed."""
    wanted = filter_of(request)
    if request.method == "GET":
        return page(request, CHOSEN, bar(request, wanted, None if asked_by_htmx(request) else {}), part="bulk-bar")
    chosen = chosen_cases(request, wanted)
    if chosen and request.POST.get("macro", "").isdecimal():
        return macro_on(request, wanted, chosen)
    name = asked_act(request)
    if not chosen or not name:
        return page(request, CHOSEN, bar(request, wanted, chosen), part="bulk-bar")
    try:
        plan = plan_of(request, name)
    except CannotSnooze as why:
        messages.warning(request, str(why))
        return shown(request, wanted)
    except (ValueError, Person.DoesNotExist, Department.DoesNotExist):
        return failure(request, 400)
    say(request, change_cases(chosen, plan, by=request.user))
    return shown(request, wanted)


def macro_on(request: HttpRequest, wanted: Filter, chosen: dict[int, int | None]) -> HttpResponse:
    """Have a macro done to the cases chosen, by a job; whoever pressed is told when it is done."""
    macro = access_macro(request.user, int(request.POST["macro"][:17]))
    event = use_on_many(macro, chosen, by=request.user)
    if event is None:
        messages.warning(request, _("You may not change any of these cases."))
    else:
        messages.success(request, _("“%(macro)s” is being done. You will be told when it is finished.") % {"macro": isolated(macro.name)})
    return shown(request, wanted)


def asked_act(request: HttpRequest) -> str:
    """Which button was pressed, "" for none. Enter presses the first one, the tag's: who has typed a day and no tag meant the day."""
    typed = {name: bool(request.POST.get(name, "").strip()) for name in ("tag", "day", "clock")}
    what = request.POST.get("what", "")
    if what == "tag" and not typed["tag"] and (typed["day"] or typed["clock"]):
        return "day"
    return what if what in ("tag", "day") else next((field for field in ACTS if field in request.POST), "")


def plan_of(request: HttpRequest, name: str) -> Plan:
    """The act as a plan. Raises CannotSnooze with a sentence; ValueError, Person.DoesNotExist and Department.DoesNotExist for nonsense."""
    if name == "tag":
        return tagging(request.POST.get("tag", ""))
    if name == "day":
        return until_day(request.POST.get("day", ""), request.POST.get("clock", ""))
    return ACTS[name](request.POST[name])


def chosen_cases(request: HttpRequest, wanted: Filter) -> dict[int, int | None]:
    """Number → version of the cases that were ticked ("12:3" each), or of all that the list holds; the first MOST_AT_ONCE."""
    if request.POST.get("all"):
        return dict.fromkeys(sorted_cases(listed_cases(request.user, wanted), sort=wanted.sort).values_list("pk", flat=True)[:MOST_AT_ONCE])
    chosen: dict[int, int | None] = {}
    for value in request.POST.getlist("case")[:MOST_AT_ONCE]:
        number, _colon, version = value.partition(":")
        if all(part.isascii() and part.isdigit() and len(part) < 18 for part in (number, version)):
            chosen[int(number)] = int(version)
    return chosen


def bar(request: HttpRequest, wanted: Filter, chosen: dict[int, int | None] | None = None) -> dict[str, Any]:
    """Context of the bar: every act with its choices, and how many cases the list holds."""
    known = roster(newest_of(request))
    people = sorted(known.people, key=lambda one: one.pk != request.user.pk)
    matching = listed_cases(request.user, wanted).order_by()[: MOST_AT_ONCE + 1].count()
    cases = list(cases_for(request.user).filter(pk__in=chosen).select_related("customer").order_by("-last_message_at")) if chosen else []
    return {
        "filter": wanted,
        "back_url": wanted.url,
        "bulk_url": reverse("case_bulk") + wanted.query,
        "chosen": [(f"{one.pk}:{chosen[one.pk] if chosen[one.pk] is not None else one.version}", one) for one in cases] if chosen else [],
        "is_page": chosen is not None,
        "all_words": all_words(matching),
        "matching": matching,
        "people": items("person", tuple((str(one.pk), one.name, "user", _("me") if one.pk == request.user.pk else "") for one in people), None),
        "departments": items("department", tuple((str(pk), name, "users-group", "") for pk, name in known.departments), None),
        "kinds": items("kind", tuple((kind.value, str(kind.label), "", "") for kind in Kind), None),
        "priorities": items("priority", tuple((str(one.value), str(one.label), PRIORITY_ICONS[one], "") for one in reversed(Priority)), None),
        "macros": items("macro", tuple((str(one.pk), one.name, "wand", "") for one in macros_for(request.user)[:MOST_MACROS]), None),
        "snooze_day": SnoozeForm(auto_id="bulk-%s")["day"],
        "snoozes": snoozes(request.company),  # type: ignore[attr-defined]
    }  # fmt: skip


def all_words(matching: int) -> str:
    """The words of the choice of everything that the list holds."""
    if matching > MOST_AT_ONCE:
        return _("The first %(number)s that match; more are not changed at once") % {"number": figure(MOST_AT_ONCE)}
    return ngettext("The one that matches", "All %(number)s that match", matching) % {"number": figure(matching)}


def say(request: HttpRequest, outcome: Outcome, *, undo: str = "bulk_undoing") -> None:
    """Say what became of them: what was changed with a way back (the name of its address), and by name what was left alone."""
    if outcome.event is not None:
        said = ngettext("%(number)s case was changed.", "%(number)s cases were changed.", outcome.changed)
        back = reverse(undo, args=[outcome.event.pk])
        messages.success(request, said % {"number": figure(outcome.changed)}, extra_tags=f"undo:{back}")
        if outcome.owners:
            messages.info(request, _("Until now some of them were with: %(people)s") % {"people": " · ".join(map(isolated, outcome.owners[:MOST_NAMED]))})
    elif outcome.same:
        messages.info(request, _("They stood like this already."))
    if outcome.overtaken:
        messages.warning(request, _("Left as they are, because somebody else changed them in the meantime: %(cases)s") % {"cases": names_of(outcome.overtaken)})
    if outcome.refused:
        messages.warning(request, _("Left as they are, because you may not change them: %(cases)s") % {"cases": names_of(outcome.refused)})
    if outcome.owned:
        said = _("Left with their owners, because a colleague's case is taken over one by one and with a word: %(cases)s")
        messages.warning(request, said % {"cases": names_of(outcome.owned, owners=True)})
    if outcome.unfit:
        messages.warning(request, _("Left as they are, because the person may not work on them: %(cases)s") % {"cases": names_of(outcome.unfit)})


def names_of(cases: list[Case], *, owners: bool = False) -> str:
    """Cases by their customers' names, with their owners' where asked; of many the first, and how many more."""
    shown_names = " · ".join(with_owner(case) if owners else isolated(case.customer) for case in cases[:MOST_NAMED])
    if len(cases) <= MOST_NAMED:
        return shown_names
    return _("%(names)s and %(number)s more") % {"names": shown_names, "number": figure(len(cases) - MOST_NAMED)}


def with_owner(case: Case) -> str:
    """A case by its customer's name and its owner's."""
    return _("%(customer)s (with %(owner)s)") % {"customer": isolated(case.customer), "owner": isolated(case.assignee)}


def shown(request: HttpRequest, wanted: Filter) -> HttpResponse:
    """The list as it stands now: in place with htmx, its page without."""
    if not asked_by_htmx(request):
        return done(request, wanted.url)
    here = CASE_ADDRESS.search(request.headers.get("HX-Current-URL", ""))
    current = int(here[1]) if here else 0
    return fragments(request, INBOX, "cases-list", context=listed(request, wanted, current=current) | {"case": current}, swap="outerMorph")


@staff("handle_cases", methods=("POST",))
def undoing(request: HttpRequest, number: int) -> HttpResponse:
    """Take an act on many cases back; `number` is its event. What somebody changed since stays, and is counted."""
    restored, all_of_them = restore_cases(access_change(request.user, number), by=request.user)
    if restored == all_of_them:
        messages.success(request, _("Everything is as it was before."))
    else:
        said = _("%(restored)s of %(all)s are as they were before. The others were changed by somebody since, and stay.")
        messages.warning(request, said % {"restored": figure(restored), "all": figure(all_of_them)})
    return shown(request, filter_of(request))
